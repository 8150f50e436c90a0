import { setTimeout as delay } from 'node:timers/promises';
import type { Commit, EventStore } from '@fleet/platform/eventstore';
import type { Log } from '@fleet/platform/log';
import type { Pool } from '@fleet/platform/postgres';
import { readCommit } from '../projection/facts.ts';
import { moveCheckpoint, readCheckpoint } from '../store/checkpoint.ts';
import { openProjectionStore, type Written } from '../store/projection-store.ts';
import { openIntake } from './intake.ts';
import { answers, StoreReplacedError } from './origin.ts';
import { projectOrPassOver } from './skip-poison.ts';
import type { ProjectorStats } from './stats.ts';

export type ProjectOptions = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly schema: string;
  readonly log: Log;
  readonly stats: ProjectorStats;
  readonly signal: AbortSignal;
  /** Events in one transaction at most. Default 4,000: a busy agent is written once for all of them. */
  readonly maxBatchEvents?: number;
  /** How long a batch that is not full waits for more. Default 20 ms. */
  readonly fillMs?: number;
  /** After each batch, when it is committed. */
  onBatch?(batch: { readonly from: bigint; readonly to: bigint } & Written): void;
  /** Looked at after each batch and while idle: true ends the projection. */
  done?(state: { readonly position: bigint; readonly atEnd: boolean }): boolean;
};

const DEFAULT_BATCH_EVENTS = 4_000;
const DEFAULT_FILL_MS = 20;
/** The checkpoint is told to be fresh this often while nothing happens. */
const IDLE_MS = 1_500;
/** Nothing is projected unless the store was seen to be the right one this long ago at most. */
const LOOK_EVERY_MS = 250;

const ageMs = (commit: Commit | undefined): number =>
  commit === undefined ? 0 : Math.max(0, Date.now() - Date.parse(commit.events[0]?.recordedAt ?? ''));

/**
 * Projects everything after the checkpoint until the signal aborts (or `done` says so); the checkpoint moves with each
 * batch in its transaction.
 * @throws FenceLostError when another projector moved it, StoreReplacedError when the store does not hold what was
 * projected last, and the driver's errors; what was committed stays
 */
export const project = async (options: ProjectOptions): Promise<void> => {
  const { store, pool, schema, log, stats, signal } = options;
  const maxEvents = options.maxBatchEvents ?? DEFAULT_BATCH_EVENTS;
  const fillMs = options.fillMs ?? DEFAULT_FILL_MS;
  const rows = openProjectionStore(pool, schema);
  // Ends the subscription too when a batch fails.
  const ended = new AbortController();
  const intakeSignal = AbortSignal.any([signal, ended.signal]);
  let at = await readCheckpoint(pool, schema);
  const intake = openIntake(store, at.position, intakeSignal);
  let lastWellMs = Date.now();
  let looked = Number.NEGATIVE_INFINITY;

  const tell = async (caughtUp: boolean, waiting: Commit | undefined): Promise<void> => {
    const lagMs = caughtUp ? 0 : Math.max(ageMs(waiting), Date.now() - lastWellMs);
    await moveCheckpoint(pool, schema, { from: at.position, to: at, lagMs, caughtUp });
    stats.progress({ position: at.position, lagMs, caughtUp });
  };

  /** Looks whether the store is there and the right one, and tells how things stand while nothing is projected. */
  const look = async (waiting: Commit | undefined): Promise<boolean> => {
    try {
      const well = await answers(store, at.last);
      if (well) {
        looked = performance.now();
        lastWellMs = Date.now();
        stats.storeReplaced(false);
      }
      await tell(well && intake.caughtUp() && waiting === undefined, waiting);
      return well;
    } catch (error) {
      if (error instanceof StoreReplacedError) await tell(false, waiting);
      throw error;
    }
  };

  /** Waits until the store is known to be the right one, before what came from it is projected. */
  const whenSure = async (first: Commit | undefined): Promise<void> => {
    // Going back: another store begins anew.
    if (first !== undefined && first.position <= at.position) looked = Number.NEGATIVE_INFINITY;
    while (!signal.aborted && performance.now() - looked > LOOK_EVERY_MS) {
      if (await look(first)) return;
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  };

  const onUnreadable: Parameters<typeof readCommit>[1] = ({ stream, revision, type }, reason) => {
    stats.unreadable();
    log.warn({ stream, revision, type, reason }, 'an event cannot be read and is passed over');
  };

  try {
    await look(undefined);
    while (!signal.aborted) {
      if (options.done?.({ position: at.position, atEnd: intake.caughtUp() }) === true) return;
      const commits = await intake.next({ maxEvents, fillMs, waitMs: IDLE_MS });
      const last = commits.at(-1);
      if (last === undefined) {
        if (!signal.aborted) await look(intake.peek());
        continue;
      }
      await whenSure(commits[0]);
      if (signal.aborted) return;
      const startedMs = performance.now();
      const facts = commits.map((commit) => readCommit(commit, onUnreadable));
      const behind = intake.peek();
      const caughtUp = intake.caughtUp() && behind === undefined;
      const lagMs = caughtUp ? 0 : ageMs(behind ?? last);
      const to = { position: last.position, last: last.events.at(-1) ?? null };
      const move = { from: at.position, to, lagMs, caughtUp };
      const written = await projectOrPassOver(rows, facts, move, (commit, error) => {
        stats.unreadable();
        log.error({ err: error, position: String(commit.position), id: commit.id }, 'a commit is passed over');
      });
      at = to;
      lastWellMs = Date.now();
      const events = commits.reduce((sum, commit) => sum + commit.events.length, 0);
      stats.batch({ events, tookMs: performance.now() - startedMs, delayMs: ageMs(last) });
      stats.progress({ position: at.position, lagMs, caughtUp });
      options.onBatch?.({ ...written, from: move.from, to: to.position });
    }
  } finally {
    ended.abort();
  }
};
