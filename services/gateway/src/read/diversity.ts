import { busiestTenthShare, distinct2, MEASURED_TEXTS } from '@fleet/domain/content/diversity';
import type { Diversity } from '@fleet/domain/read-models/effect';
import { sql } from 'kysely';
import type { EffectRange } from './effect.ts';
import type { ReadDb } from './tables.ts';

/** The newest captions and comments of a range, newest first. */
const textsIn = async (db: ReadDb, { from, to }: EffectRange): Promise<string[]> => {
  const rows = await db
    .selectFrom('activities')
    .select('text')
    .where('kind', 'in', ['post', 'comment'])
    .where('shadow', '=', false)
    .where('recorded_at', '>=', from)
    .where('recorded_at', '<', to)
    .orderBy('recorded_at', 'desc')
    .limit(MEASURED_TEXTS)
    .execute();
  return rows.flatMap(({ text }) => (text === null ? [] : [text]));
};

const postsOf = (db: ReadDb, { from, to }: EffectRange) =>
  db
    .selectFrom('activities')
    .where('kind', '=', 'post')
    .where('shadow', '=', false)
    .where('recorded_at', '>=', from)
    .where('recorded_at', '<', to);

/** How many agents posted how often: as many rows as there are different counts, however many agents. */
const postersIn = (db: ReadDb, range: EffectRange): Promise<{ posts: number; agents: number }[]> =>
  db
    .selectFrom(postsOf(db, range).select(sql<number>`count(*)::integer`.as('posts')).groupBy('agent_id').as('each'))
    .select(['posts', sql<number>`count(*)::integer`.as('agents')])
    .groupBy('posts')
    .execute();

const personasIn = async (db: ReadDb, range: EffectRange): Promise<number> => {
  const row = await postsOf(db, range)
    .select(sql<number>`count(distinct persona_id)::integer`.as('personas'))
    .executeTakeFirst();
  return row?.personas ?? 0;
};

/** What cannot be added up from hours and days: how varied words and posters of a range are. */
export const readDiversity = async (db: ReadDb, range: EffectRange): Promise<Omit<Diversity, 'turnedAway'>> => {
  const [texts, posters, personas] = await Promise.all([
    textsIn(db, range),
    postersIn(db, range),
    personasIn(db, range),
  ]);
  return {
    ...{ texts: texts.length, distinct2: distinct2(texts) },
    ...{ posters: posters.reduce((sum, { agents }) => sum + agents, 0), personas },
    busiestTenthShare: busiestTenthShare(posters),
  };
};
