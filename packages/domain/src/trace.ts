import { hexOf } from './draws.ts';

/** Traces as W3C Trace Context writes them (version 00). For looking things up alone: nothing may depend on one. */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const NOTHING = /^0+$/;

/** The trace id (32 hex digits) of a traceparent; null of none, or of what is no traceparent. */
export const traceIdOf = (traceparent: string | null | undefined): string | null => {
  const [, traceId = '', spanId = ''] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  return traceId === '' || NOTHING.test(traceId) || NOTHING.test(spanId) ? null : traceId;
};

/** A span of a trace, marked as worth keeping: those who are called may join it. */
export const traceparentOf = (traceId: string, spanId: string): string => `00-${traceId}-${spanId}-01`;

/**
 * A tick's own span, computed like its id: whoever makes the tick, however often, makes the same. It is of the trace of
 * the order that asked for it (`asked`), where there is one, else of a trace of its own.
 */
export const tickTraceparent = (tickId: string, asked: string | null): string => {
  const own = hexOf(6, 'trace', tickId);
  return traceparentOf(traceIdOf(asked) ?? own.slice(0, 32), own.slice(32));
};
