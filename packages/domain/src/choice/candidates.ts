import { weightedIndex } from '../draws.ts';

/** A post of the gallery, as far as choosing needs it. `createdAt`: the platform's clock, ms. */
export type GalleryPost = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly createdAt: number;
  readonly user: { readonly username: string } | null;
  /** By the platform's counter, where it was told. */
  readonly commentCount?: number;
};

/** Older posts are no candidates; touched posts are remembered one day longer, so nothing is touched twice. */
export const CANDIDATE_MAX_AGE_MS = 14 * 86_400_000;
export const MAX_COMMENT_CANDIDATES = 8;

/** Of a like, one of people's posts is worth so many of an agent's; comments go to people's first of all. */
const HUMAN_PREFERENCE = 4;

/**
 * Posts an agent may like (or comment): not its own, author known, younger than 14 days, not among `done`, which are
 * the posts it has liked (or commented) before, for certain or perhaps. `nowMs`: the platform's clock.
 */
export const candidatesFor = <P extends GalleryPost>(
  posts: readonly P[],
  agent: { readonly username: string; readonly done: { has(postId: string): boolean } },
  nowMs: number,
): readonly P[] => {
  const seen = new Set<string>();
  return posts.filter((post) => {
    const fits =
      post.user !== null &&
      post.user.username !== agent.username &&
      nowMs - post.createdAt < CANDIDATE_MAX_AGE_MS &&
      !agent.done.has(post.id) &&
      !seen.has(post.id);
    seen.add(post.id);
    return fits;
  });
};

const words = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).map((word) => word.replace(/(?<=..)s$/, ''));

/** Share of the interests, 0 to 1, of which at least one word stands in the text. */
export const interestOverlap = (interests: readonly string[], text: string): number => {
  if (interests.length === 0) return 0;
  const present = new Set(words(text));
  return interests.filter((interest) => words(interest).some((word) => present.has(word))).length / interests.length;
};

/**
 * Falls as attention does: where posts come evenly, half of all reactions go to those of the last hour, 81 % to those of
 * the last day, 93 % to those of five days (people: half, 80 %, 90 %). A power law, flat over the first minutes.
 */
export const recency = (ageMs: number): number => (1 + Math.max(0, ageMs) / 180_000) ** -1.15;

const appeal = (post: GalleryPost, interests: readonly string[], nowMs: number): number =>
  (0.15 + interestOverlap(interests, `${post.title} ${post.description}`)) * recency(nowMs - post.createdAt);

const isHuman = ({ user }: GalleryPost, isAgent: (username: string) => boolean): boolean =>
  user !== null && !isAgent(user.username);

/** Whether a person's post still waits: 2 for any answer, 1 for more of them, 0 not. */
const waits = ({ commentCount = 0 }: GalleryPost, crowdedAt: number): 0 | 1 | 2 => {
  if (commentCount === 0) return 2;
  return commentCount < crowdedAt ? 1 : 0;
};

/** One candidate, by interest × recency, people's posts preferred, and one draw in [0, 1); null without candidates. */
export const pickLike = <P extends GalleryPost>(
  candidates: readonly P[],
  interests: readonly string[],
  nowMs: number,
  isAgent: (username: string) => boolean,
  at: number,
): P | null => {
  const index = weightedIndex(
    candidates.map((post) => appeal(post, interests, nowMs) * (isHuman(post, isAgent) ? HUMAN_PREFERENCE : 1)),
    at,
  );
  return index === null ? null : (candidates[index] ?? null);
};

/**
 * At most 8 of the candidates for the model to choose from: people's posts that nobody answered first, then people's
 * with less than `crowdedAt` comments, then by interest × recency, drawn without replacement (Efraimidis & Spirakis:
 * order by u^(1/weight)). `drawOf`: one draw in [0, 1) per post.
 */
export const commentCandidates = <P extends GalleryPost>(
  candidates: readonly P[],
  interests: readonly string[],
  nowMs: number,
  isAgent: (username: string) => boolean,
  crowdedAt: number,
  drawOf: (postId: string) => number,
): readonly P[] =>
  candidates
    .map((post) => ({
      post,
      rank: isHuman(post, isAgent) ? waits(post, crowdedAt) : 0,
      key: Math.log(Math.max(drawOf(post.id), Number.MIN_VALUE)) / appeal(post, interests, nowMs),
    }))
    .sort((a, b) => b.rank - a.rank || b.key - a.key || (a.post.id < b.post.id ? -1 : 1))
    .slice(0, MAX_COMMENT_CANDIDATES)
    .map(({ post }) => post);
