import type { Fleet } from '@fleet/domain/read-models/api';
import type { System } from '@fleet/domain/read-models/system';

type Figures = NonNullable<System['services']>[number]['figures'];
type Breakers = NonNullable<System['breakers']>;

/** What can be away, or ill, on demand. */
export type Ill = 'nats' | 'postgres' | 'llm' | 'actor' | 'versions';

const hourMs = 3_600_000;
const mb = 1_000_000;
const modelAway = 'LLM provider offline at http://127.0.0.1:4002/v1: connect ECONNREFUSED 127.0.0.1:4002';

const actorFigures = (ticks: number): Figures => ({
  ...{ inFlight: 3, parked: 1, ticks, errors: 2, minuteShared: true },
  ...{ 'dropped.busy': 14, 'dropped.limit': 0, 'dropped.not_runnable': 3, 'dropped.stale': 0 },
  ...{ writes: 'on', llmProvider: 'offline', llmModel: 'offline', llmHost: '127.0.0.1:4002', imagesFree: true },
  ...{ actionsPerAgentHour: 60, actionsPerMinute: 600 },
});
const schedulerFigures: Figures = {
  ...{ published: 9_420, skipped: 12, publishFailures: 0, jobs: 1_310, unreadableEvents: 0 },
  ...{ heldPartitions: 64, schedulers: 1, planned: 48, agents: 48, inFlight: 0, backlogMs: 0 },
  ...{ latenessP50Ms: 4.2, latenessP99Ms: 12.7, leads: true, jobsWaiting: 0, rampMinutesPer50: 10 },
};
const projectorFigures: Figures = {
  ...{ active: true, position: '8420', lagMs: 140, caughtUp: true, events: 8_420, batches: 3_105, unreadable: 0 },
  storeReplaced: false,
};

const servicesOf = (startedAt: string, ill: readonly Ill[]): NonNullable<System['services']> => {
  const service = (part: string, id: string, figures: Figures, version = '0.1.0') => ({
    ...{ name: `fleet-${part}`, id, version, startedAt, figures },
  });
  return [
    ...(ill.includes('actor')
      ? []
      : [
          service('actor', '5QK2M9XHTA4T0W6ZB3Q1RD', actorFigures(1_204)),
          service('actor', 'J8V0C7YNPLS2E5G1KXU4MW', actorFigures(1_187), ill.includes('versions') ? '0.2.0' : '0.1.0'),
        ]),
    service('gateway', 'A9T3R6WQZ1D8FHK0V2N5YB', { streams: 1, deadLetters: 3, ticksWaiting: 0 }),
    service('projector', 'M4B7X0SCE9L2JUG6P1IQTZ', projectorFigures),
    service('scheduler', 'W2F5N8RDA3K6YHV9C0TZXL', schedulerFigures),
  ];
};

const breakersOf = (now: number, ill: readonly Ill[]): Breakers => {
  const at = (ms: number) => new Date(now + ms).toISOString();
  const ids = ['5QK2M9XHTA4T0W6ZB3Q1RD', 'J8V0C7YNPLS2E5G1KXU4MW'];
  const well = { state: 'closed' as const, since: at(-2 * hourMs), retryAt: null, lastError: null };
  const down = {
    ...{ state: 'open' as const, since: at(-190_000), retryAt: at(21_000) },
    lastError: modelAway,
  };
  return (['budget', 'llm', 'studio'] as const).map((part) => {
    const open = part === 'llm' && ill.includes('llm');
    const instances = ids.map((id, n) => ({
      id,
      ...(open && n === 0 ? { ...down, failures: 9 } : { ...well, failures: 0 }),
    }));
    return { part, ...(open ? down : well), actors: ids.length, notClosed: open ? 1 : 0, instances };
  });
};

const databaseOf = (away: boolean): System['database'] => ({
  ...{ sizeBytes: away ? null : 184.3 * mb, growthBytesPerDay: away ? null : 42.6 * mb },
  ...{ connections: away ? null : 23, connectionsMax: away ? null : 100, poolUsed: 1, poolWaiting: 0, poolMax: 10 },
  largest: away
    ? null
    : [
        { schema: 'read_v2', table: 'activities', bytes: 96.1 * mb, rows: 61_204 },
        { schema: 'read_v2', table: 'audit', bytes: 31.4 * mb, rows: 22_910 },
        { schema: 'read_v2', table: 'agents', bytes: 9.2 * mb, rows: 48 },
        { schema: 'budget', table: 'reservations', bytes: 4.1 * mb, rows: 18_022 },
        { schema: 'read_v2', table: 'gap_bins', bytes: 3.9 * mb, rows: 30_112 },
        { schema: 'read_v2', table: 'human_comments', bytes: 3.1 * mb, rows: 2_208 },
        { schema: 'budget', table: 'texts', bytes: 2.6 * mb, rows: 9_411 },
        { schema: 'read_v2', table: 'agent_rhythm', bytes: 1.8 * mb, rows: 8_064 },
        { schema: 'read_v2', table: 'minute_stats', bytes: 0.9 * mb, rows: 5_760 },
        { schema: 'access', table: 'idempotency', bytes: 0.2 * mb, rows: null },
      ],
});

const jetStream: NonNullable<System['jetStream']> = [
  {
    ...{ name: 'FLEET_TICKS', messages: 4, bytes: 1_840, maxBytes: null, maxMessages: 1_000_000 },
    ...{ growthBytesPerDay: 0, fullInDays: null },
    consumers: [{ name: 'actors', pending: 1, ackPending: 3, redelivered: 0 }],
  },
  {
    ...{ name: 'FLEET_JOBS', messages: 0, bytes: 0, maxBytes: null, maxMessages: 200_000 },
    ...{ growthBytesPerDay: 0, fullInDays: null },
    consumers: [{ name: 'jobs', pending: 0, ackPending: 0, redelivered: 0 }],
  },
  {
    ...{ name: 'FLEET_DEAD', messages: 3, bytes: 2_210, maxBytes: null, maxMessages: 100_000 },
    ...{ growthBytesPerDay: 0, fullInDays: null, consumers: [] },
  },
  {
    ...{ name: 'FLEET_EVENTS', messages: 8_420, bytes: 14.2 * mb, maxBytes: 2_000 * mb, maxMessages: null },
    ...{ growthBytesPerDay: 11.8 * mb, fullInDays: 168.3, consumers: [] },
  },
];

const problemsOf = (now: number, ill: readonly Ill[]): Fleet['problems'] => {
  const messages = {
    nats: 'NATS does not answer.',
    postgres: 'The read model cannot be read.',
    llm: modelAway,
    actor: 'No actor answers; is the service running?',
  };
  return ill.flatMap((part) =>
    part === 'versions' ? [] : [{ part, message: messages[part], since: new Date(now - 190_000).toISOString() }],
  );
};

/** `some`: whether there is a fleet at all. */
export const system = (problems: Fleet['problems'], some: boolean, ill: readonly Ill[]): System => {
  const now = Date.now();
  const nats = some && !ill.includes('nats');
  const postgres = !ill.includes('postgres');
  const check = (name: string, ok: boolean, wrong: string) => ({ name, ok, message: ok ? 'ok' : wrong });
  return {
    at: new Date(now).toISOString(),
    services: nats ? servicesOf(new Date(now - 2 * hourMs).toISOString(), ill) : some ? null : [],
    checks: [
      check('postgres', postgres, 'connect ECONNREFUSED 127.0.0.1:4004'),
      check('read_model', postgres, "waits for the projector's read model"),
      check('nats', nats, 'not connected to NATS'),
      check('event_store', nats, 'no answer within 3000 ms'),
      check('personas', true, ''),
    ],
    breakers: nats ? breakersOf(now, ill) : some ? null : [],
    database: databaseOf(!postgres),
    jetStream: nats ? jetStream : null,
    readModel: postgres
      ? { position: '8420', lagMs: 140, caughtUp: true, updatedAt: new Date(now - 400).toISOString() }
      : null,
    streams: 1,
    deadLetters: nats ? 3 : null,
    problems: [...problems, ...problemsOf(now, ill)],
  };
};
