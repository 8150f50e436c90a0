import { z } from 'zod';

const event = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.object({ type: z.literal(type), data: z.object(data) });

/** Whose a post is. `unknown`: the platform names no author, as it does when a user is gone. */
export const AUTHORS = ['agent', 'person', 'unknown'] as const;
export const Author = z.enum(AUTHORS);
export type Author = z.infer<typeof Author>;

const Count = z.number().int();
const Change = z.object({ before: Count, after: Count });
/** Wall clock: what the platform says, put right by the difference of its clock to ours. */
const Moment = z.iso.datetime();
/** Platform clock, ms. */
const PlatformMs = z.number();

/**
 * Stream `gallery-main`: what people did, as far as the platform tells. Ids and times, never names or texts: events are
 * for ever. One run of observing is one commit: its facts, then `GalleryObserved`.
 */
export const GalleryEvent = z.discriminatedUnion('type', [
  event('HumanPosted', { postId: z.string(), authorId: z.string(), postedAt: Moment }),
  event('HumanCommented', {
    commentId: z.string(),
    postId: z.string(),
    authorId: z.string(),
    commentedAt: Moment,
    /** Whose post it is on. */
    on: Author,
  }),
  /** The platform tells no names of likers: people's likes are the counter minus the fleet's own. */
  event('ReactionsObserved', {
    postId: z.string(),
    on: Author,
    likes: Change,
    /** The fleet's own, those of unknown outcome included, so that people's are never overstated. */
    fleetLikes: Count,
    humanLikes: Change,
    /** Wall time of the observation before; null: this is the first. */
    since: Moment.nullable(),
  }),
  event('GalleryObserved', {
    runId: z.string(),
    pages: Count,
    items: Count,
    /** Where reading ended: at what was known, at the gallery's end, or at this run's limit. */
    reached: z.enum(['known', 'end', 'limit']),
    newestPostAt: Moment.nullable(),
    /** Items and comments whose author the platform does not name: they count as nobody's. */
    unnamed: Count,
    /** The fleet's own likes are known up to this commit of the activity streams; null: from none. */
    activityPosition: z.string().nullable(),
    /** True while older likes of the fleet are still being counted: reactions are not stated until then. */
    behind: z.boolean(),
    /** What follows lets the next run go on: posts seen for the first time, */
    found: z.array(z.object({ postId: z.string(), createdAt: PlatformMs, by: Author })),
    /** counters that changed (`newest`: the comment read last and those of the same moment), */
    counted: z.array(
      z.object({
        postId: z.string(),
        likes: Count,
        comments: Count,
        humanLikes: Count,
        newest: z.object({ at: PlatformMs, ids: z.array(z.string()) }).nullable(),
      }),
    ),
    /** likes of the fleet's own since the last run, */
    fleetLiked: z.array(z.object({ postId: z.string(), count: Count })),
    /** and its likes under way. */
    open: z.array(z.object({ attemptId: z.string(), postId: z.string() })),
  }),
  /** Bounded memory: everything a later fold needs. Folding reads backwards to the newest one. */
  event('GallerySummarized', { state: z.unknown() }),
]);
export type GalleryEvent = z.infer<typeof GalleryEvent>;
