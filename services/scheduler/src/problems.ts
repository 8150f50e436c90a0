import type { Check } from '@fleet/platform/telemetry';
import type { SchedulerMetrics } from './metrics.ts';

/** What an operator should know, in words that stay the same while it lasts. */
export type Problem = { readonly part: string; readonly message: string; readonly since?: string };

const CHECKED: Readonly<Record<string, Problem>> = {
  nats: { part: 'nats', message: 'The scheduler cannot reach NATS: no agent acts.' },
  'event store': { part: 'event store', message: 'The scheduler cannot reach the event store: commands wait.' },
  agents: { part: 'scheduler', message: 'The scheduler is still reading the history of the agents.' },
  partitions: { part: 'scheduler', message: 'No scheduler is known to hold the partitions: no agent acts.' },
};

/** Problems of this instance, from the last look at what it needs and from its figures. */
export const problemsOf = (checks: readonly Check[], lately: ReturnType<SchedulerMetrics['lately']>): Problem[] => {
  const found: Problem[] = [];
  for (const { name, ok, since } of checks) {
    const problem = CHECKED[name];
    // Before it knows the agents it does not ask for a share.
    const early = name === 'partitions' && checks.some((other) => other.name === 'agents' && !other.ok);
    if (!ok && !early && problem !== undefined) found.push({ ...problem, since });
  }
  if (lately.staleSkips)
    found.push({
      part: 'scheduler',
      message: 'Moments of the last five minutes were skipped because they came more than two minutes late.',
    });
  if (lately.cursorsNotStored)
    found.push({
      part: 'scheduler',
      message: 'The scheduler cannot store how far it is: after a restart it may skip.',
    });
  return found;
};
