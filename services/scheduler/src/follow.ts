import { decodeAgentEvent, decodeFleetEvent } from '@fleet/domain/codec';
import type { RecordedEvent } from '@fleet/platform/eventstore';
import type { SchedulerDeps } from './deps.ts';

/** Whole commits, one after the other. The iterable reconnects by itself. */
export const follow = async (
  { events }: Pick<SchedulerDeps, 'events'>,
  category: 'agent' | 'fleet',
  on: { readonly event: (recorded: RecordedEvent) => void; readonly caughtUp: () => void },
  signal: AbortSignal,
): Promise<void> => {
  for await (const item of events.subscribe({ categories: [category], signal })) {
    if (item.kind === 'caughtUp') on.caughtUp();
    else for (const recorded of item.commit.events) on.event(recorded);
  }
};

/** Who is further ahead of the event store than this has a clock that is wrong. Wall ms. */
const AHEAD_MOST_MS = 60_000;

/**
 * Fleet ms at which an event happened, by whoever stated it; where that lies far ahead of when it was recorded, the
 * latter. One actor with a wrong clock that resumes the fleet must not make it wait for that clock's future.
 */
export const momentOf = (
  { occurredAt, recordedAt }: Pick<RecordedEvent, 'occurredAt' | 'recordedAt'>,
  fleetAt: (wallMs: number) => number,
  scale: number,
): number => {
  const stated = Date.parse(occurredAt);
  const recorded = Math.ceil(fleetAt(Date.parse(recordedAt)));
  return stated - recorded > AHEAD_MOST_MS * scale ? recorded : stated;
};

/** Decoders that say what they could not read, and pass it over. */
export const readers = ({ metrics, log }: Pick<SchedulerDeps, 'metrics' | 'log'>) => {
  const orNull = <E>(
    recorded: RecordedEvent,
    decode: (recorded: RecordedEvent) => { kind: 'event'; event: E } | { kind: 'unreadable'; reason: string },
  ): E | null => {
    const decoded = decode(recorded);
    if (decoded.kind === 'event') return decoded.event;
    metrics.unreadableEvent();
    log.error({ stream: recorded.stream, revision: recorded.revision, reason: decoded.reason }, 'event passed over');
    return null;
  };
  return {
    agent: (recorded: RecordedEvent) => orNull(recorded, decodeAgentEvent),
    fleet: (recorded: RecordedEvent) => orNull(recorded, decodeFleetEvent),
  };
};
