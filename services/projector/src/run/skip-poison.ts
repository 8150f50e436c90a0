import type { CommitFacts } from '../projection/facts.ts';
import type { Move } from '../store/checkpoint.ts';
import type { ProjectionStore, Written } from '../store/projection-store.ts';

/** Classes of SQLSTATE that speak of the data itself: the same rows would be refused for ever. */
const DATA_ERRORS = /^(?:22|23)/;
const isDataError = (error: unknown): boolean => DATA_ERRORS.test(String((error as { code?: unknown } | null)?.code));

/**
 * Projects a batch; what the database refuses for its content is found by halving and passed over, visibly, instead of
 * being tried for ever.
 */
export const projectOrPassOver = async (
  store: ProjectionStore,
  commits: readonly CommitFacts[],
  move: Move,
  onPassedOver: (commit: CommitFacts, error: unknown) => void,
): Promise<Written> => {
  try {
    return await store.project(commits, move);
  } catch (error) {
    if (!isDataError(error)) throw error;
    const [only] = commits;
    if (commits.length <= 1) {
      if (only !== undefined) onPassedOver(only, error);
      return store.project([], move);
    }
    const half = commits.length >> 1;
    const between = commits[half - 1] ?? move.to;
    const first = { ...move, to: between, caughtUp: false };
    const a = await projectOrPassOver(store, commits.slice(0, half), first, onPassedOver);
    const b = await projectOrPassOver(store, commits.slice(half), { ...move, from: between.position }, onPassedOver);
    return {
      activities: a.activities + b.activities,
      agents: a.agents || b.agents,
      fleet: a.fleet || b.fleet,
      gallery: a.gallery || b.gallery,
    };
  }
};
