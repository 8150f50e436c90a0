import type { FleetState } from '@fleet/domain/fleet/fleet';
import { levelOf, type PersonaLevels } from '@fleet/domain/timing/level';
import { countTicks, nextDue, type PlanAgent } from '@fleet/domain/timing/plan';

/** From a moment of fleet time on, until the next segment begins: the levels, 0 while the fleet rests. */
export type Segment = { readonly from: number; readonly level: number; readonly personas: PersonaLevels };

/** A plan but for the level, which is the fleet's and its persona's. */
export type AgentPlan = Omit<PlanAgent, 'level'> & { readonly personaId: string | null };

/** How active the fleet was, is and (after a budget's end) will be. Bounded to the changes of the last minutes. */
export type Timeline = {
  segments(): readonly Segment[];
  /** The fleet's state changed at a moment. `fleetAt`: fleet time of a wall time. */
  apply(state: FleetState, atMs: number, fleetAt: (wallMs: number) => number): void;
  /** Forgets what ended before a moment. */
  prune(beforeMs: number): void;
};

const SEGMENTS_MAX = 1_000;

const segmentsFrom = (state: FleetState, at: number, fleetAt: (wallMs: number) => number): readonly Segment[] => {
  const { level, personaLevels: personas } = state;
  const rests = { from: at, level: 0, personas };
  if (state.pause) return [rests];
  if (!state.platform) return [{ from: at, level, personas }];
  const { cause, until } = state.platform;
  if (cause !== 'budget' || until === null) return [rests];
  const end = Math.ceil(fleetAt(Date.parse(until)));
  return end <= at ? [{ from: at, level, personas }] : [rests, { from: end, level, personas }];
};

export const createTimeline = (initial: FleetState): Timeline => {
  const { level, personaLevels: personas } = initial;
  let segments: readonly Segment[] = [{ from: Number.NEGATIVE_INFINITY, level, personas }];
  return {
    segments: () => segments,
    apply: (state, atMs, fleetAt) => {
      const before = segments.filter(({ from }) => from < atMs);
      segments = [...before, ...segmentsFrom(state, atMs, fleetAt)].slice(-SEGMENTS_MAX);
    },
    prune: (beforeMs) => {
      const holds = segments.findLastIndex(({ from }) => from <= beforeMs);
      if (holds > 0) segments = segments.slice(holds);
    },
  };
};

const levelIn = ({ level, personas }: Segment, { personaId }: AgentPlan): number => levelOf(level, personas, personaId);

/** The parts of `[from, to)` with the level that holds for a plan in each. */
const parts = (plan: AgentPlan, segments: readonly Segment[], from: number, to: number) =>
  segments.flatMap((segment, i) => {
    const begin = Math.max(from, segment.from);
    const end = Math.min(to, segments[i + 1]?.from ?? Number.POSITIVE_INFINITY);
    const level = begin < end ? levelIn(segment, plan) : 0;
    return level > 0 ? [{ begin, end, level }] : [];
  });

/** First due moment of a plan in `[from, to)`, over all changes of level; null when there is none. */
export const firstDue = (
  plan: AgentPlan,
  segments: readonly Segment[],
  seed: string,
  from: number,
  to = Number.POSITIVE_INFINITY,
): number | null => {
  const last = segments.at(-1);
  // Nearly always nothing changed lately: no parts to make.
  if (last && last.from <= from) return nextDue({ ...plan, level: levelIn(last, plan) }, seed, from - 1, to);
  for (const { begin, end, level } of parts(plan, segments, from, to)) {
    const due = nextDue({ ...plan, level }, seed, begin - 1, end);
    if (due !== null) return due;
  }
  return null;
};

/** How many due moments a plan has in `[from, to)`. */
export const countDue = (plan: AgentPlan, segments: readonly Segment[], seed: string, from: number, to: number) =>
  parts(plan, segments, from, to).reduce(
    (sum, { begin, end, level }) => sum + countTicks({ ...plan, level }, seed, begin, end),
    0,
  );
