import { type Pool, withTransaction } from '@fleet/platform/postgres';
import type { CommitFacts } from '../projection/facts.ts';
import { foldCommits } from '../projection/fold.ts';
import { emptyWorkingSet, needsOf, type WorkingSet } from '../projection/working-set.ts';
import { type Move, moveCheckpoint } from './checkpoint.ts';
import { loadNeeds } from './load.ts';
import { saveChanges } from './save.ts';

/** Rows kept between batches, so that busy agents and new posts are not read again. About 1 kB each. */
const MAX_KEPT_ROWS = 20_000;

export type Written = {
  readonly activities: number;
  readonly agents: boolean;
  readonly fleet: boolean;
  readonly gallery: boolean;
};

export type ProjectionStore = {
  /**
   * Projects commits in one transaction with the checkpoint.
   * @throws FenceLostError, or the driver's error: then nothing was written
   */
  project(commits: readonly CommitFacts[], move: Move): Promise<Written>;
  /** Forgets kept rows: somebody else may have written. */
  forget(): void;
};

const bounded = <T>(rows: Map<string, T>): void => {
  for (const id of rows.keys()) {
    if (rows.size <= MAX_KEPT_ROWS) return;
    rows.delete(id);
  }
};

export const openProjectionStore = (pool: Pool, schema: string): ProjectionStore => {
  let kept = emptyWorkingSet();
  const forget = (): void => {
    kept = emptyWorkingSet();
  };
  return {
    forget,
    project: async (commits, move) => {
      // Rows of the last batches are read on, in a set of this batch's own changes.
      const { agents: keptAgents, posts, rhythms, fleet: keptFleet } = kept;
      const set: WorkingSet = { ...emptyWorkingSet(), agents: keptAgents, posts, rhythms, fleet: keptFleet };
      try {
        await withTransaction(pool, async (client) => {
          await moveCheckpoint(client, schema, move);
          await loadNeeds(client, schema, needsOf(commits), set);
          foldCommits(set, commits);
          await saveChanges(client, schema, set);
        });
      } catch (error) {
        forget();
        throw error;
      }
      kept = set;
      bounded(set.agents);
      bounded(set.posts);
      bounded(set.rhythms);
      const { activities, agents, fleet, gallery } = set.changed;
      return { activities: activities.length, agents: agents.size > 0, fleet, gallery: gallery !== null };
    },
  };
};
