import type { Preset } from '@fleet/domain/persona/seeding';
import { fails, gateTable } from '../gates.ts';
import { measure } from '../history.ts';
import type { RecordedFleet } from './recorded-fleet.ts';
import { mannersGates, rhythmGates } from './recorded-gates.ts';

const DAY_MS = 86_400_000;

/** What a recorded history measures as, for a person to read. `failed`: a gate that there is enough history for. */
export const recordedReport = (history: RecordedFleet, preset: Preset): { text: string; failed: boolean } => {
  const { from, to, agents, left, unreadable } = history;
  const days = (to - from) / DAY_MS;
  const rhythm = rhythmGates(measure(agents, from, to), preset, days);
  const manners = mannersGates(history);
  const moments = agents.reduce((sum, agent) => sum + agent.moments.length, 0);
  const span = `${new Date(from).toISOString()} to ${new Date(to).toISOString()} of fleet time, ${days.toFixed(2)} days`;
  const head = `${agents.length} agents, ${moments} moments, ${left.length} posts, comments and likes; ${span}`;
  const odd = unreadable > 0 ? `\n${unreadable} events of another version were passed over` : '';
  return {
    text: `${head}${odd}\n\n${gateTable(rhythm)}\n\n${gateTable(manners)}\n`,
    failed: [...rhythm, ...manners].some(fails),
  };
};
