import type { Diversity, EffectPoint, EffectView } from '@fleet/domain/read-models/effect';
import { sql } from 'kysely';
import type { EffectCounts, ReadDb } from './tables.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer ranges are told by days, and so is what is older than the hours that are kept. */
const HOURS_RANGE_MAX_MS = 14 * DAY_MS;
const HOURS_KEPT_MS = 90 * DAY_MS;
export const EFFECT_RANGE_MAX_MS = 400 * DAY_MS;

/** A range of whole buckets, wall clock. */
export type EffectRange = { readonly from: Date; readonly to: Date; readonly bucket: 'hour' | 'day' };

/** Widened to whole hours, or to whole UTC days where hours would be too many or are gone. */
export const effectRange = (fromMs: number, toMs: number, nowMs: number): EffectRange => {
  const hours = toMs - fromMs <= HOURS_RANGE_MAX_MS && fromMs >= nowMs - HOURS_KEPT_MS;
  const width = hours ? HOUR_MS : DAY_MS;
  return {
    from: new Date(Math.floor(fromMs / width) * width),
    to: new Date(Math.ceil(toMs / width) * width),
    bucket: hours ? 'hour' : 'day',
  };
};

const bucketsIn = async (db: ReadDb, { from, to, bucket }: EffectRange): Promise<(EffectCounts & { at: Date })[]> => {
  if (bucket === 'hour') {
    const hours = db.selectFrom('effect_hours').selectAll().where('hour', '>=', from).where('hour', '<', to);
    return (await hours.orderBy('hour').execute()).map(({ hour, ...counts }) => ({ at: hour, ...counts }));
  }
  const days = db
    .selectFrom('effect_days')
    .selectAll()
    .select(sql<string>`to_char(day, 'YYYY-MM-DD')`.as('day_text'))
    .where(
      sql<boolean>`day >= ${from}::timestamptz at time zone 'UTC' and day < ${to}::timestamptz at time zone 'UTC'`,
    );
  return (await days.orderBy('day').execute()).map(({ day_text, ...counts }) => ({
    ...counts,
    at: new Date(`${day_text}T00:00:00.000Z`),
  }));
};

const toPoint = (row: EffectCounts & { at: Date }): EffectPoint => ({
  at: row.at.toISOString(),
  human: { posts: row.human_posts, comments: row.human_comments, reactions: row.human_likes },
  synthetic: { posts: row.posts, comments: row.comments, likes: row.likes },
});

/** Distinct people that posted or commented; whole days are kept for ever, hours as long as their posts and comments. */
const peopleIn = async (db: ReadDb, { from, to, bucket }: EffectRange): Promise<number> => {
  const people =
    bucket === 'day'
      ? db
          .selectFrom('person_days')
          .select('person_id as id')
          .where(
            sql<boolean>`day >= ${from}::timestamptz at time zone 'UTC' and day < ${to}::timestamptz at time zone 'UTC'`,
          )
      : db
          .selectFrom('human_posts')
          .select('author_id as id')
          .where('posted_at', '>=', from)
          .where('posted_at', '<', to)
          .unionAll(
            db
              .selectFrom('human_comments')
              .select('author_id as id')
              .where('commented_at', '>=', from)
              .where('commented_at', '<', to),
          );
  const row = await db
    .selectFrom(people.as('seen'))
    .select(({ fn }) => fn.count<string>('id').distinct().as('people'))
    .executeTakeFirst();
  return Number(row?.people ?? 0);
};

const agentsIn = async (db: ReadDb, { from, to }: EffectRange): Promise<number> => {
  const row = await db
    .selectFrom('activities')
    .select(({ fn }) => fn.count<string>('agent_id').distinct().as('agents'))
    .where('recorded_at', '>=', from)
    .where('recorded_at', '<', to)
    .where('kind', 'in', ['post', 'comment', 'like'])
    .where('shadow', '=', false)
    .executeTakeFirst();
  return Number(row?.agents ?? 0);
};

const costIn = async (db: ReadDb, { from, to, bucket }: EffectRange): Promise<number> => {
  const sum = sql<number>`coalesce(sum(cost_usd), 0)::double precision`.as('cost');
  const row =
    bucket === 'hour'
      ? await db
          .selectFrom('minute_stats')
          .select(sum)
          .where('minute', '>=', from)
          .where('minute', '<', to)
          .executeTakeFirst()
      : await db
          .selectFrom('daily_stats')
          .select(sum)
          .where(
            sql<boolean>`day >= ${from}::timestamptz at time zone 'UTC' and day < ${to}::timestamptz at time zone 'UTC'`,
          )
          .executeTakeFirst();
  return row?.cost ?? 0;
};

/** People's posts, and those of them that somebody else, person or agent, commented on within an hour. */
const answeredIn = async (db: ReadDb, { from, to }: EffectRange): Promise<{ posts: number; answered: number }> => {
  const hour = sql<Date>`p.posted_at + interval '1 hour'`;
  const row = await db
    .selectFrom('human_posts as p')
    .select(({ fn }) => fn.countAll<string>().as('posts'))
    .select(({ exists, fn, or, selectFrom }) => {
      const byPerson = selectFrom('human_comments as c')
        .select('c.id')
        .whereRef('c.post_id', '=', 'p.id')
        .whereRef('c.author_id', '<>', 'p.author_id')
        .whereRef('c.commented_at', '>=', 'p.posted_at')
        .where('c.commented_at', '<', hour);
      const byAgent = selectFrom('activities as a')
        .select('a.id')
        .whereRef('a.post_id', '=', 'p.id')
        .where('a.kind', '=', 'comment')
        .where('a.shadow', '=', false)
        .where('a.recorded_at', '<', hour);
      return fn
        .countAll<string>()
        .filterWhere(or([exists(byPerson), exists(byAgent)]))
        .as('answered');
    })
    .where('posted_at', '>=', from)
    .where('posted_at', '<', to)
    .executeTakeFirst();
  return { posts: Number(row?.posts ?? 0), answered: Number(row?.answered ?? 0) };
};

/** People's posts and comments among all; null where there are none, or nobody has looked. */
const shareOf = (human: number, synthetic: number, observed: boolean): number | null =>
  observed && human + synthetic > 0 ? human / (human + synthetic) : null;

/** What people and agents did in a range of whole buckets, side by side. `diversityIn` may answer from memory. */
export const readEffect = async (
  db: ReadDb,
  range: EffectRange,
  diversityIn: (range: EffectRange) => Promise<Omit<Diversity, 'turnedAway'>>,
): Promise<EffectView> => {
  const [rows, people, agents, costUsd, { posts: humanPosts, answered }, gallery, varied] = await Promise.all([
    bucketsIn(db, range),
    peopleIn(db, range),
    agentsIn(db, range),
    costIn(db, range),
    answeredIn(db, range),
    db.selectFrom('gallery').selectAll().where('id', '=', 'main').executeTakeFirst(),
    diversityIn(range),
  ]);
  const sum = (name: keyof EffectCounts) => rows.reduce((total, row) => total + row[name], 0);
  const human = { posts: sum('human_posts'), comments: sum('human_comments'), reactions: sum('human_likes') };
  const synthetic = { posts: sum('posts'), comments: sum('comments'), likes: sum('likes') };
  const drawn = { likes: sum('drawn_likes'), comments: sum('drawn_comments') };
  const engagements = drawn.likes + drawn.comments;
  const observedAt = gallery?.observed_at?.toISOString() ?? null;
  return {
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    bucket: range.bucket,
    points: rows.map(toPoint),
    totals: { human: { ...human, people }, synthetic: { ...synthetic, agents } },
    humanShare: shareOf(human.posts + human.comments, synthetic.posts + synthetic.comments, observedAt !== null),
    drawn,
    alive: {
      newestPostAt: gallery?.newest_post_at?.toISOString() ?? null,
      humanPosts,
      answeredWithinHour: answered,
      answeredShare: humanPosts > 0 ? answered / humanPosts : null,
    },
    diversity: { ...varied, turnedAway: sum('turned_away') },
    costPerHumanEngagementUsd: engagements > 0 ? costUsd / engagements : null,
    observedAt,
  };
};

/** What the fleet's own answer tells of people. `humanShare`: since a moment, in whole hours. */
export type PeopleNow = { readonly humanShare: number | null; readonly observedAt: Date | null };

export const readPeople = async (db: ReadDb, from: Date): Promise<PeopleNow> => {
  const [gallery, row] = await Promise.all([
    db.selectFrom('gallery').select('observed_at').where('id', '=', 'main').executeTakeFirst(),
    db
      .selectFrom('effect_hours')
      .select(sql<number>`coalesce(sum(human_posts + human_comments), 0)::integer`.as('human'))
      .select(sql<number>`coalesce(sum(posts + comments), 0)::integer`.as('synthetic'))
      .where('hour', '>=', from)
      .executeTakeFirst(),
  ]);
  const observedAt = gallery?.observed_at ?? null;
  return { humanShare: shareOf(row?.human ?? 0, row?.synthetic ?? 0, observedAt !== null), observedAt };
};
