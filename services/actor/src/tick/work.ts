import { type ActivityState, evolveActivity, type Tick } from '@fleet/domain/activity/activity';
import type { ActivityEvent, AttemptRequest } from '@fleet/domain/activity/activity-events';
import type { Decision, Refusal } from '@fleet/domain/decision';
import type { Cause, Folded } from '../memory/activity-memory.ts';
import type { ComposeInput } from '../ports.ts';

/** One worker's work on one tick, for as long as one delivery lasts. */
export type Work = {
  readonly agentId: string;
  readonly tick: Tick;
  readonly cause: Cause;
  /** Given back while waiting. */
  readonly slot: { release(): void; reacquire(): Promise<void> };
  /** Aborts when the service stops: waits end, calls under way do not. */
  readonly stop: AbortSignal;
  /** Aborts when this worker has to let go of everything. */
  readonly giveUp: AbortSignal;
  /** What looking around led to: the first step's request. */
  first: AttemptRequest | null;
  /** What the model was to be told, kept so that it need not be read again. */
  input: ComposeInput | null;
};

/** An attempt that this very claim appended and has not sent; `since`: monotonic ms before its append. */
export type Held = { readonly attemptId: string; readonly since: number };

/** Events on their way into one commit, and the state they lead to. */
export type Draft = {
  readonly events: readonly ActivityEvent[];
  readonly state: ActivityState;
  /** Takes what was decided; gives the refusal back when nothing was. */
  take(decision: Decision<ActivityEvent>): Refusal | null;
};

export const startDraft = (folded: Folded, nowMs: number): Draft => {
  const events: ActivityEvent[] = [];
  let { state } = folded;
  return {
    get events() {
      return events;
    },
    get state() {
      return state;
    },
    take: (decision) => {
      if (decision.kind === 'refused') return decision;
      for (const event of decision.events) {
        events.push(event);
        state = evolveActivity(state, event, { recordedAtMs: nowMs });
      }
      return null;
    },
  };
};
