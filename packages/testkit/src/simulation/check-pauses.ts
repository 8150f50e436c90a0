import { decodeFleetEvent } from '@fleet/domain/codec';
import { evolveFleet, fleetStatus, initialFleet } from '@fleet/domain/fleet/fleet';
import type { Effect } from './gallery.ts';
import { type AgentHistory, stateOf } from './history-of-agents.ts';
import type { Outside } from './outside.ts';
import { EPOCH_MS, type SimulatedProcess } from './process.ts';
import type { Span, Told } from './timetable-of-faults.ts';

/** Nothing new begins this long after the fleet was told to stop. */
const HEARD_WITHIN_MS = 2_000;

const overlaps = (spans: readonly Span[], from: number, to: number) =>
  spans.some((span) => span.from < to && span.to > from);

/** When the fleet was stopped by what its stream says. */
const pausesOf = ({ events }: Outside): readonly Span[] => {
  const spans: Span[] = [];
  let state = initialFleet;
  events.store.commits.forEach(({ stream, events: recorded }, i) => {
    if (stream !== 'fleet-main') return;
    const at = events.committedAt[i] ?? 0;
    const stood = spans.at(-1)?.to === Number.POSITIVE_INFINITY;
    for (const one of recorded) {
      const decoded = decodeFleetEvent(one);
      if (decoded.kind === 'event') state = evolveFleet(state, decoded.event, Date.parse(one.occurredAt));
    }
    const stands = fleetStatus(state, EPOCH_MS + at) !== 'running';
    const last = spans.at(-1);
    if (stands && !stood) spans.push({ from: at, to: Number.POSITIVE_INFINITY });
    if (!stands && stood && last) last.to = at;
  });
  return spans;
};

/** When an agent was to rest, by what its own stream says: paused, stopped, failed, being deleted. */
const restsOf = ({ life }: Pick<AgentHistory, 'life'>): readonly Span[] => {
  const spans: Span[] = [];
  life.forEach(({ at }, i) => {
    const state = stateOf(life.slice(0, i + 1));
    const rests = !state.exists || state.deleting || state.desired !== 'running';
    const last = spans.at(-1);
    const stood = last?.to === Number.POSITIVE_INFINITY;
    if (rests && !stood) spans.push({ from: at, to: Number.POSITIVE_INFINITY });
    if (!rests && stood && last) last.to = at;
  });
  return spans.filter(({ from, to }) => to > from);
};

/** Whether who sent an effect could not have heard of what happened at a moment. Virtual ms. */
export type Excused = (effect: Effect, since: number) => boolean;

/** Who stood still itself since then, or was cut off from where it stands, cannot have heard of it. */
export const couldNotHear =
  (told: Told) =>
  (by: SimulatedProcess, since: number, at: number): boolean =>
    overlaps(by.stops, since - HEARD_WITHIN_MS, at) || overlaps(told.outages, since - HEARD_WITHIN_MS, at);

/** Nothing is sent while the fleet is stopped, nor for an agent that is to rest. */
export const checkPauses = (outside: Outside, told: Told, histories: readonly AgentHistory[]): readonly string[] => {
  const spans = [...pausesOf(outside), ...told.latched];
  const rests = histories.map(({ agentId, life }) => ({ agentId, spans: restsOf({ life }) }));
  const excused = couldNotHear(told);
  const sent: { what: string; key: string; at: number; by: SimulatedProcess }[] = [
    ...outside.gallery.effects.map(({ method, key, sentAt, by }) => ({ what: method, key, at: sentAt, by })),
    ...outside.model.calls.map(({ key, sentAt, by }) => ({ what: 'compose', key, at: sentAt, by })),
  ];
  return sent.flatMap(({ what, key, at, by }) => {
    const isStanding = ({ from, to }: Span) => at > from + HEARD_WITHIN_MS && at < to;
    const paused = spans.find(isStanding);
    const rest = rests.find(({ agentId }) => key.startsWith(`${agentId}.`))?.spans.find(isStanding);
    return [
      ...(paused && !excused(by, paused.from, at) ? [['the fleet was stopped', paused.from] as const] : []),
      ...(rest && !excused(by, rest.from, at) ? [['its agent was to rest', rest.from] as const] : []),
    ].map(
      ([why, from]) => `sent while ${why}: ${what} ${key} by ${by.name}, ${((at - from) / 1_000).toFixed(1)} s after`,
    );
  });
};
