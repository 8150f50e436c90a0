const AGAIN_MS = 500;

/** Somebody who looks at the dashboard: a live stream that is opened again whenever it ends. */
export const watchLive = (api: string, token: string) => {
  const closing = new AbortController();
  let heardAt = Number.NEGATIVE_INFINITY;
  const watch = async () => {
    while (!closing.signal.aborted) {
      try {
        const headers = { authorization: `Bearer ${token}` };
        const { body } = await fetch(`${api}/stream`, { headers, signal: closing.signal });
        for await (const _ of body ?? []) heardAt = performance.now();
      } catch {
        // The gateway was killed, or this watcher is told to stop.
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  };
  void watch();
  return {
    /** ms since the stream last told something; infinite before it ever did. */
    silentForMs: () => performance.now() - heardAt,
    stop: () => closing.abort(),
  };
};
