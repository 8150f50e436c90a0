import type { Check } from '@fleet/platform/telemetry';
import { REBUILD_COMMAND } from './origin.ts';
import type { ProjectorStats } from './stats.ts';

/** What an operator should know, in words that stay the same while it lasts. */
export type Problem = { readonly part: string; readonly message: string; readonly since?: string };

const BEHIND_TOO_LONG_MS = 10_000;
const LATELY_MS = 10 * 60_000;

const CHECKED: Readonly<Record<string, Problem>> = {
  postgres: { part: 'postgres', message: 'The projector cannot reach Postgres: what is shown stands still.' },
  eventStore: { part: 'event store', message: 'The projector cannot reach the event store.' },
};

/** Problems of this instance, from the last look at what it needs and from its figures. */
export const problemsOf = (checks: readonly Check[], told: ReturnType<ProjectorStats['snapshot']>): Problem[] => {
  const found: Problem[] = [];
  for (const { name, ok, since } of checks) {
    const problem = CHECKED[name];
    if (!ok && problem !== undefined) found.push({ ...problem, since });
  }
  if (told.storeReplaced)
    found.push({
      part: 'projector',
      message: `The event store was wiped, replaced or set back: new events are not shown until \`${REBUILD_COMMAND}\` has run.`,
    });
  if (told.active && told.lagMs > BEHIND_TOO_LONG_MS)
    found.push({ part: 'projector', message: 'What is shown is more than 10 s behind what happened.' });
  if (told.lastUnreadableAgoMs !== null && told.lastUnreadableAgoMs < LATELY_MS)
    found.push({
      part: 'projector',
      message:
        'Events of the last ten minutes could not be read and were passed over; the log of the projector names them.',
    });
  return found;
};
