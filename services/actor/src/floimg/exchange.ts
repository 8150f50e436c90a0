import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { createElider } from './elide.ts';

/** One HTTP request and what came of it, before anyone interprets it. */
export type Exchange =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** Null when the body was larger than allowed; `fault` then says so. */
      readonly body: string | null;
      readonly fault: string | null;
    }
  /** Not one byte of the request left this process. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** The request was (perhaps partly) sent, and no whole answer came. */
  | { readonly kind: 'broken'; readonly reason: string };

export type ExchangeRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** The whole exchange, waiting for a connection included. */
  readonly timeoutMs: number;
  /** Waiting for a connection: over, and the request is not sent at all. */
  readonly startWithinMs: number;
  /** Bytes read from the network at most. */
  readonly maxWireBytes: number;
  /** Bytes kept at most, after long strings were dropped. */
  readonly maxKeptBytes: number;
  /** Strings above this are dropped from the answer; null keeps all. */
  readonly elideStringsAbove: number | null;
};

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  const inner = error instanceof AggregateError ? error.errors.map((e: Error) => e.message).join('; ') : error.message;
  return `${code}${inner}`;
};

/**
 * Sends one request without ever following a redirect or sending it a second time. Whether it was begun to be
 * written to a socket decides between `unsent` and `broken`; the dispatcher tells that moment exactly.
 */
export const exchange = (
  dispatcher: Dispatcher,
  origin: string,
  request: ExchangeRequest,
  signal: AbortSignal,
): Promise<Exchange> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve({ kind: 'unsent', reason: 'stopped before it was sent' });
    let started = false;
    let ended = false;
    let abort: ((error: Error) => void) | null = null;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let wireBytes = 0;
    let keptBytes = 0;
    let kept: Buffer[] = [];
    const elide = request.elideStringsAbove === null ? null : createElider(request.elideStringsAbove);

    const finish = (outcome: Exchange): void => {
      if (ended) return;
      ended = true;
      clearTimeout(startTimer);
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    const stop = (reason: string): void => {
      finish(started ? { kind: 'broken', reason } : { kind: 'unsent', reason });
      abort?.(new Error(reason));
    };
    const onAbort = (): void => stop('stopped while waiting for the answer');
    const timer = setTimeout(() => stop(`no answer within ${request.timeoutMs} ms`), request.timeoutMs);
    const startTimer = setTimeout(() => {
      if (!started) stop(`no connection within ${request.startWithinMs} ms`);
    }, request.startWithinMs);
    signal.addEventListener('abort', onAbort, { once: true });

    try {
      dispatcher.dispatch(
        {
          origin,
          path: request.path,
          method: request.method,
          headers: request.headers,
          body: request.body,
          // Our own timer measures the whole exchange; undici's would begin anew with every byte.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        {
          onRequestStart(controller) {
            abort = (error) => controller.abort(error);
            // Given up while it stood in the queue: it must not be written any more.
            if (ended) controller.abort(new Error('given up'));
            else started = true;
          },
          onResponseStart(_controller, statusCode, responseHeaders) {
            if (statusCode < 200) return;
            status = statusCode;
            headers = responseHeaders;
          },
          onResponseData(controller, chunk) {
            if (ended) return;
            wireBytes += chunk.length;
            const bytes = elide === null ? Buffer.from(chunk) : elide(Buffer.from(chunk));
            keptBytes += bytes.length;
            if (wireBytes > request.maxWireBytes || keptBytes > request.maxKeptBytes) {
              kept = [];
              const fault = `the answer is larger than ${request.maxKeptBytes} bytes`;
              finish({ kind: 'response', status, headers, body: null, fault });
              return controller.abort(new Error(fault));
            }
            kept.push(bytes);
          },
          onResponseEnd() {
            const body = Buffer.concat(kept).toString('utf8');
            finish({ kind: 'response', status, headers, body, fault: null });
          },
          onResponseError(_controller, error) {
            const reason = describe(error);
            finish(started ? { kind: 'broken', reason } : { kind: 'unsent', reason });
          },
        },
      );
    } catch (error) {
      finish({ kind: 'unsent', reason: describe(error) });
    }
  });
