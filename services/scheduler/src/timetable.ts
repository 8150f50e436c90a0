import { mayAct } from '@fleet/domain/agent/agent';
import { createDueHeap } from './due-heap.ts';
import type { SkipReason } from './metrics.ts';
import type { Roster } from './roster.ts';
import { countDue, firstDue, type Timeline } from './timeline.ts';

export type Skipped = { readonly skipped: number; readonly reason: SkipReason };
export type DueMoment = { readonly agent: number; readonly due: number };

/**
 * Which agent is due next: one heap entry per planned agent of the partitions that are held, its first moment not
 * handled yet. Filled from a cursor when a partition is taken over, and again, a few thousand agents at a time, when
 * the fleet's level changes.
 */
export type Timetable = {
  /** Plans these partitions, each from what has been handled there (fleet ms, inclusive). */
  takeOver(handled: ReadonlyMap<number, number>): void;
  /** Plans nothing for these partitions any more. */
  letGo(partitions: ReadonlySet<number>): void;
  /** An agent changed: its next moment is found again. */
  agentChanged(agent: number): void;
  /** The fleet changed: everybody's is. */
  fleetChanged(): void;
  /** Goes on planning anew, at most so many agents; true while there are more. */
  replanSome(agentsMax: number): boolean;
  /** Whether every agent's next moment is known. */
  settled(): boolean;
  /** Earliest moment not handled; null when nothing is planned. */
  nextDue(): number | null;
  /**
   * Takes the earliest moment if it is due by now. `skipped`: moments before the stale edge, passed over; the wall
   * clock may also say that the agent sleeps after all. Null: nothing is due.
   */
  take(now: { fleetMs: number; wallMs: number; staleEdgeMs: number }): DueMoment | Skipped | null;
};

export const createTimetable = (roster: Roster, timeline: Timeline, seed: string): Timetable => {
  const heap = createDueHeap();
  let handled = new Float64Array(1_024);
  /** By held partition, what was handled when it was taken over. */
  const handledUpTo = new Map<number, number>();
  /** Agents below this number are planned; the rest still have to be. */
  let plannedTo = 0;
  /** Agents below this number have a `handled` of their own. */
  let known = 0;

  const makeKnown = () => {
    const size = roster.size();
    if (size > handled.length) {
      const old = handled;
      handled = new Float64Array(Math.max(size, old.length * 2));
      handled.set(old);
    }
    for (; known < size; known++) handled[known] = handledUpTo.get(roster.partition(known)) ?? Number.NaN;
  };

  const firstOf = (agent: number): number | null => {
    const from = (handled[agent] as number) + 1;
    const plan = handledUpTo.has(roster.partition(agent)) ? roster.plan(agent) : null;
    if (!plan) return null;
    const segments = timeline.segments();
    for (const old of roster.retired(agent)) {
      const due = firstDue(old.plan, segments, seed, from, old.to);
      if (due !== null) return due;
    }
    return firstDue(plan, segments, seed, from);
  };

  const replan = (agent: number) => {
    const due = firstOf(agent);
    if (due === null) heap.remove(agent);
    else heap.set(agent, due);
  };

  const missed = (agent: number, from: number, to: number): number => {
    const plan = roster.plan(agent);
    const current = plan ? countDue(plan, timeline.segments(), seed, from, to) : 0;
    return roster
      .retired(agent)
      .reduce((sum, old) => sum + countDue(old.plan, timeline.segments(), seed, from, Math.min(to, old.to)), current);
  };

  return {
    takeOver: (moments) => {
      for (const [partition, moment] of moments) handledUpTo.set(partition, moment);
      for (let agent = 0; agent < known; agent++) {
        const moment = moments.get(roster.partition(agent));
        if (moment !== undefined) handled[agent] = moment;
      }
      plannedTo = 0;
    },
    letGo: (partitions) => {
      for (const partition of partitions) handledUpTo.delete(partition);
      for (let agent = 0; agent < known; agent++) if (partitions.has(roster.partition(agent))) heap.remove(agent);
    },
    agentChanged: (agent) => {
      makeKnown();
      // Those not planned yet will be, with what they are by then.
      if (agent < plannedTo) replan(agent);
    },
    fleetChanged: () => {
      plannedTo = 0;
    },
    replanSome: (agentsMax) => {
      makeKnown();
      const end = Math.min(roster.size(), plannedTo + agentsMax);
      for (; plannedTo < end; plannedTo++) replan(plannedTo);
      return plannedTo < roster.size();
    },
    settled: () => plannedTo >= roster.size(),
    nextDue: () => (heap.size() === 0 ? null : heap.dueOf(heap.first())),
    take: ({ fleetMs, wallMs, staleEdgeMs }) => {
      const agent = heap.first();
      if (agent < 0) return null;
      const due = heap.dueOf(agent);
      if (due > fleetMs) return null;
      if (agent >= plannedTo) {
        // Planned for the fleet as it was: look again before believing it.
        replan(agent);
        if (heap.dueOf(agent) !== due) return { skipped: 0, reason: 'stale' };
      }
      if (due < staleEdgeMs) {
        handled[agent] = Math.ceil(staleEdgeMs) - 1;
        const skipped = missed(agent, due, Math.ceil(staleEdgeMs));
        replan(agent);
        return { skipped, reason: 'stale' };
      }
      handled[agent] = due;
      replan(agent);
      return mayAct(roster.state(agent) ?? { exists: false }, wallMs).ok
        ? { agent, due }
        : { skipped: 1, reason: 'not_allowed' };
    },
  };
};
