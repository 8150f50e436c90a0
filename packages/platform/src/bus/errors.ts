import { JetStreamApiError, JetStreamError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { BusError } from './port.ts';

/** The server's number for "another one wrote since". */
export const WRONG_LAST_SEQUENCE = 10_071;

/** Any error of the client library as a BusError; the caller's own bugs (bad subject, bad key) stay what they are. */
export const asBusError = (error: unknown): unknown => {
  if (error instanceof BusError || !(error instanceof Error)) return error;
  const options = { cause: error };
  if (error instanceof JetStreamApiError || error instanceof JetStreamError)
    return new BusError('refused', error.message, options);
  if (error instanceof errors.RequestError && error.isNoResponders())
    return new BusError('unavailable', 'nobody answers there: the stream or JetStream is missing', options);
  if (error instanceof errors.NoRespondersError)
    return new BusError('unavailable', 'nobody answers there: the stream or JetStream is missing', options);
  if (error instanceof errors.TimeoutError) return new BusError('timeout', 'no answer in time', options);
  if (error instanceof errors.PermissionViolationError) return new BusError('refused', error.message, options);
  const lost = [
    errors.ClosedConnectionError,
    errors.DrainingConnectionError,
    errors.ConnectionError,
    errors.RequestError,
  ];
  if (lost.some((kind) => error instanceof kind)) return new BusError('unavailable', error.message, options);
  return error;
};

/** Runs a call of the client library; what it throws comes out as BusError. */
export const asBusCall = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw asBusError(error);
  }
};

export const isWrongSequence = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === WRONG_LAST_SEQUENCE;
