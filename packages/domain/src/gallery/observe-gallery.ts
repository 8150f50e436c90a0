import type { FleetLikes } from './fleet-likes.ts';
import type { Author, GalleryEvent } from './gallery-events.ts';
import type { GalleryState, WatchedPost } from './gallery-state.ts';

/** Facts about people in one run at most; what is left over is told by the next ones. */
export const MAX_FACTS = 300;
/** Posts whose comments are read in one run at most. */
export const MAX_COMMENTED = 40;

/** An item as the platform lists it. Times: platform clock, ms. */
export type SeenItem = {
  readonly postId: string;
  readonly createdAt: number;
  readonly authorId: string | null;
  readonly by: Author;
  readonly likes: number;
  readonly comments: number;
};
export type SeenComment = {
  readonly commentId: string;
  readonly createdAt: number;
  readonly authorId: string | null;
  readonly by: Author;
};
/** What one run saw. `skewMs`: platform clock minus ours. `comments`: of the posts whose comments were read. */
export type Sight = {
  readonly runId: string;
  readonly pages: number;
  readonly reached: 'known' | 'end' | 'limit';
  readonly skewMs: number;
  readonly items: readonly SeenItem[];
  readonly comments: ReadonlyMap<string, readonly SeenComment[]>;
  readonly fleet: FleetLikes;
};

type Counted = Extract<GalleryEvent, { type: 'GalleryObserved' }>['data']['counted'][number];

/** Items that may still be told of, each once, the oldest first: a run that is full leaves the newest to the next. */
const watchable = (state: GalleryState, items: readonly SeenItem[]): readonly SeenItem[] =>
  [...new Map(items.map((item) => [item.postId, item])).values()]
    .filter(({ postId, createdAt }) => state.posts.has(postId) || createdAt > state.forgottenUntil)
    .sort((a, b) => a.createdAt - b.createdAt);

/** Posts whose comments have to be read, those first that had their last change of counters longest ago in the list. */
export const commentsToRead = (state: GalleryState, items: readonly SeenItem[]): readonly string[] =>
  watchable(state, items)
    .filter(({ postId, comments }) => comments !== (state.posts.get(postId)?.comments ?? 0))
    .map(({ postId }) => postId)
    .slice(0, MAX_COMMENTED);

/** Comments not read before; of the moment read last by id, since several may share it. */
export const newComments = (
  newest: WatchedPost['newest'] | undefined,
  comments: readonly SeenComment[],
): readonly SeenComment[] =>
  [...new Map(comments.map((comment) => [comment.commentId, comment])).values()]
    .filter(
      ({ commentId, createdAt }) =>
        !newest || createdAt > newest.at || (createdAt === newest.at && !newest.ids.includes(commentId)),
    )
    .sort((a, b) => a.createdAt - b.createdAt);

/** The newest comment known after these were read, and all of its moment. */
const newestAfter = (before: Counted['newest'], fresh: readonly SeenComment[]): Counted['newest'] => {
  if (fresh.length === 0) return before;
  const at = Math.max(...fresh.map(({ createdAt }) => createdAt));
  const ids = fresh.filter(({ createdAt }) => createdAt === at).map(({ commentId }) => commentId);
  return { at, ids: before?.at === at ? [...before.ids, ...ids] : ids };
};

/** Likes of the fleet by post, those counted in this run included. */
const fleetLikesOf = (state: GalleryState, fleet: FleetLikes, postId: string): number =>
  (state.fleetLikes.get(postId) ?? 0) + (fleet.liked.get(postId) ?? 0);

/**
 * What a run of observing states: who of the people posted and commented, how people's likes changed, and the run itself.
 * A person's post or comment is stated once, however often it is seen. Pure: the same state and sight, the same events.
 */
export const observeGallery = (state: GalleryState, sight: Sight): readonly GalleryEvent[] => {
  const { runId, skewMs, fleet } = sight;
  const wall = (platformMs: number) => new Date(Math.round(platformMs - skewMs)).toISOString();
  const facts: GalleryEvent[] = [];
  const found: { postId: string; createdAt: number; by: Author }[] = [];
  const counted: Counted[] = [];
  let unnamed = 0;
  for (const item of watchable(state, sight.items)) {
    if (facts.length >= MAX_FACTS) break;
    const { postId, createdAt, authorId } = item;
    const before = state.posts.get(postId);
    // Once known to be somebody's it stays so, also when the platform has forgotten its author.
    const by = before?.by ?? item.by;
    if (!before) {
      found.push({ postId, createdAt, by });
      if (by === 'unknown') unnamed++;
      if (by === 'person' && authorId !== null)
        facts.push({ type: 'HumanPosted', data: { postId, authorId, postedAt: wall(createdAt) } });
    }
    const read = sight.comments.get(postId);
    const fresh = read === undefined ? [] : newComments(before?.newest, read);
    for (const comment of fresh) {
      if (comment.by === 'unknown') unnamed++;
      if (comment.by !== 'person' || comment.authorId === null) continue;
      const { commentId } = comment;
      const commentedAt = wall(comment.createdAt);
      const data = { commentId, postId, authorId: comment.authorId, commentedAt, on: by };
      facts.push({ type: 'HumanCommented', data });
    }
    const settled = !fleet.behind && !fleet.unsettled.has(postId);
    const fleetLikes = fleetLikesOf(state, fleet, postId);
    const old = { likes: before?.likes ?? 0, comments: before?.comments ?? 0, humanLikes: before?.humanLikes ?? 0 };
    const humanLikes = settled ? Math.max(0, item.likes - fleetLikes) : old.humanLikes;
    if (humanLikes !== old.humanLikes)
      facts.push({
        type: 'ReactionsObserved',
        data: {
          ...{ postId, on: by, fleetLikes, since: state.observedAt },
          likes: { before: old.likes, after: item.likes },
          humanLikes: { before: old.humanLikes, after: humanLikes },
        },
      });
    const now = {
      likes: settled ? item.likes : old.likes,
      // Not read yet: the next run still has to.
      comments: read === undefined ? old.comments : item.comments,
      humanLikes,
    };
    if (now.likes !== old.likes || now.comments !== old.comments || humanLikes !== old.humanLikes || fresh.length > 0)
      counted.push({ postId, ...now, newest: newestAfter(before?.newest ?? null, fresh) });
  }
  const newestAt = Math.max(...sight.items.map(({ createdAt }) => createdAt));
  const run: GalleryEvent = {
    type: 'GalleryObserved',
    data: {
      ...{ runId, pages: sight.pages, items: sight.items.length, reached: sight.reached, unnamed, found, counted },
      newestPostAt: sight.items.length === 0 ? null : wall(newestAt),
      activityPosition: fleet.position,
      behind: fleet.behind,
      fleetLiked: [...fleet.liked].map(([postId, count]) => ({ postId, count })),
      open: [...fleet.open].map(([attemptId, postId]) => ({ attemptId, postId })),
    },
  };
  return [...facts, run];
};
