import type { ServerResponse } from 'node:http';

/** With more than this waiting, a client is let read first: what happens meanwhile it is given at once, newest state alone. */
const BUSY_BYTES = 256_000;
/** Bytes that may wait for a browser that does not read; one that lets more pile up is cut off and comes back. */
const MAX_WAITING_BYTES = 4_000_000;

export type StreamClient = {
  readonly sessionId: string | null;
  /** Position it has everything up to; null: from now on. */
  after: bigint | null;
  /** Whether it has been given its first frames. */
  joined: boolean;
  /** Monotonic ms since when it has had to be waited for; null: it keeps up. */
  behindSince: number | null;
  /** Whether it has yet to read a good part of what it was sent. */
  busy(): boolean;
  /** False when it was cut off. */
  send(frames: string): boolean;
  /** Ends it without waiting for what it has not read. */
  cutOff(): void;
  end(): void;
};

export const streamClient = (
  response: ServerResponse,
  sessionId: string | null,
  after: bigint | null,
): StreamClient => ({
  sessionId,
  after,
  joined: false,
  behindSince: null,
  busy: () => response.writableLength > BUSY_BYTES,
  cutOff: () => response.destroy(),
  send: (frames) => {
    if (response.destroyed || response.writableEnded) return false;
    if (response.writableLength + frames.length > MAX_WAITING_BYTES) {
      response.destroy();
      return false;
    }
    response.write(frames);
    return true;
  },
  end: () => {
    if (!response.writableEnded) response.end();
  },
});
