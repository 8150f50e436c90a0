/** Keeps the values asked for last, up to a number of bytes together. */
export type ByteCache = {
  get(key: string): Buffer | undefined;
  set(key: string, value: Buffer): void;
  readonly bytes: () => number;
};

/** Counted on top of each value for what holds it. */
const OVERHEAD_BYTES = 200;

export const byteCache = (maxBytes: number): ByteCache => {
  const kept = new Map<string, Buffer>();
  let bytes = 0;
  const sizeOf = (value: Buffer) => value.length + OVERHEAD_BYTES;
  const remove = (key: string, value: Buffer) => {
    kept.delete(key);
    bytes -= sizeOf(value);
  };
  return {
    get: (key) => {
      const value = kept.get(key);
      if (value) {
        kept.delete(key);
        kept.set(key, value);
      }
      return value;
    },
    set: (key, value) => {
      const before = kept.get(key);
      if (before) remove(key, before);
      if (sizeOf(value) > maxBytes) return;
      kept.set(key, value);
      bytes += sizeOf(value);
      for (const [oldest, gone] of kept) {
        if (bytes <= maxBytes) return;
        remove(oldest, gone);
      }
    },
    bytes: () => bytes,
  };
};
