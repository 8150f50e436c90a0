import { PARTITIONS } from '@fleet/domain/identity';
import type { KeyValue } from '@fleet/platform/bus';

/** In the cursor bucket, one key per partition: fleet ms up to which every due moment is in the stream, decimal. */
export const cursorKey = (partition: number): string => `tick.${partition}`;

/** What is stored, by partition. A value that is no number counts as missing. @throws BusError */
export const loadCursors = async (kv: KeyValue): Promise<ReadonlyMap<number, number>> => {
  const all = await Promise.all(
    Array.from({ length: PARTITIONS }, async (_, partition) => {
      const entry = await kv.get(cursorKey(partition));
      return [partition, entry === null ? Number.NaN : Number(entry.value)] as const;
    }),
  );
  return new Map(all.filter(([, moment]) => Number.isFinite(moment)));
};

/** Stores those that moved on; a cursor never goes back. Several at once is fine, only the leader writes. @throws BusError */
export const createCursorStore = (kv: KeyValue, stored: ReadonlyMap<number, number>) => {
  const known = new Map(stored);
  return async (moments: ReadonlyMap<number, number>): Promise<void> => {
    const moved = [...moments].filter(
      ([partition, moment]) => moment > (known.get(partition) ?? Number.NEGATIVE_INFINITY),
    );
    await Promise.all(
      moved.map(async ([partition, moment]) => {
        await kv.put(cursorKey(partition), String(Math.floor(moment)));
        known.set(partition, moment);
      }),
    );
  };
};
