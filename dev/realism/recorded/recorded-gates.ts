import type { Preset } from '@fleet/domain/persona/seeding';
import { type Gate, gatesOf } from '../gates.ts';
import type { Measures } from '../history.ts';
import { nearTwins } from './near-twins.ts';
import type { Left, RecordedFleet } from './recorded-fleet.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a history has to have before a measure of it says anything: below, chance alone fails a gate. */
const lacksOf = (measures: Measures, days: number): readonly (string | null)[] => {
  const atLeast = (is: number, wanted: number, what: string) =>
    is >= wanted ? null : `${wanted} ${what}, there are ${Math.floor(is)}`;
  const { measurable, gaps, fewest, expected, moments, posts, agents } = measures;
  const all = Object.values(measures.shares).some((share) => share > 0) ? moments : 0;
  return [
    atLeast(measurable, 5, 'agents with 50 gaps'),
    atLeast(measurable, 5, 'agents with 50 gaps'),
    atLeast(gaps, 1_000, 'gaps'),
    atLeast(days, 3, 'fleet days'),
    days >= 1 ? atLeast(fewest, 2_000, 'moments of each persona') : atLeast(days, 1, 'fleet day'),
    atLeast(expected, 20_000, 'moments meant'),
    atLeast(moments, 100, 'moments'),
    days >= 7 ? (atLeast(posts, 200, 'posts') ?? atLeast(agents, 50, 'agents')) : atLeast(days, 7, 'fleet days'),
    atLeast(days, 7, 'fleet days'),
    atLeast(all, 200, 'moments'),
  ];
};

/** The gates of the rhythm, each with what the history lacks for it. */
export const rhythmGates = (measures: Measures, preset: Preset, days: number): Gate[] => {
  const lacks = lacksOf(measures, days);
  return gatesOf(measures, preset).map((gate, i) => ({ ...gate, lacks: lacks[i] ?? null }));
};

const percent = (share: number): string => (Number.isNaN(share) ? 'none' : `${(100 * share).toFixed(1)} %`);
const keyOf = ({ agentId, postId }: Left): string => `${agentId} ${postId}`;
const repeated = (left: readonly Left[]): number => left.length - new Set(left.map(keyOf)).size;

/** What agents must never do, what they said, and how soon they reacted. */
export const mannersGates = ({ left, wallMs }: RecordedFleet): Gate[] => {
  const of = (kind: Left['kind']) => left.filter((one) => one.kind === kind);
  const [posts, comments, likes] = [of('post'), of('comment'), of('like')];
  const authors = new Map(posts.map(({ postId, agentId }) => [postId, agentId]));
  const ownLikes = likes.filter(({ postId, agentId }) => authors.get(postId) === agentId).length;
  const ownComments = comments.filter(({ postId, agentId }) => authors.get(postId) === agentId).length;
  const texts = [...posts, ...comments].sort((a, b) => a.at - b.at).flatMap(({ text }) => (text ? [text] : []));
  const twins = nearTwins(texts);
  const ages = [...comments, ...likes].flatMap(({ at, postedAt }) => (postedAt === null ? [] : [at - postedAt]));
  const within = (hours: number) =>
    ages.length === 0 ? Number.NaN : ages.filter((age) => age <= hours * HOUR_MS).length / ages.length;
  const none = (name: string, count: number, among: number): Gate => ({
    ...{ name, value: String(count), wanted: 'none', held: true, met: count === 0 },
    lacks: among > 0 ? null : 'one at least',
  });
  /** Only where posts are old enough can reactions to old posts be missing by choice. */
  const reactions = (hours: number, wanted: number): Gate => ({
    name: `reactions to posts of the last ${hours} h`,
    value: percent(within(hours)),
    wanted: `${100 * wanted} ± 15 %`,
    held: true,
    met: Math.abs(within(hours) - wanted) <= 0.15,
    lacks:
      wallMs < 14 * DAY_MS
        ? `14 days of wall time, there are ${(wallMs / DAY_MS).toFixed(1)}`
        : ages.length < 500
          ? `500 reactions, there are ${ages.length}`
          : null,
  });
  return [
    none('likes of one’s own post', ownLikes, likes.length),
    none('likes of the same post by the same agent', repeated(likes), likes.length),
    none('comments on one’s own post', ownComments, comments.length),
    none('comments on the same post by the same agent', repeated(comments), comments.length),
    {
      ...none(`near-duplicates among ${texts.length} published texts`, twins.length, texts.length),
      ...(twins[0] ? { value: `${twins.length}, as in “${twins[0].text.slice(0, 40)}”` } : {}),
    },
    reactions(1, 0.5),
    reactions(24, 0.8),
    reactions(120, 0.9),
  ];
};
