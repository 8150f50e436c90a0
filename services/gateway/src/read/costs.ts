import type { CostSplit, CostsView } from '@fleet/domain/read-models/costs';
import { type RawBuilder, sql } from 'kysely';
import { agentNames } from './agents.ts';
import type { ReadDb } from './tables.ts';

/** Rows of one answer; what comes after them is small change, and in the total. */
const MAX_ROWS = 100;

type Days = { readonly from: string; readonly to: string };
type Sums = { count: number; inputTokens: number; outputTokens: number; costUsd: number };

/** Sums as numbers: of 2⁵³ tokens and more nobody has to tell. */
const SUMS = {
  count: sql<number>`coalesce(sum(count), 0)::double precision`,
  inputTokens: sql<number>`coalesce(sum(input_tokens), 0)::double precision`,
  outputTokens: sql<number>`coalesce(sum(output_tokens), 0)::double precision`,
  costUsd: sql<number>`coalesce(round(sum(cost_usd)::numeric, 9), 0)::double precision`,
} satisfies Record<keyof Sums, RawBuilder<number>>;
const summed = [
  SUMS.count.as('count'),
  SUMS.inputTokens.as('inputTokens'),
  SUMS.outputTokens.as('outputTokens'),
  SUMS.costUsd.as('costUsd'),
];
const within = ({ from, to }: Days) => sql<boolean>`day between ${from}::date and ${to}::date`;

/** Where each split is counted. */
const TABLES = {
  persona: { table: 'daily_stats', column: sql<string>`persona_id` },
  model: { table: 'daily_stats', column: sql<string>`model` },
  prompt: { table: 'daily_usage', column: sql<string>`prompt` },
  agent: { table: 'daily_usage', column: sql<string>`agent_id::text` },
} as const;

const rowsBy = (db: ReadDb, by: CostSplit, days: Days) => {
  const { table, column } = TABLES[by];
  return db
    .selectFrom(table)
    .select(column.as('key'))
    .select(summed)
    .where(within(days))
    .groupBy(column)
    .orderBy('costUsd', 'desc')
    .orderBy('inputTokens', 'desc')
    .orderBy('key')
    .limit(MAX_ROWS)
    .execute();
};

const personaNames = async (db: ReadDb): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.selectFrom('personas').select(['id', 'definition']).limit(1_000).execute();
  return new Map(rows.map(({ id, definition }) => [id, definition.name]));
};

/** What money and tokens went into on UTC days of wall time, both ends included. */
export const readCosts = async (db: ReadDb, by: CostSplit, days: Days): Promise<CostsView> => {
  const [total, rows, kinds] = await Promise.all([
    db.selectFrom('daily_stats').select(summed).where(within(days)).executeTakeFirstOrThrow(),
    rowsBy(db, by, days),
    db
      .selectFrom('daily_stats')
      .select('kind')
      .select([SUMS.count.as('count'), SUMS.costUsd.as('costUsd')])
      .where(within(days))
      .groupBy('kind')
      .orderBy('kind')
      .execute(),
  ]);
  const keys = rows.map(({ key }) => key);
  const names = by === 'agent' ? await agentNames(db, keys) : by === 'persona' ? await personaNames(db) : null;
  return {
    by,
    ...days,
    total,
    rows: rows.map(({ key, ...sums }) => ({ key: key || null, name: names?.get(key) ?? null, ...sums })),
    perAction: kinds.map((kind) => ({ ...kind, usdEach: kind.count === 0 ? 0 : kind.costUsd / kind.count })),
  };
};
