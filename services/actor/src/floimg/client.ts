import type { LookupFunction } from 'node:net';
import { Pool } from 'undici';
import type { z } from 'zod';
import { type BreakerReport, createBreaker, createHealth, type Health } from '../outage/breaker.ts';
import type { Answer, CallContext } from '../ports.ts';
import { interpret, isOutage } from './answers.ts';
import { type Exchange, exchange } from './exchange.ts';
import { guardedLookup } from './guarded-lookup.ts';

/** A whole call, from asking for a connection to the last byte of the answer. */
export const CALL_TIMEOUT_MS = 30_000;
/** The same for a workflow, which draws pictures. */
export const WORKFLOW_TIMEOUT_MS = 180_000;
/** Waiting for a free connection; after that nothing is sent. Counts into a call's whole time. */
const START_WITHIN_MS = 5_000;
const MAX_ANSWER_BYTES = 2_000_000;
/** Previews make a workflow's answer long on the wire; they are dropped as they arrive. */
const MAX_WORKFLOW_WIRE_BYTES = 64_000_000;
const MAX_STRING_BYTES = 16_384;

export type ClientOptions = {
  readonly baseUrl: URL;
  /** `fst_…`; goes into one header and nowhere else. */
  readonly token: string;
  /** Goes out as `FloImgFleet/<version>`. */
  readonly version: string;
  /** Connections at most: no fewer than calls are ever under way, or calls wait for each other. */
  readonly connections: number;
  readonly callTimeoutMs?: number;
  readonly workflowTimeoutMs?: number;
  readonly wallNow: () => number;
  /** How names are looked up; default: as the system does. */
  readonly lookup?: LookupFunction;
};

export type ApiCall<T> = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From `/api`; whatever comes from outside is encoded by the caller. */
  readonly path: string;
  readonly body?: unknown;
  /** X-Agent-Id; null for calls of the service itself. */
  readonly username: string | null;
  readonly schema: z.ZodType<T>;
  readonly notFound: 'gone' | 'no_route';
  readonly workflow?: boolean;
};

export type Client = {
  call<T>(api: ApiCall<T>, context: CallContext): Promise<Answer<T>>;
  health(): Health;
  breaker(): BreakerReport;
  close(): Promise<void>;
};

/** The platform over HTTP: one pool, one breaker, headers as the platform wants them, answers as values. */
export const createClient = (options: ClientOptions): Client => {
  const { baseUrl, token, wallNow } = options;
  const prefix = baseUrl.pathname.replace(/\/+$/, '');
  const pool = new Pool(baseUrl.origin, {
    connections: options.connections,
    pipelining: 1,
    connect: { timeout: START_WITHIN_MS, lookup: guardedLookup(options.lookup) },
    keepAliveTimeout: 4_000,
  });
  const breaker = createBreaker<Exchange>(isOutage, wallNow);
  const health = createHealth(wallNow);
  const neverToken = (text: string): string => text.replaceAll(token, '[secret]');

  const headersOf = (api: ApiCall<unknown>, context: CallContext): Record<string, string> => ({
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'user-agent': `FloImgFleet/${options.version}`,
    ...(api.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(api.username === null ? {} : { 'x-agent-id': api.username }),
    ...(context.key === null || api.method === 'GET' ? {} : { 'idempotency-key': context.key }),
    ...(context.traceparent === null ? {} : { traceparent: context.traceparent }),
  });

  /** A refused token or an outage is a state of the platform; a refused body is not. */
  const remember = (answer: Answer<unknown>, outage: boolean): void => {
    if (answer.kind === 'unauthorized') {
      health.bad('FloImg refuses the service token (401): set FLOIMG_SERVICE_TOKEN to a valid one');
    } else if (outage && 'reason' in answer) {
      health.bad(neverToken(`FloImg API at ${baseUrl.origin} does not answer: ${answer.reason}`));
    } else if (!outage) {
      health.good();
    }
  };

  const send = (api: ApiCall<unknown>, context: CallContext): Promise<Exchange> =>
    exchange(
      pool,
      baseUrl.origin,
      {
        method: api.method,
        path: `${prefix}${api.path}`,
        headers: headersOf(api, context),
        body: api.body === undefined ? null : JSON.stringify(api.body),
        timeoutMs: api.workflow
          ? (options.workflowTimeoutMs ?? WORKFLOW_TIMEOUT_MS)
          : (options.callTimeoutMs ?? CALL_TIMEOUT_MS),
        startWithinMs: START_WITHIN_MS,
        maxWireBytes: api.workflow ? MAX_WORKFLOW_WIRE_BYTES : MAX_ANSWER_BYTES,
        maxKeptBytes: MAX_ANSWER_BYTES,
        elideStringsAbove: api.workflow ? MAX_STRING_BYTES : null,
      },
      context.signal,
    );

  return {
    async call(api, context) {
      const what = `${api.method} ${api.path.replace(/\?.*/, '')}`;
      const came = await breaker.run(() => send(api, context), context.signal);
      if (came === null) {
        return { kind: 'unsent', reason: `${what}: not tried, FloImg did not answer the last calls` };
      }
      const answer = interpret(came, { what, schema: api.schema, notFound: api.notFound, nowWallMs: wallNow() });
      // Our own stop says nothing about the platform.
      if (!context.signal.aborted) remember(answer, isOutage(came));
      return answer.kind === 'ok' ? answer : { ...answer, reason: neverToken(answer.reason) };
    },
    health: health.current,
    breaker: () => ({ ...breaker.status(), lastError: health.lastError() }),
    close: () => pool.close(),
  };
};
