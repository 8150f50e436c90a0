import type { KeyValue } from '@fleet/platform/bus';

/** In the cursor bucket, one key per partition: fleet ms up to which every due moment is in the stream, decimal. */
export const cursorKey = (partition: number): string => `tick.${partition}`;

/** What is stored for some partitions. A value that is no number counts as missing. @throws BusError */
export const loadCursors = async (
  kv: KeyValue,
  partitions: readonly number[],
): Promise<ReadonlyMap<number, number>> => {
  const all = await Promise.all(
    partitions.map(async (partition) => {
      const entry = await kv.get(cursorKey(partition));
      return [partition, entry === null ? Number.NaN : Number(entry.value)] as const;
    }),
  );
  return new Map(all.filter(([, moment]) => Number.isFinite(moment)));
};

/**
 * Stores cursors that moved on; one never goes back while its partition is held. Several at once is fine: only its
 * holder writes it, and one that a former holder wrote late costs a few repeats.
 */
export const createCursorStore = (kv: KeyValue) => {
  const known = new Map<number, number>();
  return {
    /** Partitions were taken, and stand here. */
    begin: (moments: ReadonlyMap<number, number>): void => {
      for (const [partition, moment] of moments) known.set(partition, moment);
    },
    /** @throws BusError */
    save: async (moments: ReadonlyMap<number, number>): Promise<void> => {
      const moved = [...moments].filter(
        ([partition, moment]) => moment > (known.get(partition) ?? Number.NEGATIVE_INFINITY),
      );
      await Promise.all(
        moved.map(async ([partition, moment]) => {
          await kv.put(cursorKey(partition), String(Math.floor(moment)));
          known.set(partition, moment);
        }),
      );
    },
  };
};
