import { EventStoreError } from '../port.ts';

const typeOf = (error: unknown): unknown => (error as { type?: unknown } | null)?.type;

/** The client's error classes are told apart by their `type`: with two copies of the package `instanceof` would lie. */
export const isWrongExpectedVersion = (error: unknown): error is { actualVersion: bigint | string } =>
  typeOf(error) === 'wrong-expected-version';
export const isStreamNotFound = (error: unknown): boolean => typeOf(error) === 'stream-not-found';

/** Everything else the client throws, raw gRPC errors (code 14 and the like) included. */
export const failure = (error: unknown, doing: string): EventStoreError => {
  if (error instanceof EventStoreError) return error;
  if (typeOf(error) === 'maximum-append-size-exceeded')
    return new EventStoreError('too_large', `EventStoreDB refused ${doing} as too large`, { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new EventStoreError('unavailable', `EventStoreDB failed at ${doing}: ${message}`, { cause: error });
};

/** The client's own deadlines do not hold in every case, so each wait has one of ours. */
export const within = async <T>(ms: number, doing: string, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new EventStoreError('unavailable', `no answer at ${doing} within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
