import { until } from '../chaos/processes.ts';
import { ACTORS, SCHEDULERS, SOAK_WAITS, type SoakFleet } from './fleet.ts';
import type { History } from './history.ts';

/** Longer than any wait of the protocol, the sweep of what was left alone included (every three minutes). */
const SETTLED_WITHIN_MS = 480_000;

/** Nothing goes wrong any more and nothing new begins: returns once every tick that was begun has its end. */
export const settle = async (fleet: SoakFleet, history: History): Promise<void> => {
  for (const name of [...ACTORS, ...SCHEDULERS, 'projector', 'gateway']) fleet.signal(name, 'SIGCONT');
  await fleet.resetStudio();
  await fleet.llm({ mode: 'normal', latencyMs: 0 });
  await fleet.command('POST', '/fleet/resume', { reason: 'soak: the end' });
  await fleet.command('PATCH', '/fleet', { activityLevel: 0, reason: 'soak: the end' });
  const inHand = async (name: string) =>
    (await fleet.metric(name, 'fleet_actor_ticks_in_flight')) + (await fleet.metric(name, 'fleet_actor_ticks_parked'));
  const quietMs = SOAK_WAITS.lease + SOAK_WAITS.settle + SOAK_WAITS.ackWait;
  await until(
    'everything to come to its end',
    async () => {
      const idle = (await Promise.all(ACTORS.map(inHand))).every((count) => count === 0);
      return idle && history.openTicks() === 0 && history.quietForMs() > quietMs;
    },
    SETTLED_WITHIN_MS,
  );
};
