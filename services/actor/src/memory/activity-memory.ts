import {
  type ActivityState,
  evolveActivity,
  initialActivity,
  restore,
  snapshot,
  summaryDue,
} from '@fleet/domain/activity/activity';
import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { decodeActivityEvent, encode } from '@fleet/domain/codec';
import { STREAM } from '@fleet/domain/identity';
import type { EventStore } from '@fleet/platform/eventstore';
import { activityEventId } from './event-ids.ts';

/** An agent's memory as of a revision; -1: nothing was ever written. */
export type Folded = { readonly state: ActivityState; readonly revision: number };

/** What an append needs besides its events. */
export type Cause = {
  readonly tickId: string;
  readonly claimId: string;
  readonly causationId: string | null;
  readonly traceparent: string | null;
};

export type ActivityMemory = {
  /** @throws EventStoreError `unavailable` */
  load(agentId: string): Promise<Folded>;
  /** The next load reads the stream. */
  forget(agentId: string): void;
  /** All or none, at exactly this revision. @throws EventStoreError `unavailable`: repeat with the same arguments. */
  append(agentId: string, at: Folded, events: readonly ActivityEvent[], cause: Cause): Promise<Folded | 'conflict'>;
};

type Clocks = { fleetNow(): number; wallNow(): number };

/** Reads backwards to the newest summary that this version understands, then folds forwards. */
const fold = async (events: EventStore, agentId: string): Promise<Folded> => {
  const later: { event: ActivityEvent; recordedAtMs: number }[] = [];
  let state = initialActivity;
  let revision = -1;
  for await (const recorded of events.read(STREAM.activity(agentId), { direction: 'backwards' })) {
    if (revision < 0) revision = recorded.revision;
    const decoded = decodeActivityEvent(recorded);
    if (decoded.kind === 'unreadable')
      // Passing over what one does not understand could mean doing it twice.
      throw new Error(`${recorded.stream}@${recorded.revision}: ${decoded.reason}`);
    const { event } = decoded;
    const summary = event.type === 'MemorySummarized' ? restore(event.data.state) : null;
    if (summary) {
      state = summary;
      break;
    }
    later.push({ event, recordedAtMs: Date.parse(recorded.recordedAt) });
  }
  for (const { event, recordedAtMs } of later.reverse()) state = evolveActivity(state, event, { recordedAtMs });
  return { state, revision };
};

/**
 * Folded memories of the agents last used. A cached one may be old: it is trusted because every append names the
 * revision it stands on, and a conflict throws it away.
 */
export const createActivityMemory = (events: EventStore, clocks: Clocks, cachedAgents: number): ActivityMemory => {
  const cache = new Map<string, Folded>();
  const remember = (agentId: string, folded: Folded): Folded => {
    cache.delete(agentId);
    cache.set(agentId, folded);
    if (cache.size > cachedAgents) {
      const oldest = cache.keys().next().value;
      if (oldest !== undefined) cache.delete(oldest);
    }
    return folded;
  };

  return {
    load: async (agentId) => remember(agentId, cache.get(agentId) ?? (await fold(events, agentId))),
    forget: (agentId) => {
      cache.delete(agentId);
    },
    append: async (agentId, at, decided, cause) => {
      const recordedAtMs = clocks.wallNow();
      let state = decided.reduce((s, event) => evolveActivity(s, event, { recordedAtMs }), at.state);
      const all = [...decided];
      if (summaryDue(state) && state.open === null) {
        const summary: ActivityEvent = { type: 'MemorySummarized', data: { state: snapshot(state, recordedAtMs) } };
        all.push(summary);
        state = evolveActivity(state, summary, { recordedAtMs });
      }
      const occurredAtMs = clocks.fleetNow();
      const { tickId, causationId, traceparent } = cause;
      const encoded = all.map((event) =>
        encode(event, {
          id: activityEventId(event, cause),
          occurredAtMs,
          correlationId: tickId,
          causationId,
          traceparent,
        }),
      );
      const expected = at.revision < 0 ? 'noStream' : at.revision;
      const result = await events.append(STREAM.activity(agentId), encoded, expected).catch((error: unknown) => {
        cache.delete(agentId);
        throw error;
      });
      if (result.kind === 'appended') return remember(agentId, { state, revision: result.revision });
      cache.delete(agentId);
      return 'conflict';
    },
  };
};
