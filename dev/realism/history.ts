import type { ActionKind } from '@fleet/domain/activity/activity-events';
import type { Schedule } from '@fleet/domain/agent/agent-config';
import {
  binOf,
  burstiness,
  gapBins,
  MEASURABLE_GAPS,
  memory,
  misplaced,
  quantile,
  topTenth,
  valleyAtHour,
} from '@fleet/domain/timing/measures';
import { multiplierAt } from '@fleet/domain/timing/multiplier';
import { expectedTicks, planTicks } from '@fleet/domain/timing/plan';
import { zoneOffsetMs } from '@fleet/domain/timing/zone';
import type { RealismOptions } from './options.ts';
import { actionsOf, plannedFleet } from './planned-fleet.ts';

/** What one agent did in a window, or will do: planned and recorded histories are measured alike. */
export type AgentHistory = {
  readonly persona: string;
  readonly schedule: Schedule;
  /** Ascending, fleet ms. */
  readonly moments: readonly number[];
  readonly actions: readonly ActionKind[];
  /** Moments it was meant to have. */
  readonly expected: number;
  /** When it was running, and how active the fleet was; left out: all the time, evenly. */
  readonly lived?: readonly Lived[];
};

/** `[from, to)`, fleet ms. */
export type Lived = { readonly from: number; readonly to: number; readonly level: number };

/** Everything the gates ask of a fleet's history. NaN: too little happened to say. */
export type Measures = {
  readonly moments: number;
  readonly expected: number;
  readonly gaps: number;
  readonly posts: number;
  /** Moments of the persona that has the fewest. */
  readonly fewest: number;
  readonly agents: number;
  readonly perAgentDay: number;
  /** Agents with 50 inter-event times or more: burstiness and memory are theirs. */
  readonly measurable: number;
  readonly burstinessMedian: number;
  readonly memoryMedian: number;
  readonly valley: number;
  /** Share of agents whose longest rest of a day is usually 5 h or more. */
  readonly rested: number;
  /** The worst persona's share of activity in another local hour than planned. */
  readonly misplaced: number;
  readonly misplacedBy: string;
  /** Moments by moments meant. */
  readonly rate: number;
  readonly shortestGapMs: number;
  readonly topTenthOfPosts: number;
  readonly underOncePerWeek: number;
  readonly shares: Readonly<Record<ActionKind, number>>;
  readonly mostCommon: ActionKind;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Zones lie whole quarters of an hour from UTC. */
const STEP_MS = HOUR_MS / 4;
const REST_MS = 5 * HOUR_MS;
const KINDS: readonly ActionKind[] = ['post', 'comment', 'like', 'browse'];

const localHour = (timezone: string, at: number): number =>
  Math.floor((at + zoneOffsetMs(timezone, at)) / HOUR_MS) % 24;

/** Adds the activity planned for each local hour of the day: the schedule's own, over the days that a life has. */
const addPlannedHours = (hours: number[], schedule: Schedule, { from, to, level }: Lived): void => {
  for (let at = from; at < to; at += STEP_MS) {
    const hour = localHour(schedule.timezone, at);
    const share = Math.min(STEP_MS, to - at) / STEP_MS;
    hours[hour] = (hours[hour] ?? 0) + multiplierAt(schedule, at) * level * share;
  }
};

/** The longest pause that begins on a usual local day: the median over days; a day on which none begins has 24 h. */
const usualRestMs = ({ schedule, moments }: AgentHistory, from: number, to: number): number => {
  const dayOf = (at: number) => Math.floor((at + zoneOffsetMs(schedule.timezone, at)) / DAY_MS);
  const first = dayOf(from);
  const rests = Array.from({ length: dayOf(to - 1) - first + 1 }, () => 0);
  const begun = new Set<number>();
  for (let i = -1; i < moments.length; i++) {
    const begin = i < 0 ? from : (moments[i] ?? from);
    const day = dayOf(begin) - first;
    begun.add(day);
    rests[day] = Math.max(rests[day] ?? 0, (moments[i + 1] ?? to) - begin);
  }
  return quantile(
    rests.map((rest, day) => (begun.has(day) ? rest : DAY_MS)),
    0.5,
  );
};

/** Plans agent after agent, so that no more than one agent's moments are held at once. */
export function* plannedHistory(options: RealismOptions): Generator<AgentHistory> {
  const to = options.from + options.days * DAY_MS;
  for (const agent of plannedFleet(options)) {
    const moments = planTicks(agent.plan, options.seed, options.from, to);
    yield {
      persona: agent.persona,
      schedule: agent.plan.schedule,
      moments,
      actions: moments.map(actionsOf(agent, options.seed)),
      expected: expectedTicks(agent.plan, options.from, to),
    };
  }
}

/** Measures a history over `[from, to)`. */
export const measure = (history: Iterable<AgentHistory>, from: number, to: number): Measures => {
  const [bursts, memories, posts]: [number[], number[], number[]] = [[], [], []];
  const bins = gapBins();
  const personas = new Map<string, { readonly hours: number[]; readonly planned: number[] }>();
  const counts: Record<ActionKind, number> = { post: 0, comment: 0, like: 0, browse: 0 };
  let [agents, moments, expected, rested, gapsAll] = [0, 0, 0, 0, 0];
  let shortestGapMs = Number.POSITIVE_INFINITY;
  for (const agent of history) {
    agents++;
    moments += agent.moments.length;
    expected += agent.expected;
    const gaps = agent.moments.slice(1).map((moment, i) => moment - (agent.moments[i] ?? 0));
    gapsAll += gaps.length;
    for (const gap of gaps) {
      shortestGapMs = Math.min(shortestGapMs, gap);
      bins[binOf(gap)] = (bins[binOf(gap)] ?? 0) + 1;
    }
    if (gaps.length >= MEASURABLE_GAPS) {
      bursts.push(burstiness(gaps));
      memories.push(memory(gaps));
    }
    if (usualRestMs(agent, from, to) >= REST_MS) rested++;
    const { schedule, persona } = agent;
    const known = personas.get(persona);
    const { hours, planned } = known ?? {
      hours: new Array<number>(24).fill(0),
      planned: new Array<number>(24).fill(0),
    };
    personas.set(persona, { hours, planned });
    // Agents of a persona are planned alike, so one stands for all, unless each has lived at its own times.
    if (agent.lived) for (const life of agent.lived) addPlannedHours(planned, schedule, life);
    else if (!known) addPlannedHours(planned, schedule, { from, to, level: 1 });
    for (const at of agent.moments) {
      const hour = localHour(schedule.timezone, at);
      hours[hour] = (hours[hour] ?? 0) + 1;
    }
    for (const action of agent.actions) counts[action]++;
    posts.push(agent.actions.filter((action) => action === 'post').length);
  }
  const offs = [...personas].map(([id, { hours, planned }]) => ({ id, off: misplaced(hours, planned) }));
  const sums = [...personas.values()].map(({ hours }) => hours.reduce((sum, count) => sum + count, 0));
  const worst = offs.reduce((a, b) => (b.off > a.off || Number.isNaN(a.off) ? b : a), { id: '', off: Number.NaN });
  const all = KINDS.reduce((sum, kind) => sum + counts[kind], 0);
  const weeks = (to - from) / (7 * DAY_MS);
  return {
    ...{ moments, expected, gaps: gapsAll, posts: counts.post, fewest: sums.length === 0 ? 0 : Math.min(...sums) },
    agents,
    perAgentDay: moments / agents / ((to - from) / DAY_MS),
    measurable: bursts.length,
    burstinessMedian: quantile(bursts, 0.5),
    memoryMedian: quantile(memories, 0.5),
    valley: valleyAtHour(bins),
    rested: rested / agents,
    misplaced: worst.off,
    misplacedBy: worst.id,
    rate: moments / expected,
    shortestGapMs,
    topTenthOfPosts: topTenth(posts),
    underOncePerWeek: posts.filter((count) => count / weeks < 1).length / agents,
    shares: {
      post: counts.post / all,
      comment: counts.comment / all,
      like: counts.like / all,
      browse: counts.browse / all,
    },
    mostCommon: KINDS.reduce((a, b) => (counts[b] > counts[a] ? b : a)),
  };
};
