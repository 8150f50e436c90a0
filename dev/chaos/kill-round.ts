import type { ActionKind } from '@fleet/domain/activity/activity-events';
import type { Ground } from './ground.ts';
import { whileItMoves } from './progress.ts';
import { type Given, isOver, nextAgent } from './ticks.ts';

export type Round = {
  /** `<crash point>:<step or tick>` of each process that is to die. */
  readonly crashAt: readonly string[];
  /** Actions given out in turn. */
  readonly kinds: readonly ActionKind[];
  /** Who gets ticks; who has had one that killed nobody may get another one. */
  readonly agents: readonly string[];
  readonly started?: () => Promise<void>;
};

/** The longest that nothing moves on a good day is lease and settle time, ten seconds; on a loaded machine ten times that. */
const PATIENCE = { stillMs: 120_000, allMs: 1_800_000 };
/** Ticks per process, for one that will not die. */
const TICKS_MOST = 50;

export const hasEnded = async (ground: Ground, agentId: string): Promise<boolean> =>
  (await ground.story(agentId)).some(({ type }) => type === 'TickEnded' || type === 'TickAbandoned');

/** What the agents of these ticks did, by agent. */
export const storiesOf = async (ground: Ground, given: readonly Given[]) => {
  const agents = [...new Set(given.map(({ agentId }) => agentId))];
  return new Map(await Promise.all(agents.map(async (id) => [id, await ground.story(id)] as const)));
};

/**
 * Starts the processes, gives each a tick to die of, and returns once all are dead by SIGKILL: the ticks that are now
 * somebody else's to end. As many are under way as there are processes, one at a time each, so that every process dies
 * of one of its own; one that ended by itself (nothing to like, too late to be sent) is followed by another.
 * @throws when nobody dies and no tick moves for two minutes, or one dies of something else
 */
export const killRound = async (ground: Ground, { crashAt, kinds, agents, started }: Round): Promise<Given[]> => {
  const dying = await Promise.all(crashAt.map((at) => ground.actor({ FLEET_CRASH_AT: at, ACTOR_CONCURRENCY: '1' })));
  await started?.();
  const given: Given[] = [];
  const look = async () => {
    const dead = dying.filter((one) => one.isGone()).length;
    const done = dead === dying.length;
    const stories = await storiesOf(ground, given);
    const now = Date.now();
    const over = given.filter((tick) => isOver(tick, stories.get(tick.agentId) ?? [], now)).length;
    for (let wanted = crashAt.length - (given.length - over); !done && wanted > 0; wanted--) {
      const agentId = nextAgent(agents, given, stories, now);
      if (agentId === null || given.length >= TICKS_MOST * crashAt.length) break;
      const due = Date.now();
      const tickId = await ground.publish(agentId, kinds[given.length % kinds.length] ?? 'like', { due });
      given.push({ agentId, tickId, due });
    }
    const events = [...stories.values()].reduce((sum, story) => sum + story.length, 0);
    return { done, moves: `${dead} of ${dying.length} dead, ${given.length} ticks, ${over} over, ${events} events` };
  };
  await whileItMoves(`every process to die at ${[...new Set(crashAt)]}`, look, PATIENCE);
  for (const one of dying) {
    const signal = await one.gone;
    if (signal !== 'SIGKILL') throw new Error(`ended by ${signal ?? 'itself'}: ${one.said()}`);
  }
  return given;
};
