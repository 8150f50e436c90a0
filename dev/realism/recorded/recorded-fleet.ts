import type { ActionKind } from '@fleet/domain/activity/activity-events';
import { type AgentState, evolveAgent, initialAgent } from '@fleet/domain/agent/agent';
import { decodeActivityEvent, decodeAgentEvent, decodeFleetEvent } from '@fleet/domain/codec';
import { evolveFleet, initialFleet } from '@fleet/domain/fleet/fleet';
import { expectedTicks, type PlanAgent } from '@fleet/domain/timing/plan';
import type { RecordedEvent } from '@fleet/platform/eventstore';
import type { AgentHistory, Lived } from '../history.ts';

/** One configuration of an agent while it was running, `[from, to)` fleet ms. */
type Span = { readonly plan: Omit<PlanAgent, 'level' | 'effectiveFrom'>; readonly from: number; readonly to: number };
/** From a moment on, until the next: the activity level, 0 while the fleet rested. */
type Level = { readonly from: number; readonly level: number };
/** Something an agent left in the gallery. */
export type Left = {
  readonly kind: 'post' | 'comment' | 'like';
  readonly agentId: string;
  readonly postId: string;
  readonly text: string | null;
  /** Wall ms. */
  readonly at: number;
  /** The platform's moment of the post it is about, where a browse told it. */
  readonly postedAt: number | null;
};

type Agent = {
  readonly id: string;
  state: AgentState;
  running: { readonly since: number } | null;
  awakeFrom: number;
  readonly spans: Span[];
  readonly dues: number[];
  readonly done: { readonly at: number; readonly kind: ActionKind }[];
};

/** What a fleet's history comes to, ready to be measured. Times: fleet ms. */
export type RecordedFleet = {
  readonly from: number;
  readonly to: number;
  readonly agents: readonly AgentHistory[];
  /** Oldest first. */
  readonly left: readonly Left[];
  /** Wall time from the first to the last event, ms. */
  readonly wallMs: number;
  readonly unreadable: number;
};

/** With a look at the gallery each minute, so long without one means that the fleet was not there. Wall ms. */
const DOWN_AFTER_MS = 5 * 60_000;

const isRunning = (state: AgentState): boolean =>
  state.exists && state.desired === 'running' && state.provisioned && !state.deleting;

/** The parts of `[from, to)` that lie in none of these. */
const outside = (from: number, to: number, downs: readonly { from: number; to: number }[]) => {
  const parts: { from: number; to: number }[] = [];
  let at = from;
  for (const down of downs) {
    if (down.to <= at || down.from >= to) continue;
    if (down.from > at) parts.push({ from: at, to: down.from });
    at = Math.max(at, down.to);
  }
  if (at < to) parts.push({ from: at, to });
  return parts;
};

/**
 * Folds recorded events into what the gates measure. The order: agents, then fleet, then activity and gallery, each in
 * its own; within a stream as they were appended. Events it cannot read are counted and passed over.
 */
export const createRecorder = () => {
  const agents = new Map<string, Agent>();
  const levels: Level[] = [{ from: Number.NEGATIVE_INFINITY, level: initialFleet.level }];
  const looks: { wall: number; fleet: number }[] = [];
  const seen = new Map<string, number>();
  const left: Left[] = [];
  let fleet = initialFleet;
  let [firstFleet, lastFleet] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [firstWall, lastWall] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let unreadable = 0;

  const agentOf = (stream: string): Agent => {
    const id = stream.slice(stream.indexOf('-') + 1);
    const known = agents.get(id);
    if (known) return known;
    const agent: Agent = { id, state: initialAgent, running: null, awakeFrom: 0, spans: [], dues: [], done: [] };
    agents.set(id, agent);
    return agent;
  };
  const spanOf = ({ id, state }: Agent, from: number, to: number): Span[] => {
    if (!state.exists || from >= to) return [];
    const { schedule, minIntervalS, maxIntervalS, rhythm } = state.config;
    return [{ plan: { id, schedule, minIntervalS, maxIntervalS, rhythm }, from, to }];
  };

  const onAgent = (recorded: RecordedEvent) => {
    const decoded = decodeAgentEvent(recorded);
    if (decoded.kind === 'unreadable') return void unreadable++;
    const at = Date.parse(recorded.occurredAt);
    const agent = agentOf(recorded.stream);
    // A span ends with every event: the next one is of whatever the agent is now.
    if (agent.running) agent.spans.push(...spanOf(agent, agent.running.since, at));
    agent.state = evolveAgent(agent.state, decoded.event, at);
    if (decoded.event.type === 'AgentSlept') agent.awakeFrom = wakesAt(decoded.event.data.until, recorded);
    const asleep = agent.state.exists && agent.state.sleepingUntil !== null;
    agent.running = isRunning(agent.state) ? { since: asleep ? Math.max(at, agent.awakeFrom) : at } : null;
  };
  /** The end of a sleep is wall time; at a scale other than 1 fleet time runs on faster until then. */
  const wakesAt = (until: string, recorded: RecordedEvent): number => {
    const scale = lastWall > firstWall ? (lastFleet - firstFleet) / (lastWall - firstWall) : 1;
    return Date.parse(recorded.occurredAt) + (Date.parse(until) - Date.parse(recorded.recordedAt)) * Math.max(1, scale);
  };

  const onFleet = (recorded: RecordedEvent) => {
    const decoded = decodeFleetEvent(recorded);
    if (decoded.kind === 'unreadable') return void unreadable++;
    const at = Date.parse(recorded.occurredAt);
    fleet = evolveFleet(fleet, decoded.event, at);
    levels.push({ from: at, level: fleet.pause || fleet.platform ? 0 : fleet.level });
  };

  const onActivity = (recorded: RecordedEvent) => {
    const agent = agentOf(recorded.stream);
    const wall = Date.parse(recorded.recordedAt);
    switch (recorded.type) {
      case 'TickAccepted':
      case 'TickEnded':
      case 'FeedBrowsed':
      case 'PostPublished':
      case 'CommentLeft':
      case 'PostLiked':
        break;
      default:
        return;
    }
    const decoded = decodeActivityEvent(recorded);
    if (decoded.kind === 'unreadable') return void unreadable++;
    const { event } = decoded;
    const leaves = (kind: Left['kind'], postId: string, text: string | null) =>
      left.push({ kind, agentId: agent.id, postId, text, at: wall, postedAt: seen.get(postId) ?? null });
    if (event.type === 'TickAccepted') agent.dues.push(event.data.due);
    else if (event.type === 'TickEnded' && event.data.outcome === 'done')
      agent.done.push({ at: Date.parse(recorded.occurredAt), kind: event.data.kind });
    else if (event.type === 'FeedBrowsed') for (const post of event.data.seen) seen.set(post.postId, post.createdAt);
    else if (event.type === 'PostPublished') leaves('post', event.data.postId, event.data.caption);
    else if (event.type === 'CommentLeft') leaves('comment', event.data.postId, event.data.text);
    else if (event.type === 'PostLiked') leaves('like', event.data.postId, null);
  };

  const downs = () => {
    looks.sort((a, b) => a.wall - b.wall);
    return looks.flatMap(({ wall, fleet: to }, i) => {
      const before = looks[i - 1];
      return before && wall - before.wall > DOWN_AFTER_MS ? [{ from: before.fleet, to }] : [];
    });
  };

  return {
    take: (recorded: RecordedEvent) => {
      const category = recorded.stream.slice(0, recorded.stream.indexOf('-'));
      const [wall, at] = [Date.parse(recorded.recordedAt), Date.parse(recorded.occurredAt)];
      [firstFleet, lastFleet] = [Math.min(firstFleet, at), Math.max(lastFleet, at)];
      [firstWall, lastWall] = [Math.min(firstWall, wall), Math.max(lastWall, wall)];
      if (category === 'agent') onAgent(recorded);
      else if (category === 'fleet') onFleet(recorded);
      else if (category === 'activity') onActivity(recorded);
      else if (recorded.type === 'GalleryObserved') looks.push({ wall, fleet: at });
    },
    /** `[from, to)` of the whole history unless told; null: nothing was recorded. */
    result: (window: { readonly from?: number; readonly to?: number } = {}): RecordedFleet | null => {
      if (lastFleet < firstFleet) return null;
      const from = Math.max(firstFleet, window.from ?? firstFleet);
      const to = Math.min(lastFleet, window.to ?? lastFleet);
      if (from >= to) return null;
      const away = downs();
      const histories = [...agents.values()].flatMap((agent): AgentHistory[] => {
        const { state, running } = agent;
        if (!state.exists) return [];
        const spans = [...agent.spans, ...(running ? spanOf(agent, running.since, lastFleet) : [])];
        const lived = spans.flatMap((span) =>
          levels.flatMap(({ from: begins, level }, i): (Lived & { plan: Span['plan'] })[] => {
            const start = Math.max(from, span.from, begins);
            const end = Math.min(to, span.to, levels[i + 1]?.from ?? Number.POSITIVE_INFINITY);
            if (start >= end || level === 0) return [];
            return outside(start, end, away).map((part) => ({ ...part, level, plan: span.plan }));
          }),
        );
        if (lived.length === 0) return [];
        const { schedule } = state.config;
        return [
          {
            persona: state.persona?.id ?? 'of their own',
            ...{ schedule, lived },
            moments: agent.dues.filter((due) => due >= from && due < to).sort((a, b) => a - b),
            actions: agent.done.filter(({ at }) => at >= from && at < to).map(({ kind }) => kind),
            expected: lived.reduce(
              (sum, part) =>
                sum + expectedTicks({ ...part.plan, level: part.level, effectiveFrom: part.from }, part.from, part.to),
              0,
            ),
          },
        ];
      });
      left.sort((a, b) => a.at - b.at);
      return { from, to, agents: histories, left, wallMs: lastWall - firstWall, unreadable };
    },
  };
};
