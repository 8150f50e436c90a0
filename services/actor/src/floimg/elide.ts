const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Passes JSON bytes through, replacing every string longer than `maxStringBytes` by an empty one. Previews are base64
 * data URLs of megabytes: they are dropped while they arrive, so that an answer costs what is kept of it, not its size.
 * Works across chunk borders and looks at bytes alone, which is safe in UTF-8: quote and backslash never occur inside
 * a longer sequence.
 */
export const createElider = (maxStringBytes: number) => {
  let inString = false;
  let escaped = false;
  let skipping = false;
  /** Bytes of the open string, held back until it is known to be short enough. */
  let held: Buffer[] = [];
  let heldBytes = 0;

  const hold = (bytes: Buffer): void => {
    if (skipping) return;
    held.push(bytes);
    heldBytes += bytes.length;
    if (heldBytes > maxStringBytes) {
      skipping = true;
      held = [];
      heldBytes = 0;
    }
  };
  const release = (out: Buffer[]): void => {
    if (!skipping) out.push(...held);
    held = [];
    heldBytes = 0;
    skipping = false;
  };

  /** What is certain of the document so far; the rest follows with a later chunk. */
  return (chunk: Buffer): Buffer => {
    const out: Buffer[] = [];
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (!inString) {
        if (byte === QUOTE) {
          out.push(chunk.subarray(from, i + 1));
          from = i + 1;
          inString = true;
        }
      } else if (escaped) {
        escaped = false;
      } else if (byte === BACKSLASH) {
        escaped = true;
      } else if (byte === QUOTE) {
        hold(chunk.subarray(from, i));
        release(out);
        from = i;
        inString = false;
      }
    }
    const rest = chunk.subarray(from);
    if (inString) hold(Buffer.from(rest));
    else out.push(rest);
    return Buffer.concat(out);
  };
};
