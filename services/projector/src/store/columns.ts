/** One column of a bulk write: its name and type in Postgres, and its value of a row. */
export type Column<R> = { readonly name: string; readonly type: ColumnType; of(row: R): unknown };
type ColumnType =
  | 'text'
  | 'uuid'
  | 'numeric'
  | 'timestamptz'
  | 'date'
  | 'integer'
  | 'smallint'
  | 'bigint'
  | 'float8'
  | 'boolean'
  | 'jsonb';

/** Postgres stores neither NUL nor halves of surrogate pairs; text of others may hold both. */
const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
const json = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? clean(part) : part));

const encoded = (type: ColumnType, value: unknown): unknown => {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb') return json(value);
  return typeof value === 'string' ? clean(value) : typeof value === 'bigint' ? String(value) : value;
};

/** One array per column, for `unnest`. */
export const parameters = <R>(columns: readonly Column<R>[], rows: readonly R[]): unknown[][] =>
  columns.map(({ type, of }) => rows.map((row) => encoded(type, of(row))));

/** `insert … select * from unnest(…) on conflict (key) do …`: as many rows as one likes in one statement. */
export const bulkInsert = <R>(table: string, columns: readonly Column<R>[], onConflict: string): string => {
  const names = columns.map(({ name }) => name).join(', ');
  const arrays = columns.map(({ type }, n) => `$${n + 1}::${type}[]`).join(', ');
  return `insert into ${table} as old (${names}) select * from unnest(${arrays}) ${onConflict}`;
};

/** Every column but the key takes the new value. */
export const replacing = <R>(key: string, columns: readonly Column<R>[]): string => {
  const others = columns.filter(({ name }) => name !== key).map(({ name }) => `${name} = excluded.${name}`);
  return `on conflict (${key}) do update set ${others.join(', ')}`;
};

const sum = (name: string): string =>
  // Whole billionths, as in memory: see toNanoUsd.
  name === 'cost_usd' ? `round((old.${name} + excluded.${name})::numeric, 9)` : `old.${name} + excluded.${name}`;

/** The named columns add up. */
export const adding = (key: string, columns: readonly string[]): string =>
  `on conflict (${key}) do update set ${columns.map((name) => `${name} = ${sum(name)}`).join(', ')}`;
