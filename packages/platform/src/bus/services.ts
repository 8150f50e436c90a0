import { type Service, ServiceErrorCodeHeader, ServiceErrorHeader, Svcm } from '@nats-io/services';
import { errors, type Msg, type NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../log/index.ts';
import { asBusCall } from './errors.ts';

/** What an endpoint answers: a body, or an error told in the headers the NATS tools know. */
export type ServiceAnswer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly code: number; readonly message: string };

export type ServiceEndpoint = {
  /** `[A-Za-z0-9_-]+` */
  readonly name: string;
  readonly subject: string;
  readonly metadata?: Readonly<Record<string, string>>;
  handler(payload: string, headers: Readonly<Record<string, string>>): Promise<ServiceAnswer>;
};

export type ServiceDescription = {
  /** `[A-Za-z0-9_-]+` */
  readonly name: string;
  /** Semantic version. */
  readonly version: string;
  readonly description: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Shown by `nats micro stats` and by `nats req <name>.status ''`; cheap, JSON. */
  stats(): Readonly<Record<string, unknown>>;
  readonly endpoints?: readonly ServiceEndpoint[];
};

/** One instance of a service, as `$SRV.STATS` tells of it; `data` is what its `stats()` gave. */
export type ServiceInstance = {
  readonly name: string;
  readonly id: string;
  readonly version: string;
  readonly started: string;
  readonly data: Readonly<Record<string, unknown>>;
};

const statusEndpoint = 'status';
const maxRequestBytes = 64 * 1024;

/**
 * Registers a NATS micro service, so that `nats micro ls`, `info`, `stats` and `ping` answer. Besides its endpoints it
 * has `<name>.status`, which answers its own stats. One instance of a group answers a request.
 */
export const registerService = (
  connection: NatsConnection,
  log: Log,
  description: ServiceDescription,
): Promise<{ stop(): Promise<void> }> =>
  asBusCall(async () => {
    // The services package names an older core's types; it works on this connection all the same.
    const svcm = new Svcm(connection as unknown as ConstructorParameters<typeof Svcm>[0]);
    const service: Service = await svcm.add({
      name: description.name,
      version: description.version,
      description: description.description,
      ...(description.metadata ? { metadata: { ...description.metadata } } : {}),
      statsHandler: (endpoint) =>
        Promise.resolve((endpoint as { name?: string }).name === statusEndpoint ? description.stats() : null),
    });
    const status: ServiceEndpoint = {
      name: statusEndpoint,
      subject: `${description.name}.${statusEndpoint}`,
      handler: () => Promise.resolve({ ok: true, body: description.stats() }),
    };
    for (const endpoint of [status, ...(description.endpoints ?? [])])
      service.addEndpoint(endpoint.name, {
        subject: endpoint.subject,
        ...(endpoint.metadata ? { metadata: { ...endpoint.metadata } } : {}),
        handler: (error, message) => {
          if (error) return;
          void answered(endpoint, message as unknown as Msg, log).then((answer) => {
            if (answer.ok) message.respond(JSON.stringify(answer.body));
            else message.respondError(answer.code, answer.message.slice(0, 500));
          });
        },
      });
    return {
      stop: async () => {
        await service.stop().catch(() => null); // the connection may be gone before
      },
    };
  });

const answered = async (endpoint: ServiceEndpoint, message: Msg, log: Log): Promise<ServiceAnswer> => {
  if (message.data.length > maxRequestBytes)
    return { ok: false, code: 413, message: `at most ${maxRequestBytes} bytes` };
  const headers: Record<string, string> = {};
  for (const name of message.headers?.keys() ?? []) headers[name] = message.headers?.get(name) ?? '';
  try {
    return await endpoint.handler(message.string(), headers);
  } catch (error) {
    log.error({ err: error, endpoint: endpoint.name }, 'a service endpoint threw');
    return { ok: false, code: 500, message: 'internal error' };
  }
};

export type RequestAnswer = {
  readonly payload: string;
  /** Set when the service answered with an error. */
  readonly error: { readonly code: number; readonly message: string } | null;
};

/** Asks one instance. @throws BusError `unavailable` when nobody listens, `timeout` */
export const requestOne = (
  connection: NatsConnection,
  subject: string,
  payload: string,
  timeoutMs: number,
): Promise<RequestAnswer> =>
  asBusCall(async () => {
    const message = await connection.request(subject, payload, { timeout: timeoutMs });
    const told = message.headers?.get(ServiceErrorHeader);
    const code = Number(message.headers?.get(ServiceErrorCodeHeader)) || 500;
    return { payload: message.string(), error: told ? { code, message: told } : null };
  });

/** Asks everybody who listens and gives what came within `waitMs`, at most `maxAnswers`; nobody there gives none. */
export const requestMany = (
  connection: NatsConnection,
  subject: string,
  payload: string,
  limits: { readonly waitMs: number; readonly maxAnswers?: number },
): Promise<string[]> =>
  asBusCall(async () => {
    const answers: string[] = [];
    try {
      const stream = await connection.requestMany(subject, payload, {
        strategy: 'timer',
        maxWait: limits.waitMs,
        maxMessages: limits.maxAnswers ?? 1_000,
      });
      for await (const message of stream) if (message.data.length > 0) answers.push(message.string());
    } catch (error) {
      const nobody = error instanceof errors.NoRespondersError;
      if (!nobody && !(error instanceof errors.RequestError && error.isNoResponders())) throw error;
    }
    return answers;
  });

/** Every service instance that answers within `waitMs`, with its stats. */
export const serviceInstances = async (
  connection: NatsConnection,
  waitMs: number,
  name?: string,
): Promise<ServiceInstance[]> => {
  const answers = await requestMany(connection, name ? `$SRV.STATS.${name}` : '$SRV.STATS', '', { waitMs });
  return answers.flatMap((answer) => {
    try {
      const told = JSON.parse(answer) as Omit<ServiceInstance, 'data'> & {
        endpoints?: { name: string; data?: Record<string, unknown> }[];
      };
      const data = told.endpoints?.find((endpoint) => endpoint.name === statusEndpoint)?.data ?? {};
      return [{ name: told.name, id: told.id, version: told.version, started: told.started, data }];
    } catch {
      return []; // not one of ours
    }
  });
};
