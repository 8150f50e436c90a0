import { join } from 'node:path';
import { silentLog } from '@fleet/platform/log';
import { migrate, openPool } from '@fleet/platform/postgres';
import { createRegistry } from '@fleet/platform/telemetry';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { fakeKeyValue } from '@fleet/testkit/fake-key-value';
import { startOwnPostgres } from '@fleet/testkit/own-postgres';
import { READ_SCHEMA } from '../packages/domain/src/read-models/schema.ts';
import { buildGateway } from '../services/gateway/src/app.ts';

/**
 * What the dashboard asks the gateway for, over a read model of a large fleet on a real Postgres:
 * `node bench/gateway.ts [agents] [audit entries]`. Milliseconds per request, one at a time. JSON on stdout.
 */

const agents = Number(process.argv[2] ?? 100_000);
const entries = Number(process.argv[3] ?? 1_000_000);
const ROUNDS = 12;
const schema = READ_SCHEMA;
const TOKEN = 'bench-token-of-24-letters';
const root = join(import.meta.dirname, '..');

const postgres = await startOwnPostgres();
const log = silentLog();
const pool = openPool({ url: postgres.url, size: 8, name: 'bench', log });
const folder = (path: string) => join(root, 'services', path);
const migrated = (into: string, path: string) => migrate({ url: postgres.url, schema: into, dir: folder(path), log });
await migrated(schema, 'projector/src/migrations');

const config = {
  name: 'Someone',
  personality: 'curious',
  vibe: 'calm',
  interests: ['light'],
  schedule: { timezone: 'Europe/London', activeDays: [0, 1, 2, 3, 4, 5, 6], peakHours: [[8, 12]] },
  minIntervalS: 300,
  maxIntervalS: 900,
  weights: { post: 0.5, comment: 0.5, like: 0.5 },
  workflow: 'chart',
};
Object.assign(config.schedule, { peakMultiplier: 2, offPeakMultiplier: 0.5 });
const client = await pool.connect();
await client.query(`set search_path to ${schema}`);
await client.query(
  `insert into agents (id, username, name, persona_id, persona_version, status, desired, provisioned, config, created_at,
     lifecycle_position, position)
   select gen_random_uuid(), 'agent_' || n, 'Agent ' || n, 'persona_' || n % 6, 1, s, s, true, $1::jsonb, now(), n, n
     from generate_series(1, $2::int) n, lateral (select case when n % 10 = 0 then 'paused' else 'running' end as s) as state`,
  [JSON.stringify(config), agents],
);
await client.query(
  `insert into agent_rhythm
   select id, now(), 60 + position::int % 50, 6000, 600000 + position::int % 1000 * 900, 500000, 10, 10,
     '[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23]', extract(epoch from now())::int / 3600
     from agents`,
);
await client.query(
  `insert into quarter_stats
   select date_trunc('hour', now()) - make_interval(mins => 15 * n), 'persona_' || p, 100
     from generate_series(0, 90 * 96) n, generate_series(0, 5) p`,
);
await client.query(
  `insert into audit
   select gen_random_uuid(), n, now() - make_interval(secs => $1::int - n), case n % 3 when 0 then 'cli' else 'operator:admin' end,
     case n % 4 when 0 then 'agent.stop' else 'agent.pause' end, 'agent', id::text, name, 'done', null, 'because ' || n, null, null, n
     from generate_series(1, $1::int) n join agents on position = 1 + n % $2::int`,
  [entries, agents],
);
await client.query(
  `insert into daily_usage select current_date - n, id, 'post@1', 3, 1000, 200, 0.01 from agents, generate_series(0, 9) n
    where position % 5 = 0`,
);
// Nothing that the gateway itself writes is waited for: no projector runs here.
await client.query('update checkpoint set position = 1000000000');
await client.query('analyze');
client.release();

const headers = { host: 'localhost', authorization: `Bearer ${TOKEN}` };
const clock = {
  ...{ fleetNow: Date.now, wallNow: Date.now, monotonicNow: () => performance.now(), scale: () => 1 },
  wallAt: (ms: number) => ms,
};
const gateway = await buildGateway({
  ...{ log, pool, clock, store: fakeEventStore(), registry: createRegistry('bench'), adminToken: TOKEN },
  migrate: async () => {
    await migrated('access', 'gateway/src/access/migrations');
  },
  bus: {
    control: fakeKeyValue(),
    services: async () => [],
    onFeed: () => ({ stop: () => {} }),
    ping: async () => {},
    ticks: async () => null,
    streamStatus: async () => null,
    durableConsumers: async () => null,
    deadLetters: {
      count: async () => 0,
      get: async () => null,
      before: async () => ({ messages: [], next: null }),
      remove: async () => false,
    },
    onMaxDeliveries: () => ({ stop: () => {} }),
  },
  ...{ showToken: () => {}, allowedHosts: [], galleryUrl: 'http://127.0.0.1:1', imageHosts: [], preset: 'natural' },
  ...{ fleetSeed: 'bench', uiDir: join(root, 'ui/build'), personasDir: join(root, 'personas') },
});
const ending = new AbortController();
const running = gateway.run(ending.signal);
await gateway.app.ready();

const asked: Readonly<Record<string, { url: string; payload?: object }>> = {
  agents: { url: '/agents?limit=200' },
  agentsWithHoursAndNext: { url: '/agents?limit=200&with=hours,next' },
  previewOfAll: { url: '/operations', payload: { action: 'pause', filter: {}, dryRun: true } },
  previewOfSearch: { url: '/operations', payload: { action: 'pause', filter: { q: 'agent_99' }, dryRun: true } },
  audit: { url: '/audit' },
  auditOfOneAction: { url: '/audit?action=agent.stop' },
  auditSearch: { url: '/audit?q=because%2042' },
  auditOfNobody: { url: '/audit?by=nobody' },
  timing: { url: '/timing?days=90&tz=Asia/Kathmandu' },
  costsByAgent: { url: '/costs?by=agent' },
};
const figures: Record<string, { first: number; p50: number; p95: number }> = {};
for (const [name, { url, payload }] of Object.entries(asked)) {
  const tookMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Another question each time, where answers are kept.
    const path = `/api/v1${url}${name === 'timing' ? `&persona=persona_${round % 6}` : ''}`;
    const started = performance.now();
    const answer = await gateway.app.inject({
      method: payload ? 'POST' : 'GET',
      url: path,
      headers,
      ...(payload ? { payload } : {}),
    });
    tookMs.push(performance.now() - started);
    if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${answer.body}`);
  }
  const first = tookMs[0] ?? 0;
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => Math.round((tookMs[Math.floor(share * tookMs.length)] ?? 0) * 10) / 10;
  figures[name] = { first: Math.round(first), p50: at(0.5), p95: at(0.95) };
}
console.log(JSON.stringify({ agents, entries, unit: 'ms', figures }, null, 2));

ending.abort();
await running;
await gateway.app.close();
await pool.end();
await postgres.stop();
