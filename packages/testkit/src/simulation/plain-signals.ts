/**
 * A composite signal as a plain one. The runtime keeps every composite that somebody listens to until it aborts; a
 * process that dies in a simulated history never aborts anything, so each of thousands of histories would stay in
 * memory whole. Only threads that run histories load this.
 */
AbortSignal.any = (signals: Iterable<AbortSignal>): AbortSignal => {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort(signal.reason);
    else signal.addEventListener('abort', () => either.abort(signal.reason), { once: true });
  }
  return either.signal;
};

/** Every abort without a reason makes an exception with a stack, which nobody here ever reads: one is enough for all. */
const ENDED = new Error('ended');
const { abort } = AbortController.prototype;
AbortController.prototype.abort = function (reason: unknown = ENDED) {
  abort.call(this, reason);
};
