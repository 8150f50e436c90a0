import { z } from 'zod';

/** What people and agents did side by side, from the observed gallery. People first: they are what it is for. */

const count = z.number().int();

/** One bar, wall clock, of the bucket's width; buckets in which nothing happened are absent. */
export const EffectPoint = z.object({
  at: z.iso.datetime(),
  human: z.object({ posts: count, comments: count, reactions: count }),
  synthetic: z.object({ posts: count, comments: count, likes: count }),
});
export type EffectPoint = z.infer<typeof EffectPoint>;

/** How varied agents' words and posters are, as far back as detail is kept; may be a minute old. */
export const Diversity = z.object({
  /** Captions and comments looked at: the newest of the range, 1,000 at most. */
  texts: count,
  /** Different word pairs by all of them; null of fewer than 20 texts. */
  distinct2: z.number().min(0).max(1).nullable(),
  /** Texts that agents were kept from saying because they, or nearly they, were said before; in shadow mode too. */
  turnedAway: count,
  /** Agents that posted; how many personas they are of. */
  posters: count,
  personas: count,
  /** Share of their posts by the busiest tenth of them; null of fewer than ten. */
  busiestTenthShare: z.number().min(0).max(1).nullable(),
});
export type Diversity = z.infer<typeof Diversity>;

export const EffectView = z.object({
  /** Wall clock, `[from, to)`. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  bucket: z.enum(['hour', 'day']),
  points: z.array(EffectPoint),
  totals: z.object({
    human: z.object({ posts: count, comments: count, reactions: count, people: count }),
    synthetic: z.object({ posts: count, comments: count, likes: count, agents: count }),
  }),
  /** People's posts and comments among all posts and comments; null when there were none. */
  humanShare: z.number().min(0).max(1).nullable(),
  /** What people did on agents' posts. The platform tells no names of likers: likes are counters minus our own. */
  drawn: z.object({ likes: count, comments: count }),
  alive: z.object({
    newestPostAt: z.iso.datetime().nullable(),
    humanPosts: count,
    /** People's posts that got a comment by somebody else, person or agent, within an hour. */
    answeredWithinHour: count,
    answeredShare: z.number().min(0).max(1).nullable(),
  }),
  diversity: Diversity,
  /** The fleet's cost in the range divided by people's comments and likes on agents' posts; null without any. */
  costPerHumanEngagementUsd: z.number().nullable(),
  /** When the gallery was last looked at; null: never, and everything about people here is unknown rather than zero. */
  observedAt: z.iso.datetime().nullable(),
});
export type EffectView = z.infer<typeof EffectView>;
