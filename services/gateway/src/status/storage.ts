import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '@fleet/domain/read-models/system';
import { Gauge, type Registry } from '@fleet/platform/telemetry';
import type { DatabaseFigures } from './database.ts';
import { createGrowth, fullInDays } from './growth.ts';
import type { StreamFigures } from './jet-stream.ts';

const EVERY_MS = 5_000;
/** Sizes of tables are asked of the disk: less often. */
const DATABASE_EVERY_MS = 15_000;
const POSTGRES = 'postgres';

export type StorageDeps = {
  /** Never rejects. */
  readonly database: () => Promise<DatabaseFigures>;
  /** Rejects while NATS is away. */
  readonly jetStream: () => Promise<readonly StreamFigures[]>;
  readonly monotonicNow: () => number;
};

type DiskPart = {
  readonly part: string;
  readonly bytes: number;
  readonly growthBytesPerDay: number | null;
  readonly fullInDays: number | null;
};

/** What the fleet stores, as last looked at: whoever asks waits for no server, and a hundred who ask cost nothing. */
export type Storage = {
  database(): DatabaseFigures & Pick<System['database'], 'growthBytesPerDay'>;
  /** Null while NATS does not answer. */
  jetStream(): System['jetStream'];
  /** Only parts whose size is known now. */
  disk(): readonly DiskPart[];
  /** One look at both, for tests. */
  look(): Promise<void>;
  run(signal: AbortSignal): Promise<void>;
};

export const watchStorage = ({ database, jetStream, monotonicNow }: StorageDeps): Storage => {
  const growth = createGrowth(monotonicNow);
  let tables: DatabaseFigures = { sizeBytes: null, connections: null, connectionsMax: null, largest: null };
  let streams: readonly StreamFigures[] | null = null;

  const lookAtDatabase = async () => {
    tables = await database();
    if (tables.sizeBytes !== null) growth.take(POSTGRES, tables.sizeBytes);
  };
  const lookAtStreams = async () => {
    streams = await jetStream().catch(() => null);
    for (const { name, bytes } of streams ?? []) growth.take(name, bytes);
  };
  const keepLooking = async (look: () => Promise<void>, everyMs: number, signal: AbortSignal) => {
    while (!signal.aborted) {
      await look();
      await pause(everyMs, undefined, { signal }).catch(() => {});
    }
  };
  const streamsNow = (): System['jetStream'] =>
    streams?.map((stream) => {
      const growthBytesPerDay = growth.perDay(stream.name);
      return { ...stream, growthBytesPerDay, fullInDays: fullInDays(stream.bytes, stream.maxBytes, growthBytesPerDay) };
    }) ?? null;

  return {
    database: () => ({ ...tables, growthBytesPerDay: growth.perDay(POSTGRES) }),
    jetStream: streamsNow,
    disk: () => [
      ...(tables.sizeBytes === null
        ? []
        : [
            {
              ...{ part: POSTGRES, bytes: tables.sizeBytes, growthBytesPerDay: growth.perDay(POSTGRES) },
              // How large its disk is, Postgres does not tell.
              fullInDays: null,
            },
          ]),
      ...(streamsNow() ?? []).map(({ name, bytes, growthBytesPerDay, fullInDays }) => ({
        ...{ part: name, bytes, growthBytesPerDay, fullInDays },
      })),
    ],
    look: async () => {
      await Promise.all([lookAtDatabase(), lookAtStreams()]);
    },
    run: async (signal) => {
      await Promise.all([
        keepLooking(lookAtDatabase, DATABASE_EVERY_MS, signal),
        keepLooking(lookAtStreams, EVERY_MS, signal),
      ]);
    },
  };
};

/** Every gateway tells the same: take the maximum by part, not the sum. */
export const observeDisk = (registry: Registry, storage: Pick<Storage, 'disk'>): void => {
  const gauge = (name: string, help: string, figure: (part: DiskPart) => number | null) =>
    new Gauge({
      ...{ name, help, labelNames: ['part'], registers: [registry] },
      collect() {
        this.reset();
        for (const part of storage.disk()) {
          const value = figure(part);
          if (value !== null) this.set({ part: part.part }, value);
        }
      },
    });
  gauge('fleet_disk_bytes', 'Stored in Postgres and in each stream of NATS', ({ bytes }) => bytes);
  gauge(
    'fleet_disk_growth_bytes_per_day',
    'Growth over the last day at most; not there until an hour of it is known',
    ({ growthBytesPerDay }) => growthBytesPerDay,
  );
  gauge(
    'fleet_disk_full_in_days',
    'Until a limit that the stream itself has, at the growth so far',
    (part) => part.fullInDays,
  );
};
