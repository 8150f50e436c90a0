import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';
/** What adapters write to: a pino logger, or any object with these. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export const LOG_FORMATS = ['json', 'line'] as const;
export type LogOptions = {
  readonly service: string;
  readonly level?: (typeof LOG_LEVELS)[number];
  /** `json` for machines; `line` for a person at a terminal: time, level, service, message, then the fields. */
  readonly format?: (typeof LOG_FORMATS)[number];
  readonly destination?: DestinationStream;
};

/** Fields whose value never reaches a log, wherever they stand in the first three levels. */
const secretFields = [
  'token',
  'password',
  'secret',
  'apiKey',
  'api_key',
  'authorization',
  'Authorization',
  'cookie',
  'Cookie',
  '["set-cookie"]',
  '["x-api-key"]',
];
const paths = secretFields.flatMap((field) => {
  const step = field.startsWith('[') ? field : `.${field}`;
  return [field, `*${step}`, `*.*${step}`];
});

/** The log of a service. Secrets are cut out by field name, and addresses lose their passwords. */
export const createLog = (options: LogOptions): Logger => {
  const destination = options.destination ?? pino.destination({ fd: 1, sync: true });
  return pino(
    {
      level: options.level ?? 'info',
      base: { service: options.service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '[secret]' },
      serializers: { err: describeError, error: describeError },
      hooks: { streamWrite: withoutPasswords },
    },
    options.format === 'line' ? asLines(destination) : destination,
  );
};

/** A log that says nothing, for tests and tools. */
export const silentLog = (): Logger => pino({ level: 'silent' });

/** `nats://user:pass@host` → `nats://user:[secret]@host`; also in the middle of a sentence. */
export const withoutPasswords = (text: string): string =>
  text.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*):[^\s@/"]+@/gi, '$1:[secret]@');

/** Errors of HTTP clients carry whole requests: only what explains is kept, causes to a depth of three. */
const describeError = (error: unknown, depth = 0): unknown => {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: error.stack,
    ...(error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
};

const asLines = (destination: DestinationStream): DestinationStream => ({
  write: (entry: string) => {
    const { time, level, service, msg, err, ...rest } = JSON.parse(entry) as Record<string, unknown>;
    const fields = Object.entries(rest).map(([name, value]) => `${name}=${plain(value)}`);
    const head = [String(time).slice(11, 23), String(level).toUpperCase().padEnd(5), service, msg ?? ''];
    const stack = err && typeof err === 'object' ? `\n${String((err as { stack?: unknown }).stack ?? plain(err))}` : '';
    destination.write(`${[...head, ...fields].join(' ')}${stack}\n`);
  },
});
const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
