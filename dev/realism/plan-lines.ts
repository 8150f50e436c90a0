import { planTicks } from '@fleet/domain/timing/plan';
import type { RealismOptions } from './options.ts';
import { actionsOf, plannedFleet } from './planned-fleet.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Planned and put in order at once: bounds memory, whatever the fleet. */
const WINDOW_MS = 6 * HOUR_MS;
const CHUNK_CHARACTERS = 65_536;

/**
 * Planned ticks of a whole fleet as NDJSON in order of time, in chunks of whole lines. `session` counts an agent's
 * visits from 1: more than an hour without a moment ends one.
 */
export function* planLines(options: RealismOptions): Generator<string> {
  const fleet = plannedFleet(options);
  const visits = fleet.map((agent) => ({
    ...{ session: 0, lastDue: Number.NEGATIVE_INFINITY },
    actionAt: actionsOf(agent, options.seed),
  }));
  const end = options.from + options.days * DAY_MS;
  let chunk = '';
  for (let from = options.from; from < end; from += WINDOW_MS) {
    const to = Math.min(end, from + WINDOW_MS);
    const due = fleet.flatMap((agent, i) =>
      planTicks(agent.plan, options.seed, from, to).map((at) => ({ agent, visit: visits[i], at })),
    );
    for (const { agent, visit, at } of due.sort((a, b) => a.at - b.at)) {
      if (!visit) continue;
      if (at - visit.lastDue > HOUR_MS) visit.session++;
      visit.lastDue = at;
      const { username, persona } = agent;
      const { session } = visit;
      const action = visit.actionAt(at);
      chunk += `${JSON.stringify({ agent: username, persona, at: new Date(at).toISOString(), session, action })}\n`;
      if (chunk.length < CHUNK_CHARACTERS) continue;
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
