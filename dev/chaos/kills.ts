import type { Ground } from './ground.ts';
import { hasEnded, killRound } from './kill-round.ts';
import { kindsFor, POINTS } from './points.ts';
import { until } from './processes.ts';

/** Processes that run at the same time. */
const AT_ONCE = 10;
/** Agents for ticks that kill nobody. */
const SPARE_SHARE = 0.5;
const ENDED_WITHIN_MS = 240_000;

const roundsOf = (times: number): number[] =>
  Array.from({ length: Math.ceil(times / AT_ONCE) }, (_, i) => Math.min(AT_ONCE, times - i * AT_ONCE));

/** Takes every tick of those agents to its end, and goes. */
const inherit = async (ground: Ground, agents: readonly string[]): Promise<void> => {
  const heir = await ground.actor();
  const allEnded = async () => (await Promise.all(agents.map((id) => hasEnded(ground, id)))).every(Boolean);
  await until('every tick to end', allEnded, ENDED_WITHIN_MS);
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
    const used = await killRound(ground, { crashAt, kinds: kindsFor(point), agents, started });
    await inherit(ground, used);
    all.push(...used);
  }
  return all;
};
