import { drawer } from '../draws.ts';
import { type Pace, paceOf } from './pace.ts';
import type { PlanAgent } from './plan-agent.ts';
import { SESSION_LONGEST_S, type SessionShape, sessionShape } from './session-shape.ts';

/**
 * The `sessions` model. Operational time (pace.ts) is cut into cells; each proposes sessions by hashed draws: a start,
 * a rank in [0, 4), a number of moments and their gaps. A proposal takes place if its rank is under the level and no
 * proposal of lower rank overlaps it, whether that one takes place or not. So everything is local (a session ends
 * within eight hours), windows compose, and turning the level down takes sessions away and moves none.
 */
type Proposal = { readonly start: number; readonly rank: number; readonly cell: number; readonly place: number };

export type SessionPlan = {
  readonly pace: Pace;
  readonly shape: SessionShape;
  readonly level: number;
  /** Operational seconds of a cell: one proposal on average. */
  readonly cellS: number;
  /** Moments per operational second that take place at this level, on average. */
  readonly momentsPerS: number;
  readonly chance: (cell: number, purpose: number) => number;
};

const RANKS = 4;
/** Chance of at most 0, 1, 2 … proposals in a cell: Poisson's, around one. */
const AT_MOST = [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5_040]
  .map((inverse) => inverse / Math.E)
  .map((_, i, all) => all.slice(0, i + 1).reduce((sum, chance) => sum + chance, 0));

const COUNT = 0;
/** Purposes of a place's draws begin at multiples of this. */
const PLACE = 64;
const START = 0;
const RANK = 1;
const MOMENTS = 2;
const FIRST_GAP = 3;
/** Cells looked through for a next moment before giving up: only levels under a ten-thousandth come near it. */
const CELLS_MAX = 200_000;
const WEEK_DAYS = 7;

/** Null when the agent never acts. */
export const sessionPlan = (agent: PlanAgent, fleetSeed: string): SessionPlan | null => {
  const { schedule, level, rhythm } = agent;
  if (rhythm?.model !== 'sessions' || !(level > 0)) return null;
  const pace = paceOf(schedule);
  if (!pace) return null;
  const shape = sessionShape(agent.minIntervalS, agent.maxIntervalS, pace.fastest);
  const wanted = (rhythm.sessionsPerDay * WEEK_DAYS * shape.momentsMean) / pace.weekS;
  const proposals = shape.proposalsFor(wanted);
  const draws = drawer(fleetSeed, 'sessions', agent.id);
  return {
    pace,
    shape,
    level,
    cellS: 1 / (RANKS * proposals),
    momentsPerS: shape.takePlace(proposals * level),
    // Cells pass 2^31 only in a far future; their high part goes into the second key.
    chance: (cell, purpose) => draws(cell | 0, purpose + 1_024 * Math.floor(cell / 2 ** 32)),
  };
};

/** A cell's proposals with ranks under a bound. */
const proposalsOf = ({ cellS, chance }: SessionPlan, cell: number, below: number): Proposal[] => {
  const at = chance(cell, COUNT);
  const found: Proposal[] = [];
  for (let place = 1; at >= (AT_MOST[place - 1] ?? 1); place++) {
    const rank = RANKS * chance(cell, place * PLACE + RANK);
    if (rank < below) found.push({ start: (cell + chance(cell, place * PLACE + START)) * cellS, rank, cell, place });
  }
  return found;
};

/** Operational time of each moment of a proposal. */
const momentsOf = ({ shape, chance }: SessionPlan, { start, cell, place }: Proposal): number[] => {
  const count = shape.momentsOf(chance(cell, place * PLACE + MOMENTS));
  const moments = [start];
  for (let i = 1; i < count; i++)
    moments.push((moments[i - 1] ?? start) + shape.gapOf(chance(cell, place * PLACE + FIRST_GAP + i)));
  return moments;
};

/** Whether no proposal of lower rank overlaps this one, which ends (quiet time included) at `end`. */
const standsAlone = (plan: SessionPlan, proposal: Proposal, end: number): boolean => {
  const { cellS, shape } = plan;
  const first = Math.floor((proposal.start - shape.longestS - shape.quietS) / cellS);
  for (let cell = Math.floor(end / cellS); cell >= first; cell--) {
    for (const other of proposalsOf(plan, cell, proposal.rank)) {
      if (other.start >= end) continue;
      if (other.start + shape.quietS > proposal.start) return false;
      if (other.start + shape.longestS + shape.quietS <= proposal.start) continue;
      if ((momentsOf(plan, other).at(-1) ?? 0) + shape.quietS > proposal.start) return false;
    }
  }
  return true;
};

/** The moments (fleet ms) of a proposal that takes place; null for one that does not. */
const realized = (plan: SessionPlan, proposal: Proposal): readonly number[] | null => {
  const moments = momentsOf(plan, proposal);
  if (!standsAlone(plan, proposal, (moments.at(-1) ?? proposal.start) + plan.shape.quietS)) return null;
  const dues = moments.map((moment) => Math.floor(plan.pace.momentOf(moment)));
  // Where the schedule slows down or stands, operational hours are longer than real ones: nobody stays that long.
  const end = (dues[0] ?? 0) + SESSION_LONGEST_S * 1_000;
  return dues.filter((due) => due <= end);
};

/**
 * Sessions that may have moments in `[from, to)`, whole and in order, until `take` says that it has enough. No two
 * overlap, so their moments are in order too.
 */
export const eachSession = (
  plan: SessionPlan,
  from: number,
  to: number,
  take: (moments: readonly number[]) => boolean,
): void => {
  const { pace, shape, level, cellS } = plan;
  const first = Math.floor((pace.at(from) - shape.longestS) / cellS);
  const last = to === Number.POSITIVE_INFINITY ? first + CELLS_MAX : Math.floor(pace.at(to) / cellS);
  for (let cell = first; cell <= last; cell++) {
    const proposals = proposalsOf(plan, cell, level);
    if (proposals.length > 1) proposals.sort((a, b) => a.start - b.start);
    for (const proposal of proposals) {
      const moments = realized(plan, proposal);
      if (moments && !take(moments)) return;
    }
  }
};
