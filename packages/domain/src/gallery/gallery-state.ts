import { z } from 'zod';
import { never } from '../decision.ts';
import { Author, type GalleryEvent } from './gallery-events.ts';

/** What observing remembers at most. */
export const GALLERY_MEMORY = {
  /** Posts whose counters are watched, the newest by the platform's clock. */
  posts: 1_000,
  /** Posts with likes of the fleet, the last liked. */
  liked: 4_000,
  /** A summary is due after this many runs. */
  summaryEveryRuns: 200,
} as const;

export type WatchedPost = {
  /** Platform clock, ms. */
  readonly createdAt: number;
  readonly by: Author;
  readonly likes: number;
  readonly comments: number;
  readonly humanLikes: number;
  /** The newest comment read, and all of the same moment. */
  readonly newest: { readonly at: number; readonly ids: string[] } | null;
};

export type GalleryState = {
  /** Wall time of the last run. */
  readonly observedAt: string | null;
  readonly activityPosition: string | null;
  readonly posts: ReadonlyMap<string, WatchedPost>;
  /** Posts created at or before this moment are not watched any more, and never told again. Platform ms. */
  readonly forgottenUntil: number;
  /** Likes of the fleet by post. */
  readonly fleetLikes: ReadonlyMap<string, number>;
  /** The fleet's likes under way, by attempt. */
  readonly open: ReadonlyMap<string, string>;
  readonly runsSinceSummary: number;
};

export const initialGallery: GalleryState = {
  observedAt: null,
  activityPosition: null,
  posts: new Map(),
  forgottenUntil: 0,
  fleetLikes: new Map(),
  open: new Map(),
  runsSinceSummary: 0,
};

type Observed = Extract<GalleryEvent, { type: 'GalleryObserved' }>['data'];

const UNCOUNTED = { likes: 0, comments: 0, humanLikes: 0, newest: null };

const watched = (state: GalleryState, { found, counted }: Observed): Pick<GalleryState, 'posts' | 'forgottenUntil'> => {
  const posts = new Map(state.posts);
  for (const { postId, createdAt, by } of found) posts.set(postId, { createdAt, by, ...UNCOUNTED });
  for (const { postId, ...counts } of counted) {
    const post = posts.get(postId);
    if (post) posts.set(postId, { ...post, ...counts });
  }
  if (posts.size <= GALLERY_MEMORY.posts) return { posts, forgottenUntil: state.forgottenUntil };
  const newestFirst = [...posts].sort(([, a], [, b]) => b.createdAt - a.createdAt);
  const dropped = newestFirst[GALLERY_MEMORY.posts]?.[1].createdAt ?? 0;
  return {
    posts: new Map(newestFirst.slice(0, GALLERY_MEMORY.posts).filter(([, { createdAt }]) => createdAt > dropped)),
    forgottenUntil: Math.max(state.forgottenUntil, dropped),
  };
};

const liked = (before: ReadonlyMap<string, number>, more: Observed['fleetLiked']): ReadonlyMap<string, number> => {
  if (more.length === 0) return before;
  const likes = new Map(before);
  for (const { postId, count } of more) {
    const sum = (likes.get(postId) ?? 0) + count;
    likes.delete(postId);
    likes.set(postId, sum);
  }
  for (const postId of likes.keys()) {
    if (likes.size <= GALLERY_MEMORY.liked) break;
    likes.delete(postId);
  }
  return likes;
};

/** Folds one event in. The facts are for readers: what the next run needs stands in the run's own event. */
export const evolveGallery = (state: GalleryState, event: GalleryEvent, at: { recordedAt: string }): GalleryState => {
  switch (event.type) {
    case 'HumanPosted':
    case 'HumanCommented':
    case 'ReactionsObserved':
      return state;
    case 'GalleryObserved':
      return {
        ...watched(state, event.data),
        observedAt: at.recordedAt,
        activityPosition: event.data.activityPosition,
        fleetLikes: liked(state.fleetLikes, event.data.fleetLiked),
        open: new Map(event.data.open.map(({ attemptId, postId }) => [attemptId, postId])),
        runsSinceSummary: state.runsSinceSummary + 1,
      };
    case 'GallerySummarized':
      return restoreGallery(event.data.state) ?? state;
    default:
      return never(event);
  }
};

/** Version 1 of the summary. A later version keeps reading this one. */
const Snapshot = z.object({
  v: z.literal(1),
  observedAt: z.string().nullable(),
  activityPosition: z.string().nullable(),
  forgottenUntil: z.number(),
  /** [post, createdAt, by, likes, comments, people's likes, newest comment, ids of that moment]. */
  posts: z.array(
    z.tuple([
      z.string(),
      z.number(),
      Author,
      z.number(),
      z.number(),
      z.number(),
      z.number().nullable(),
      z.array(z.string()),
    ]),
  ),
  fleetLikes: z.array(z.tuple([z.string(), z.number()])),
  open: z.array(z.tuple([z.string(), z.string()])),
});

export const gallerySnapshot = (state: GalleryState): z.infer<typeof Snapshot> => ({
  v: 1,
  observedAt: state.observedAt,
  activityPosition: state.activityPosition,
  forgottenUntil: state.forgottenUntil,
  posts: [...state.posts].map(([id, { createdAt, by, likes, comments, humanLikes, newest }]) => [
    ...([id, createdAt, by, likes, comments, humanLikes] as const),
    newest?.at ?? null,
    [...(newest?.ids ?? [])],
  ]),
  fleetLikes: [...state.fleetLikes],
  open: [...state.open],
});

/** Null when it is no summary this version can read: the fold then goes back further. */
export const restoreGallery = (data: unknown): GalleryState | null => {
  const parsed = Snapshot.safeParse(data);
  if (!parsed.success) return null;
  const { v: _, posts, fleetLikes, open, ...rest } = parsed.data;
  return {
    ...rest,
    posts: new Map(
      posts.map(([id, createdAt, by, likes, comments, humanLikes, at, ids]) => [
        id,
        { createdAt, by, likes, comments, humanLikes, newest: at === null ? null : { at, ids } },
      ]),
    ),
    fleetLikes: new Map(fleetLikes),
    open: new Map(open),
    runsSinceSummary: 0,
  };
};

export const gallerySummaryDue = (state: GalleryState): boolean =>
  state.runsSinceSummary >= GALLERY_MEMORY.summaryEveryRuns;
