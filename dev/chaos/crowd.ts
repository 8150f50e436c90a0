import type { Ground } from './ground.ts';
import { hasEnded } from './kill-round.ts';
import { until } from './processes.ts';

const ACTORS = 8;
const DELIVERIES = 10;
const KINDS = ['like', 'comment', 'post', 'like'] as const;
const TICKS = 12;

/**
 * Ticks that come ten times each, past the window in which the queue drops repeats, to eight actors at once. Gives the
 * agents whose ticks those were.
 */
export const crowd = async (ground: Ground): Promise<readonly string[]> => {
  const agents = await Promise.all(Array.from({ length: TICKS }, (_, i) => ground.agent(`crowd_${i}`)));
  const actors = await Promise.all(Array.from({ length: ACTORS }, () => ground.actor()));
  await ground.provisioned(agents);
  await Promise.all(
    agents.flatMap((agentId, i) => {
      const due = Date.now();
      return Array.from({ length: DELIVERIES }, (_, nth) =>
        ground.publish(agentId, KINDS[i % KINDS.length] ?? 'like', { due, messageId: `crowd.${agentId}.${nth}` }),
      );
    }),
  );
  const settled = async () => {
    const ended = await Promise.all(agents.map((id) => hasEnded(ground, id)));
    const inHand = await Promise.all(actors.map((actor) => actor.metric('fleet_actor_ticks_in_flight')));
    return ended.every(Boolean) && inHand.every((count) => count === 0);
  };
  await until('every tick of the crowd to end', settled, 120_000);
  for (const { child } of actors) child.kill('SIGTERM');
  await Promise.all(actors.map(({ gone }) => gone));
  return agents;
};
