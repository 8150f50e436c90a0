import { DEFAULT_CAPS } from '@fleet/domain/budget/caps';
import type { ActivityKind, Fleet } from '@fleet/domain/read-models/api';
import { ACTIVITY_KINDS } from '@fleet/domain/read-models/api';
import type { Clock } from '@fleet/platform/clock';
import { type Selectable, sql } from 'kysely';
import type { LedgerOverview } from '../budget/ledger.ts';
import { type PeopleNow, readPeople } from './effect.ts';
import type { ReadDb, ReadTables } from './tables.ts';

type FleetRow = Selectable<ReadTables['fleet']>;
export type Latch = { readonly paused: boolean; readonly by: string; readonly reason: string };
export type FleetProblem = Fleet['problems'][number];

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** An operator's pause, or the latch, comes before the platform's; a budget pause ends by itself at its time. */
export const statusOf = (
  row: FleetRow | undefined,
  latch: Latch | null,
  wallMs: number,
): Pick<Fleet, 'status' | 'statusReason' | 'until'> => {
  if (row?.paused) return { status: 'paused', statusReason: row.pause_reason || null, until: null };
  if (latch?.paused) return { status: 'paused', statusReason: latch.reason || null, until: null };
  const until = row?.platform_until ?? null;
  const over = row?.platform_cause === 'budget' && until !== null && until.getTime() <= wallMs;
  if (!row?.platform_paused || over) return { status: 'running', statusReason: null, until: null };
  return {
    status: 'paused_by_platform',
    statusReason: row.platform_reason || null,
    until: until?.toISOString() ?? null,
  };
};

const agentCounts = async (db: ReadDb, now: Date): Promise<Fleet['agents']> => {
  const rows = await db
    .selectFrom('agents')
    .select(
      sql<
        keyof Fleet['agents']
      >`case when status = 'running' and sleeping_until > ${now} then 'sleeping' else status end`.as('shown'),
    )
    .select((select) => select.fn.countAll<string>().as('count'))
    .groupBy('shown')
    .execute();
  const counts = { total: 0, idle: 0, running: 0, paused: 0, sleeping: 0, error: 0, deleted: 0 };
  for (const { shown, count } of rows) counts[shown] += Number(count);
  counts.total = counts.idle + counts.running + counts.paused + counts.sleeping + counts.error;
  return counts;
};

const spentOn = async (db: ReadDb, day: string): Promise<number> => {
  const row = await db
    .selectFrom('daily_stats')
    .select(sql<number>`coalesce(sum(cost_usd), 0)::double precision`.as('spent'))
    .where(sql<boolean>`day = ${day}::date`)
    .executeTakeFirst();
  return row?.spent ?? 0;
};

/** Ended actions of the last full minute, every kind named. */
const lastMinute = async (db: ReadDb, wallMs: number): Promise<Fleet['lastMinute']> => {
  const minute = new Date(Math.floor(wallMs / MINUTE_MS) * MINUTE_MS - MINUTE_MS);
  const rows = await db.selectFrom('minute_stats').select(['kind', 'count']).where('minute', '=', minute).execute();
  const counts = Object.fromEntries(ACTIVITY_KINDS.map((kind) => [kind, 0])) as Record<ActivityKind, number>;
  for (const { kind, count } of rows) counts[kind] = count;
  return counts;
};

const RECENT_MINUTES = 15;
/** Rejected and unknown among what ended in the last 15 minutes; skipped ticks were not tried. */
const errorRate = async (db: ReadDb, wallMs: number): Promise<number | null> => {
  const row = await db
    .selectFrom('minute_stats')
    .select([
      sql<number>`coalesce(sum(count) filter (where kind <> 'skipped'), 0)::double precision`.as('ended'),
      sql<number>`coalesce(sum(count) filter (where kind in ('rejected', 'unknown')), 0)::double precision`.as('bad'),
    ])
    .where('minute', '>', new Date(wallMs - RECENT_MINUTES * MINUTE_MS))
    .executeTakeFirst();
  return row && row.ended > 0 ? row.bad / row.ended : null;
};

/** What the ledger says; where there is none, what the read model has added up, and nothing is held. */
const spendOn = async (db: ReadDb, ledger: FleetSources['ledger'], day: string): Promise<Fleet['spend']> => {
  const known = await ledger().catch(() => null);
  if (known !== null) return { today: known.day.spent, held: known.day.held, cap: known.caps.day };
  return { today: await spentOn(db, day), held: 0, cap: DEFAULT_CAPS.day };
};

const checkpointOf = (db: ReadDb) =>
  db.selectFrom('checkpoint').selectAll().where('name', '=', 'main').executeTakeFirst();

/** How far the read model is behind, in ms: as the projector said last, or as the gateway itself knows. */
export const readLag = async (db: ReadDb, knownLagMs: FleetSources['knownLagMs']): Promise<number> => {
  const checkpoint = await checkpointOf(db);
  return Math.max(checkpoint?.lag_ms ?? 0, knownLagMs(BigInt(checkpoint?.position ?? '0')));
};

/** The gallery is looked at every minute; for so long it may not be without a word. */
const UNOBSERVED_AFTER_MS = 5 * MINUTE_MS;

/** People going unseen is worth a word, unless the platform itself wants to be left alone. */
const unobserved = ({ observedAt }: PeopleNow, row: FleetRow | undefined, wallMs: number): FleetProblem[] => {
  if (observedAt === null || wallMs - observedAt.getTime() < UNOBSERVED_AFTER_MS) return [];
  if (row?.platform_cause === 'kill_switch' || row?.pause_cause === 'unauthorized') return [];
  const since = observedAt.toISOString();
  return [{ part: 'gallery', message: 'what people do is not observed: the actors’ logs say why', since }];
};

export type FleetSources = {
  readonly db: ReadDb;
  /** Null where there is no budget ledger. */
  readonly ledger: () => Promise<LedgerOverview | null>;
  readonly clock: Clock;
  readonly latch: () => Latch | null;
  /** Null: no scheduler tells. */
  readonly tickLateness: () => Fleet['tickLateness'];
  readonly problems: () => readonly FleetProblem[];
  /** What the gateway itself knows of the read model's lag, besides what the projector last said. */
  readonly knownLagMs: (position: bigint) => number;
};

/** `total` leaves deleted agents out. Money is of the UTC day of wall time. */
export const readFleet = async ({
  db,
  ledger,
  clock,
  latch,
  tickLateness,
  problems,
  knownLagMs,
}: FleetSources): Promise<Fleet> => {
  const wallMs = clock.wallNow();
  const wall = new Date(wallMs);
  const [row, agents, spend, minute, people, errors, checkpoint] = await Promise.all([
    db.selectFrom('fleet').selectAll().where('id', '=', 'main').executeTakeFirst(),
    agentCounts(db, wall),
    spendOn(db, ledger, wall.toISOString().slice(0, 10)),
    lastMinute(db, wallMs),
    // Read models of before may not have it yet.
    readPeople(db, new Date(wallMs - DAY_MS)).catch((): PeopleNow => ({ humanShare: null, observedAt: null })),
    errorRate(db, wallMs),
    checkpointOf(db),
  ]);
  const position = checkpoint?.position ?? '0';
  return {
    ...statusOf(row, latch(), wallMs),
    activityLevel: row?.activity_level ?? 1,
    personaLevels: row?.persona_levels ?? {},
    agents,
    spend,
    lagMs: Math.max(checkpoint?.lag_ms ?? 0, knownLagMs(BigInt(position))),
    lastMinute: minute,
    humanShare: people.humanShare,
    errorRate: errors,
    tickLateness: tickLateness() ?? null,
    clock: { fleet: new Date(clock.fleetNow()).toISOString(), wall: wall.toISOString(), scale: clock.scale() },
    problems: [...problems(), ...unobserved(people, row, wallMs)],
    position,
  };
};
