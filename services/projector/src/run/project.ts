import type { Commit, EventStore } from '@fleet/platform/eventstore';
import type { Log } from '@fleet/platform/log';
import type { Pool } from '@fleet/platform/postgres';
import { readCommit } from '../projection/facts.ts';
import { moveCheckpoint, readCheckpoint } from '../store/checkpoint.ts';
import { openProjectionStore, type Written } from '../store/projection-store.ts';
import { openIntake } from './intake.ts';
import { projectOrPassOver } from './skip-poison.ts';
import type { ProjectorStats } from './stats.ts';

export type ProjectOptions = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly schema: string;
  readonly log: Log;
  readonly stats: ProjectorStats;
  readonly signal: AbortSignal;
  /** Events in one transaction at most. Default 1,000. */
  readonly maxBatchEvents?: number;
  /** How long a batch that is not full waits for more. Default 20 ms. */
  readonly fillMs?: number;
  /** After each batch, when it is committed. */
  onBatch?(batch: { readonly from: bigint; readonly to: bigint } & Written): void;
  /** Looked at after each batch and while idle: true ends the projection. */
  done?(state: { readonly position: bigint; readonly atEnd: boolean }): boolean;
};

const DEFAULT_BATCH_EVENTS = 1_000;
const DEFAULT_FILL_MS = 20;
/** The checkpoint is told to be fresh this often while nothing happens. */
const IDLE_MS = 1_500;

const ageMs = (commit: Commit | undefined): number =>
  commit === undefined ? 0 : Math.max(0, Date.now() - Date.parse(commit.events[0]?.recordedAt ?? ''));

/**
 * Projects everything after the checkpoint until the signal aborts (or `done` says so); the checkpoint moves with each
 * batch in its transaction.
 * @throws FenceLostError when another projector moved it, and the driver's errors; what was committed stays
 */
export const project = async (options: ProjectOptions): Promise<void> => {
  const { store, pool, schema, log, stats, signal } = options;
  const maxEvents = options.maxBatchEvents ?? DEFAULT_BATCH_EVENTS;
  const fillMs = options.fillMs ?? DEFAULT_FILL_MS;
  const rows = openProjectionStore(pool, schema);
  // Ends the subscription too when a batch fails.
  const ended = new AbortController();
  const intakeSignal = AbortSignal.any([signal, ended.signal]);
  let position = await readCheckpoint(pool, schema);
  const intake = openIntake(store, position, intakeSignal);
  let lastWellMs = Date.now();

  /** Nothing came for a while: either there is nothing, or the store is away and nobody knows. */
  const tellIdle = async (): Promise<void> => {
    const well = await store.ping().then(
      () => true,
      () => false,
    );
    if (well) lastWellMs = Date.now();
    const caughtUp = well && intake.caughtUp() && intake.peek() === undefined;
    const lagMs = caughtUp ? 0 : Math.max(ageMs(intake.peek()), Date.now() - lastWellMs);
    await moveCheckpoint(pool, schema, { from: position, to: position, lagMs, caughtUp });
    stats.progress({ position, lagMs, caughtUp });
  };

  const onUnreadable: Parameters<typeof readCommit>[1] = ({ stream, revision, type }, reason) => {
    stats.unreadable();
    log.warn({ stream, revision, type, reason }, 'an event cannot be read and is passed over');
  };

  try {
    await tellIdle();
    while (!signal.aborted) {
      if (options.done?.({ position, atEnd: intake.caughtUp() }) === true) return;
      const commits = await intake.next({ maxEvents, fillMs, waitMs: IDLE_MS });
      const last = commits.at(-1);
      if (last === undefined) {
        if (!signal.aborted) await tellIdle();
        continue;
      }
      const startedMs = performance.now();
      const facts = commits.map((commit) => readCommit(commit, onUnreadable));
      const behind = intake.peek();
      const caughtUp = intake.caughtUp() && behind === undefined;
      const lagMs = caughtUp ? 0 : ageMs(behind ?? last);
      const move = { from: position, to: last.position, lagMs, caughtUp };
      const written = await projectOrPassOver(rows, facts, move, (commit, error) => {
        stats.unreadable();
        log.error({ err: error, position: String(commit.position), id: commit.id }, 'a commit is passed over');
      });
      position = last.position;
      lastWellMs = Date.now();
      const events = commits.reduce((sum, commit) => sum + commit.events.length, 0);
      stats.batch({ events, tookMs: performance.now() - startedMs, delayMs: ageMs(last) });
      stats.progress({ position, lagMs, caughtUp });
      options.onBatch?.({ ...written, from: move.from, to: move.to });
    }
  } finally {
    ended.abort();
  }
};
