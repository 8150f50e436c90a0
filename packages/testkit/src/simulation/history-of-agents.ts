import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { type AgentState, evolveAgent, initialAgent } from '@fleet/domain/agent/agent';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { type Decoded, decodeActivityEvent, decodeAgentEvent, type FleetDomainEvent } from '@fleet/domain/codec';
import { STREAM } from '@fleet/domain/identity';
import type { RecordedEvent } from '@fleet/platform/eventstore';
import type { SimulatedEventLog } from './event-log.ts';
import { EPOCH_MS } from './process.ts';

/** An event and when it was committed, virtual ms; `recordedAtMs`: wall. */
export type Timed<E> = { readonly event: E; readonly at: number; readonly recordedAtMs: number };
/** What the streams say of one agent, in order: what it did, and what was ordered and became of it. */
export type AgentHistory = {
  readonly agentId: string;
  readonly username: string;
  readonly events: readonly ActivityEvent[];
  readonly activity: readonly Timed<ActivityEvent>[];
  readonly life: readonly Timed<AgentEvent>[];
};

const timed = <E extends FleetDomainEvent>(
  { store, atOf }: SimulatedEventLog,
  stream: string,
  decode: (recorded: RecordedEvent) => Decoded<E>,
): readonly Timed<E>[] =>
  store.stream(stream).map((recorded) => {
    const decoded = decode(recorded);
    if (decoded.kind === 'unreadable') throw new Error(`${recorded.type} cannot be read: ${decoded.reason}`);
    return { event: decoded.event, at: atOf(recorded.position), recordedAtMs: Date.parse(recorded.recordedAt) };
  });

export const activityOf = (events: SimulatedEventLog, agentId: string): readonly Timed<ActivityEvent>[] =>
  timed(events, STREAM.activity(agentId), decodeActivityEvent);
export const lifeOf = (events: SimulatedEventLog, agentId: string): readonly Timed<AgentEvent>[] =>
  timed(events, STREAM.agent(agentId), decodeAgentEvent);
/** What the agent has become. */
export const stateOf = (life: readonly Timed<AgentEvent>[]): AgentState =>
  life.reduce((state: AgentState, { event, at }) => evolveAgent(state, event, EPOCH_MS + at), initialAgent);

export const historiesOf = (events: SimulatedEventLog, agents: ReadonlyMap<string, string>): readonly AgentHistory[] =>
  [...agents].map(([username, agentId]) => {
    const activity = activityOf(events, agentId);
    return { agentId, username, events: activity.map(({ event }) => event), activity, life: lifeOf(events, agentId) };
  });

/** Ticks whose effect nobody can tell for certain, by their own account. */
export const unclearTicks = ({ events }: Pick<AgentHistory, 'events'>): ReadonlySet<string> =>
  new Set(
    events.flatMap((event) => {
      if (event.type === 'EffectUnknown' || event.type === 'TickAbandoned') return [event.data.tickId];
      return event.type === 'TickEnded' && event.data.outcome === 'unknown' ? [event.data.tickId] : [];
    }),
  );

/** `<tick>.<step>` of an attempt `<tick>.<step>.<n>`. */
export const stepOf = (attemptId: string): string => attemptId.slice(0, attemptId.lastIndexOf('.'));
/** The tick of an attempt. */
export const tickOf = (attemptId: string): string => stepOf(stepOf(attemptId));
