import type { Ground } from './ground.ts';
import { killRound, storiesOf } from './kill-round.ts';
import { kindsFor, POINTS } from './points.ts';
import { whileItMoves } from './progress.ts';
import { type Given, isOver } from './ticks.ts';

/** Processes that run at the same time. */
const AT_ONCE = 10;
/** Agents for ticks that kill nobody; when they have all had one, they get another. */
const SPARE_SHARE = 0.5;
/** One that was not begun is over after two and a half minutes, and nothing moves until then. */
const PATIENCE = { stillMs: 180_000, allMs: 1_800_000 };

const roundsOf = (times: number): number[] =>
  Array.from({ length: Math.ceil(times / AT_ONCE) }, (_, i) => Math.min(AT_ONCE, times - i * AT_ONCE));

/** Takes those ticks to their end, and goes. */
const inherit = async (ground: Ground, given: readonly Given[]): Promise<void> => {
  const heir = await ground.actor();
  const look = async () => {
    const stories = await storiesOf(ground, given);
    const over = given.filter((tick) => isOver(tick, stories.get(tick.agentId) ?? [], Date.now())).length;
    const events = [...stories.values()].reduce((sum, story) => sum + story.length, 0);
    return { done: over === given.length, moves: `${over} of ${given.length} over, ${events} events` };
  };
  await whileItMoves('every tick to end', look, PATIENCE);
  heir.child.kill('SIGTERM');
  await heir.gone;
};

/**
 * All deaths at one point, a few at a time; after each few an heir takes their ticks to the end, so that nobody dies of
 * another one's. Gives the agents whose ticks those were.
 */
export const killAt = async (ground: Ground, point: string, times: number): Promise<readonly string[]> => {
  const all: string[] = [];
  for (const [round, size] of roundsOf(times).entries()) {
    const count = size + Math.ceil(size * SPARE_SHARE) + 1;
    const names = Array.from({ length: count }, (_, i) => `p${POINTS.indexOf(point)}_${round}_${i}`);
    const agents = await Promise.all(names.map(ground.agent));
    const crashAt = Array.from({ length: size }, () => point);
    const started = () => ground.provisioned(agents);
    const given = await killRound(ground, { crashAt, kinds: kindsFor(point), agents, started });
    await inherit(ground, given);
    all.push(...new Set(given.map(({ agentId }) => agentId)));
  }
  return all;
};
