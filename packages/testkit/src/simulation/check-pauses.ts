import { decodeFleetEvent } from '@fleet/domain/codec';
import { evolveFleet, fleetStatus, initialFleet } from '@fleet/domain/fleet/fleet';
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

/**
 * Nothing is sent while the fleet is stopped. Who stood still itself since the command, or was cut off from where it
 * stands, cannot have heard of it.
 */
export const checkPauses = (outside: Outside, told: Told): readonly string[] => {
  const spans = [...pausesOf(outside), ...told.latched];
  const sent: { what: string; at: number; by: SimulatedProcess }[] = [
    ...outside.gallery.effects.map(({ method, key, sentAt, by }) => ({ what: `${method} ${key}`, at: sentAt, by })),
    ...outside.model.calls.map(({ key, sentAt, by }) => ({ what: `compose ${key}`, at: sentAt, by })),
  ];
  return sent.flatMap(({ what, at, by }) => {
    const paused = spans.find(({ from, to }) => at > from + HEARD_WITHIN_MS && at < to);
    if (!paused) return [];
    const since = paused.from - HEARD_WITHIN_MS;
    if (overlaps(by.stops, since, at) || overlaps(told.outages, since, at)) return [];
    return [
      `sent while the fleet was stopped: ${what} by ${by.name}, ${((at - paused.from) / 1_000).toFixed(1)} s after`,
    ];
  });
};
