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

/** Who states a moment further ahead than this has a clock that is wrong. Wall ms. */
const AHEAD_MOST_MS = 60_000;

/** `at`: fleet ms of a wall time, by the clock as it runs now; `now`: fleet ms. */
type FleetTime = { readonly at: (wallMs: number) => number; readonly now: number; readonly scale: number };

/**
 * Fleet ms at which an event happened, by whoever stated it; where that is far from having come, when it was recorded.
 * One actor with a wrong clock that resumes the fleet must not make it wait for that clock's future. What lies in the
 * past is taken as stated: the fleet's clock may have run at another scale then.
 */
export const momentOf = (
  { occurredAt, recordedAt }: Pick<RecordedEvent, 'occurredAt' | 'recordedAt'>,
  { at, now, scale }: FleetTime,
): number => {
  const stated = Date.parse(occurredAt);
  return stated - now > AHEAD_MOST_MS * scale ? Math.ceil(at(Date.parse(recordedAt))) : stated;
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
