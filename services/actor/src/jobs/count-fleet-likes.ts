import { decodeActivityEvent } from '@fleet/domain/codec';
import { countFleetLike, type FleetLikes } from '@fleet/domain/gallery/fleet-likes';
import type { EventStore } from '@fleet/platform/eventstore';

/** Events of a run at most: more are counted by the next ones, and people's likes wait until then. */
const MAX_EVENTS = 50_000;
/** The others say nothing of likes, and are not worth parsing. */
const TOLD: ReadonlySet<string> = new Set([
  'EffectAttempted',
  'EffectSucceeded',
  'EffectFailed',
  'EffectUnknown',
  'TickAbandoned',
]);

/**
 * Goes on counting the fleet's own likes from where it was left, to the present end of all activity streams.
 * @throws EventStoreError `unavailable`; aborted: what was counted so far, as `behind`
 */
export const countFleetLikes = async (
  events: EventStore,
  from: FleetLikes,
  signal: AbortSignal,
): Promise<FleetLikes> => {
  let likes: FleetLikes = { ...from, behind: true };
  let counted = 0;
  const after = from.position === null ? {} : { after: BigInt(from.position) };
  for await (const item of events.subscribe({ categories: ['activity'], signal, ...after })) {
    if (item.kind === 'caughtUp') return { ...likes, behind: false };
    for (const recorded of item.commit.events) {
      counted++;
      if (!TOLD.has(recorded.type)) continue;
      const decoded = decodeActivityEvent(recorded);
      if (decoded.kind === 'event') likes = countFleetLike(likes, decoded.event);
    }
    likes = { ...likes, position: String(item.commit.position) };
    if (counted >= MAX_EVENTS) break;
  }
  return likes;
};
