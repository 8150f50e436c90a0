import type { ActionKind } from '@fleet/domain/activity/activity-events';
import { type AgentState, type ExistingAgent, evolveAgent, initialAgent } from '@fleet/domain/agent/agent';
import type { AgentConfig, Schedule } from '@fleet/domain/agent/agent-config';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { partitionOf } from '@fleet/domain/identity';
import { rampPlaceMs, rampUpDelayMs } from '@fleet/domain/timing/ramp-up';
import type { AgentPlan } from './timeline.ts';

/** An operator's "act now", as its event says it. */
export type ActRequest = {
  readonly agent: number;
  readonly tickId: string;
  readonly due: number;
  readonly kind: ActionKind | null;
  readonly eventId: string;
  /** Traceparent of the order. */
  readonly askedIn: string | null;
};

/** When and by which event an agent changed, fleet ms; `traceparent` of the order that it followed. */
type Occasion = { readonly fleetMs: number; readonly eventId: string; readonly traceparent: string | null };

/** A plan that an agent had until a moment, when it was reconfigured. */
type RetiredPlan = { readonly plan: AgentPlan; readonly to: number };

export type JobKind = 'provision' | 'deprovision';

/** All agents, each by a small number, folded from their events and cut down to what scheduling needs. */
export type Roster = {
  /** Folds an event; gives the agent's number. */
  apply(agentId: string, event: AgentEvent, at: Occasion): number;
  size(): number;
  state(agent: number): ExistingAgent | null;
  partition(agent: number): number;
  /** Those that have agents. */
  partitions(): ReadonlySet<number>;
  /** Null while nothing is to be planned for it. A sleep only moves the plan's beginning. */
  plan(agent: number): AgentPlan | null;
  /** Plans of before that have not been forgotten yet, oldest first. */
  retired(agent: number): readonly RetiredPlan[];
  /** Requests not forgotten yet, oldest first. */
  acts(): readonly ActRequest[];
  /** What the platform still has to do for this agent. */
  job(agent: number): JobKind | null;
  /** Agents that are planned. */
  planned(): number;
  /** Forgets retired plans and requests of before a moment. */
  prune(beforeMs: number): void;
};

const ACTS_MAX = 10_000;
const RETIRED_MAX = 100_000;
const SCHEDULES_MAX = 10_000;
/** Stands for what scheduling does not read of a configuration. */
const UNREAD = {
  name: '',
  personality: '',
  vibe: '',
  interests: [],
  weights: { post: 0, comment: 0, like: 0 },
  workflow: 'chart',
} satisfies Partial<AgentConfig>;
const PERSONAS_MAX = 10_000;
type SlimPersona = { readonly id: string; readonly version: number };
const NO_PLANS: readonly RetiredPlan[] = [];

const isOfDraft = ({ type }: AgentEvent): boolean => type === 'DraftApproved' || type === 'DraftRejected';

/** `ramp`: fleet minutes in which 50 agents started together join, and the seed that says in which moment of it. */
export const createRoster = (
  fleetAt: (wallMs: number) => number,
  ramp: { readonly seed: string; readonly minutesPer50: number },
): Roster => {
  const numbers = new Map<string, number>();
  const states: AgentState[] = [];
  const partitions: number[] = [];
  const retired = new Map<number, readonly RetiredPlan[]>();
  const schedules = new Map<string, Schedule>();
  const personas = new Map<string, SlimPersona>();
  let acts: ActRequest[] = [];
  const inUse = new Set<number>();
  let planned = 0;
  /** Fleet ms at which agents join that were started lately. */
  const joins = new Map<number, number>();
  /** Fleet ms at which the places of the queue taken so far are over. */
  let queuedTo = Number.NEGATIVE_INFINITY;

  const interned = (schedule: Schedule): Schedule => {
    const key = JSON.stringify(schedule);
    const known = schedules.get(key);
    if (known) return known;
    if (schedules.size >= SCHEDULES_MAX) schedules.clear();
    schedules.set(key, schedule);
    return schedule;
  };
  /** Its level is a persona's, whatever the version. */
  const slimPersona = (persona: SlimPersona | null): SlimPersona | null => {
    if (persona === null) return null;
    const known = personas.get(persona.id) ?? { id: persona.id, version: 0 };
    if (personas.size >= PERSONAS_MAX) personas.clear();
    personas.set(persona.id, known);
    return known;
  };
  // A million agents share a few schedules, and nobody here reads who they are and what they like.
  const slim = (config: AgentConfig): AgentConfig => ({
    ...UNREAD,
    schedule: interned(config.schedule),
    minIntervalS: config.minIntervalS,
    maxIntervalS: config.maxIntervalS,
    ...(config.rhythm && { rhythm: config.rhythm }),
  });
  const slimmed = (event: AgentEvent): AgentEvent => {
    switch (event.type) {
      case 'AgentCreated':
        return {
          type: event.type,
          data: {
            ...event.data,
            username: '',
            persona: slimPersona(event.data.persona),
            seedIndex: null,
            config: slim(event.data.config),
          },
        };
      case 'AgentReconfigured': {
        const { persona: _, ...data } = event.data;
        return { type: event.type, data: { ...data, config: slim(data.config) } };
      }
      case 'AgentProvisioned':
        return { type: event.type, data: { ...event.data, platformUserId: '' } };
      default:
        return event;
    }
  };

  const numberOf = (agentId: string): number => {
    const known = numbers.get(agentId);
    if (known !== undefined) return known;
    const number = states.length;
    numbers.set(agentId, number);
    states.push(initialAgent);
    const partition = partitionOf(agentId);
    partitions.push(partition);
    inUse.add(partition);
    return number;
  };

  const state = (agent: number): ExistingAgent | null => {
    const found = states[agent];
    return found?.exists ? found : null;
  };
  const isPlanned = (of: AgentState | undefined): of is ExistingAgent =>
    of?.exists === true && of.desired === 'running' && of.provisioned && !of.deleting;
  const plan = (agent: number): AgentPlan | null => {
    const found = states[agent];
    if (!isPlanned(found)) return null;
    const { config, configuredAt, sleepingUntil } = found;
    const awake = sleepingUntil === null ? configuredAt : Math.ceil(fleetAt(Date.parse(sleepingUntil)));
    return {
      id: found.id,
      schedule: config.schedule,
      minIntervalS: config.minIntervalS,
      maxIntervalS: config.maxIntervalS,
      rhythm: config.rhythm,
      personaId: found.persona?.id ?? null,
      effectiveFrom: Math.max(configuredAt, awake, joins.get(agent) ?? configuredAt),
    };
  };

  const retire = (agent: number, old: AgentPlan, to: number) => {
    if (retired.size >= RETIRED_MAX) retired.clear();
    retired.set(agent, [...(retired.get(agent) ?? NO_PLANS), { plan: old, to }].slice(-10));
  };

  /** By the order and the times of events alone, so that every scheduler finds the same. */
  const queue = (agent: number, agentId: string, startedAt: number) => {
    const placeMs = rampPlaceMs(ramp.minutesPer50);
    if (placeMs === 0) return;
    const queued = Math.max(0, queuedTo - startedAt) / placeMs;
    queuedTo = Math.max(queuedTo, startedAt) + placeMs;
    joins.set(agent, startedAt + rampUpDelayMs(ramp.seed, agentId, { queued, minutesPer50: ramp.minutesPer50 }));
  };

  return {
    apply: (agentId, event, { fleetMs, eventId, traceparent }) => {
      const agent = numberOf(agentId);
      const before = states[agent] ?? initialAgent;
      const old = event.type === 'AgentReconfigured' ? plan(agent) : null;
      if (old) retire(agent, old, fleetMs);
      // Who decided about drafts is for actors to know.
      const after = isOfDraft(event) ? before : evolveAgent(before, slimmed(event), fleetMs);
      states[agent] = after;
      planned += Number(isPlanned(after)) - Number(isPlanned(before));
      if (event.type === 'AgentStarted' && after.exists) queue(agent, agentId, fleetMs);
      if (event.type === 'AgentActRequested') {
        const { tickId, due, kind } = event.data;
        acts = [...acts.slice(1 - ACTS_MAX), { agent, tickId, due, kind, eventId, askedIn: traceparent }];
      }
      return agent;
    },
    size: () => states.length,
    state,
    partition: (agent) => partitions[agent] ?? 0,
    partitions: () => inUse,
    plan,
    retired: (agent) => retired.get(agent) ?? NO_PLANS,
    acts: () => acts,
    job: (agent) => {
      const found = state(agent);
      if (!found || found.desired === 'deleted') return null;
      if (found.deleting) return 'deprovision';
      return found.provisioned ? null : 'provision';
    },
    planned: () => planned,
    prune: (beforeMs) => {
      if (acts.some(({ due }) => due < beforeMs)) acts = acts.filter(({ due }) => due >= beforeMs);
      for (const [agent, at] of joins) if (at < beforeMs) joins.delete(agent);
      for (const [agent, plans] of retired) {
        const kept = plans.filter(({ to }) => to >= beforeMs);
        if (kept.length === 0) retired.delete(agent);
        else if (kept.length < plans.length) retired.set(agent, kept);
      }
    },
  };
};
