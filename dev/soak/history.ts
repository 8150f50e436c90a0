import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { decodeActivityEvent } from '@fleet/domain/codec';
import { categoryOf, type EventStore } from '@fleet/platform/eventstore';

const AGAIN_MS = 500;

/**
 * Everything that was ever recorded, kept up to date while the fleet runs: the subscription outlives every restart of
 * the store. What was seen while browsing is left out; it is most of the bytes and none of the promises.
 */
export const followHistory = (events: EventStore, signal: AbortSignal) => {
  const stories = new Map<string, ActivityEvent[]>();
  const open = new Map<string, string>();
  const unreadable: string[] = [];
  let ended = 0;
  let position: bigint | undefined;
  let newestAt = performance.now();

  const take = (agentId: string, event: ActivityEvent) => {
    const story = stories.get(agentId) ?? [];
    stories.set(agentId, story);
    if (event.type === 'TickAccepted') open.set(agentId, event.data.tickId);
    if (event.type === 'TickEnded' || event.type === 'TickAbandoned') {
      open.delete(agentId);
      ended++;
    }
    if (event.type !== 'FeedBrowsed' && event.type !== 'MemorySummarized') story.push(event);
  };

  const follow = async () => {
    while (!signal.aborted) {
      try {
        for await (const item of events.subscribe({ signal, ...(position === undefined ? {} : { after: position }) })) {
          if (item.kind === 'caughtUp') continue;
          position = item.commit.position;
          newestAt = performance.now();
          const { stream } = item.commit;
          if (categoryOf(stream) !== 'activity') continue;
          for (const recorded of item.commit.events) {
            const decoded = decodeActivityEvent(recorded);
            if (decoded.kind === 'event') take(stream.slice('activity-'.length), decoded.event);
            else unreadable.push(decoded.reason);
          }
        }
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  };
  void follow();

  return {
    stories: stories as ReadonlyMap<string, readonly ActivityEvent[]>,
    unreadable: unreadable as readonly string[],
    /** Ticks that came to their end. */
    ended: () => ended,
    openTicks: () => open.size,
    position: () => position ?? 0n,
    quietForMs: () => performance.now() - newestAt,
  };
};
export type History = ReturnType<typeof followHistory>;
