import type { ActionKind } from '@fleet/domain/activity/activity-events';
import type { Ground } from './ground.ts';
import { until } from './processes.ts';

export type Round = {
  /** `<crash point>:<step or tick>` of each process that is to die. */
  readonly crashAt: readonly string[];
  /** Actions given out in turn. */
  readonly kinds: readonly ActionKind[];
  /** Agents for one tick each; more than there are processes, since some ticks kill nobody. */
  readonly agents: readonly string[];
  readonly started?: () => Promise<void>;
};

const DEAD_WITHIN_MS = 240_000;

export const hasEnded = async (ground: Ground, agentId: string): Promise<boolean> =>
  (await ground.story(agentId)).some(({ type }) => type === 'TickEnded' || type === 'TickAbandoned');

/**
 * Starts the processes, gives each a tick to die of, and returns once all are dead by SIGKILL: the agents whose ticks
 * are now somebody else's to end. One tick at a time each, so that every process dies of one of its own.
 * @throws when one will not die within four minutes, or dies of something else
 */
export const killRound = async (ground: Ground, { crashAt, kinds, agents, started }: Round): Promise<string[]> => {
  const dying = await Promise.all(crashAt.map((at) => ground.actor({ FLEET_CRASH_AT: at, ACTOR_CONCURRENCY: '1' })));
  await started?.();
  const used: string[] = [];
  const send = async () => {
    const agentId = agents[used.length];
    if (agentId === undefined) return;
    await ground.publish(agentId, kinds[used.length % kinds.length] ?? 'like');
    used.push(agentId);
  };
  for (let i = 0; i < crashAt.length; i++) await send();
  let replaced = 0;
  await until(
    `every process to die at ${[...new Set(crashAt)]}`,
    async () => {
      if (dying.every((one) => one.isGone())) return true;
      // A tick that ended by itself (nothing to like, no model to wait for) killed nobody: another one.
      const ends = (await Promise.all(used.map((id) => hasEnded(ground, id)))).filter(Boolean).length;
      for (; replaced < ends; replaced++) await send();
      return false;
    },
    DEAD_WITHIN_MS,
  );
  for (const one of dying) {
    const signal = await one.gone;
    if (signal !== 'SIGKILL') throw new Error(`ended by ${signal ?? 'itself'}: ${one.said()}`);
  }
  return used;
};
