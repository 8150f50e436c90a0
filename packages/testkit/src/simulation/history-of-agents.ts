import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { decodeActivityEvent } from '@fleet/domain/codec';
import type { SimulatedEventLog } from './event-log.ts';

/** What the activity streams say of one agent, in order. */
export type AgentHistory = {
  readonly agentId: string;
  readonly username: string;
  readonly events: readonly ActivityEvent[];
};

export const historiesOf = (
  { store }: SimulatedEventLog,
  agents: ReadonlyMap<string, string>,
): readonly AgentHistory[] =>
  [...agents].map(([username, agentId]) => ({
    agentId,
    username,
    events: store.stream(`activity-${agentId}`).map((recorded) => {
      const decoded = decodeActivityEvent(recorded);
      if (decoded.kind === 'unreadable') throw new Error(`${recorded.type} cannot be read: ${decoded.reason}`);
      return decoded.event;
    }),
  }));

/** Ticks whose effect nobody can tell for certain, by their own account. */
export const unclearTicks = ({ events }: AgentHistory): ReadonlySet<string> =>
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
