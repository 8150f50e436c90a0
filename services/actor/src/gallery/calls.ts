import type { Sleep } from '../deps.ts';
import type { CallContext } from '../ports.ts';

/** An edge that does not notice its abort is left behind after this. */
const GRACE_MS = 1_000;

/** Runs one call that is aborted after `timeoutMs` (monotonic); `late` is the answer when it ignores even that. */
export const withDeadline = async <T>(
  sleep: Sleep,
  timeoutMs: number,
  run: (signal: AbortSignal) => Promise<T>,
  late: () => T,
): Promise<T> => {
  const call = new AbortController();
  const finished = new AbortController();
  const expired = sleep(timeoutMs, finished.signal).then(async () => {
    if (!finished.signal.aborted) call.abort(new DOMException('the call took too long', 'TimeoutError'));
    await sleep(GRACE_MS, finished.signal);
    return late();
  });
  try {
    return await Promise.race([run(call.signal), expired]);
  } finally {
    finished.abort();
  }
};

export const callContext = (
  key: string | null,
  traceparent: string | null,
  signal: AbortSignal,
  notBecause?: () => string | null,
): CallContext => ({ key, traceparent, signal, ...(notBecause && { notBecause }) });
