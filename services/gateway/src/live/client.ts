import type { ServerResponse } from 'node:http';

/** Bytes that may wait for a browser that does not read; one that lets more pile up is cut off and comes back. */
const MAX_WAITING_BYTES = 4_000_000;

export type StreamClient = {
  readonly sessionId: string | null;
  /** Position it has everything up to; null: from now on. */
  after: bigint | null;
  /** Whether it has been given its first frames. */
  joined: boolean;
  /** False when it was cut off. */
  send(frames: string): boolean;
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
