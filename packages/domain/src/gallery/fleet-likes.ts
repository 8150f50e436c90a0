import type { ActivityEvent } from '../activity/activity-events.ts';

/** The fleet's own likes, counted from its activity streams: what people's are the rest of. */
export type FleetLikes = {
  /** Commit counted last, decimal; null: none. */
  readonly position: string | null;
  /** More was there than one run counts. */
  readonly behind: boolean;
  /** Likes since the last run, by post; those of unknown outcome too. */
  readonly liked: ReadonlyMap<string, number>;
  /** Likes under way: attempt to post. */
  readonly open: ReadonlyMap<string, string>;
  /** Posts with a like under way at some moment of this counting: their counters mean nothing yet. */
  readonly unsettled: ReadonlySet<string>;
};

export const noFleetLikes = (open: ReadonlyMap<string, string>, position: string | null): FleetLikes => ({
  position,
  behind: false,
  liked: new Map(),
  open,
  unsettled: new Set(open.values()),
});

const including = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> => new Map(map).set(key, value);
const without = <K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> => {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
};

/**
 * Folds one activity event in. A like is under way from its attempt, which is appended before it is sent, to its
 * outcome: so whatever the platform's counter holds is either counted here or known to be under way.
 */
export const countFleetLike = (likes: FleetLikes, event: ActivityEvent): FleetLikes => {
  switch (event.type) {
    case 'EffectAttempted': {
      const { attemptId, request } = event.data;
      if (request.step !== 'publish' || request.kind !== 'like') return likes;
      const { postId } = request;
      const unsettled = new Set(likes.unsettled).add(postId);
      return { ...likes, open: including(likes.open, attemptId, postId), unsettled };
    }
    case 'EffectSucceeded':
    case 'EffectFailed':
    case 'EffectUnknown': {
      const { attemptId } = event.data;
      const postId = likes.open.get(attemptId);
      if (postId === undefined) return likes;
      const open = without(likes.open, attemptId);
      if (event.type === 'EffectFailed') return { ...likes, open };
      return { ...likes, open, liked: including(likes.liked, postId, (likes.liked.get(postId) ?? 0) + 1) };
    }
    case 'TickAbandoned': {
      // Given up with an attempt open: whether it happened is not known.
      const open = new Map(likes.open);
      const liked = new Map(likes.liked);
      for (const [attemptId, postId] of likes.open) {
        if (!attemptId.startsWith(`${event.data.tickId}.`)) continue;
        open.delete(attemptId);
        liked.set(postId, (liked.get(postId) ?? 0) + 1);
      }
      return { ...likes, open, liked };
    }
    default:
      return likes;
  }
};

/** From here on only what is under way now, or begins, makes a counter uncertain: right before the gallery is read. */
export const readingBegins = (likes: FleetLikes): FleetLikes => ({ ...likes, unsettled: new Set(likes.open.values()) });
