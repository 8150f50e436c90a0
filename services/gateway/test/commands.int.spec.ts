import { Agent, FleetCommandResult, SeedResult } from '@fleet/domain/read-models/api';
import { BulkOperation } from '@fleet/domain/read-models/operations';
import { LATCH_KEY } from '@fleet/platform/bus';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway, until } from './gateway-fixture.ts';
import { insertAgent, moveCheckpoint } from './rows.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startGateway();
  await until(() => fixture.store.stream('persona-ux_designer').length === 1);
});
afterAll(() => fixture.stop());

const send = (method: InjectOptions['method'], url: string, payload?: object, headers = {}) =>
  fixture.app.inject({
    ...(method ? { method } : {}),
    url: `/api/v1${url}`,
    headers: { host: '127.0.0.1:4000', ...bearer, ...headers },
    ...(payload ? { payload } : {}),
  });
const types = (stream: string) => fixture.store.stream(stream).map(({ type }) => type);
const create = async (username: string) =>
  Agent.parse((await send('POST', '/agents', { username, name: 'Ada', persona: 'data_viz' })).json());

describe('a new agent', () => {
  it('takes what its persona gives, what the operator says comes first', async () => {
    const body = { username: 'ada_1', name: 'Ada', persona: 'data_viz', minIntervalS: 120, interests: ['maps'] };
    const answer = await send('POST', '/agents', body);
    expect(answer.statusCode).toBe(201);
    const agent = Agent.parse(answer.json());
    expect(answer.headers.location).toBe(`/api/v1/agents/${agent.id}`);
    expect(agent).toMatchObject({ username: 'ada_1', name: 'Ada', status: 'idle', personaId: 'data_viz' });
    expect(agent.config).toMatchObject({ minIntervalS: 120, interests: ['maps'], workflow: 'chart' });
    expect(agent.personaVersion).toBe(1);
    const [event] = fixture.store.stream(`agent-${agent.id}`);
    expect(event).toMatchObject({
      type: 'AgentCreated',
      data: { by: 'operator:admin' },
      metadata: { synthetic: true },
    });
    expect(event?.metadata.correlationId).not.toBe('');
  });

  it('may be given a character of its own by the model, which is said in its first event', async () => {
    const agent = Agent.parse(
      (await send('POST', '/agents', { username: 'grower', name: 'G', persona: 'data_viz', grow: true })).json(),
    );
    expect(fixture.store.stream(`agent-${agent.id}`)[0]?.data).toMatchObject({ grow: true });
    const { created } = SeedResult.parse(
      (await send('POST', '/agents/seed', { count: 1, seed: 'growing', grow: true })).json(),
    );
    expect(fixture.store.stream(`agent-${created[0]}`)[0]?.data).toMatchObject({ grow: true, seedIndex: 0 });
    expect((await send('POST', '/agents/seed', { count: 1, grow: 'yes' })).statusCode).toBe(422);
  });

  it('gets no name that another one has', async () => {
    await create('twice');
    const answer = await send('POST', '/agents', { username: 'twice', name: 'B', persona: 'ux_designer' });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'username_taken']);
    expect(fixture.store.stream('fleet-main').at(-1)).toMatchObject({
      type: 'CommandRefused',
      data: { command: 'agent.create', target: 'twice', by: 'operator:admin', code: 'username_taken' },
    });
  });
});

describe('commands to one agent', () => {
  it('answer with the folded state and its position', async () => {
    const { id } = await create('lifecycle');
    const seen: [string, string][] = [];
    let last = 0n;
    for (const action of ['start', 'pause', 'resume', 'stop']) {
      const agent = Agent.parse((await send('POST', `/agents/${id}/${action}`, { reason: 'a test' })).json());
      seen.push([action, agent.status]);
      expect(BigInt(agent.position)).toBeGreaterThan(last);
      last = BigInt(agent.position);
    }
    expect(seen).toEqual([
      ['start', 'running'],
      ['pause', 'paused'],
      ['resume', 'running'],
      ['stop', 'idle'],
    ]);
    expect(types(`agent-${id}`)).toEqual([
      'AgentCreated',
      'AgentStarted',
      'AgentPaused',
      'AgentResumed',
      'AgentStopped',
    ]);
  });

  it('may be repeated, and decide nothing then', async () => {
    const { id } = await create('repeated');
    await send('POST', `/agents/${id}/start`);
    expect((await send('POST', `/agents/${id}/start`)).statusCode).toBe(200);
    expect(types(`agent-${id}`)).toEqual(['AgentCreated', 'AgentStarted']);
  });

  it('that do not fit the state are refused with it, and kept', async () => {
    const { id } = await create('refusing');
    const answer = await send('POST', `/agents/${id}/pause`);
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'invalid_state', detail: 'cannot pause: the agent is idle' });
    const act = await send('POST', `/agents/${id}/act`, { kind: 'post' });
    expect([act.statusCode, act.json().code]).toEqual([409, 'invalid_state']);
    expect(types('fleet-main')).toContain('CommandRefused');
  });

  it('change its configuration field by field, and name what would not be valid', async () => {
    const { id } = await create('configured');
    const good = await send('PATCH', `/agents/${id}`, { name: 'Renamed', maxIntervalS: 1_000, reason: 'calmer' });
    expect(Agent.parse(good.json())).toMatchObject({ name: 'Renamed', config: { maxIntervalS: 1_000 } });
    const bad = await send('PATCH', `/agents/${id}`, { minIntervalS: 5_000 });
    expect(bad.statusCode).toBe(422);
    expect(bad.json().errors).toEqual([{ field: 'minIntervalS', message: 'must be at most maxIntervalS' }]);
  });

  it('come from the CLI under its name', async () => {
    const { id } = await create('by_cli');
    await send('POST', `/agents/${id}/start`, undefined, { 'x-client': 'cli' });
    expect(fixture.store.stream(`agent-${id}`).at(-1)?.data).toMatchObject({ by: 'cli' });
  });

  it('are decided again when another writer was faster, and none is lost', async () => {
    const { id } = await create('contended');
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => send('PATCH', `/agents/${id}`, { name: `Name ${i}` })),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(types(`agent-${id}`).filter((type) => type === 'AgentReconfigured')).toHaveLength(6);
  });

  it('whose answer the store lost are not written twice', async () => {
    const { id } = await create('lost_answer');
    fixture.store.loseAnswers(1);
    expect((await send('POST', `/agents/${id}/start`)).statusCode).toBe(200);
    expect(types(`agent-${id}`)).toEqual(['AgentCreated', 'AgentStarted']);
  });

  it('delete it: first asked for, done by others', async () => {
    const { id } = await create('deleted_one');
    const answer = await send('DELETE', `/agents/${id}`);
    expect([answer.statusCode, answer.json().deleting]).toEqual([202, true]);
    expect((await send('POST', `/agents/${id}/start`)).statusCode).toBe(409);
  });
});

describe('the fleet', () => {
  it('is stopped by the latch and an event, and set going by both', async () => {
    const paused = FleetCommandResult.parse((await send('POST', '/fleet/pause', { reason: 'look' })).json());
    expect(paused).toMatchObject({ status: 'paused', statusReason: 'look', recorded: true });
    expect(JSON.parse((await fixture.control.get(LATCH_KEY))?.value ?? '')).toMatchObject({
      paused: true,
      reason: 'look',
    });
    const resumed = FleetCommandResult.parse((await send('POST', '/fleet/resume')).json());
    expect(resumed.status).toBe('running');
    expect(JSON.parse((await fixture.control.get(LATCH_KEY))?.value ?? '').paused).toBe(false);
    const level = await send('PATCH', '/fleet', { activityLevel: 2.5 });
    expect(level.json()).toMatchObject({ activityLevel: 2.5, status: 'running' });
    await send('PATCH', '/fleet', { activityLevel: 1 });
  });

  it('stops while the event store is down, and writes the stop down when it goes on', async () => {
    const before = types('fleet-main').length;
    fixture.store.setDown(true);
    const answer = await send('POST', '/fleet/pause', { reason: 'store away' });
    expect(answer.json()).toMatchObject({ status: 'paused', recorded: false });
    const other = await send('PATCH', '/fleet', { activityLevel: 2 });
    expect([other.statusCode, other.json().code]).toEqual([503, 'event_store_unavailable']);
    fixture.store.setDown(false);
    expect((await send('GET', '/fleet')).json()).toMatchObject({ status: 'paused', statusReason: 'store away' });
    expect((await send('POST', '/fleet/resume')).json().status).toBe('running');
    expect(types('fleet-main').slice(before)).toEqual(['FleetPaused', 'FleetResumed']);
    expect((await send('GET', '/fleet')).json().status).toBe('running');
  });
});

describe('seeding', () => {
  it('goes on from where it ended, and never makes an agent twice', async () => {
    const first = SeedResult.parse((await send('POST', '/agents/seed', { count: 5 })).json());
    const more = await Promise.all([1, 2].map(() => send('POST', '/agents/seed', { count: 5 })));
    const all = [first, ...more.map((answer) => SeedResult.parse(answer.json()))].flatMap(({ created }) => created);
    expect(new Set(all).size).toBe(15);
    await fixture.pool.query('delete from access.seeding');
    const again = SeedResult.parse((await send('POST', '/agents/seed', { count: 2 })).json());
    expect(all).not.toContain(again.created[0]);
    for (const id of all) expect(types(`agent-${id}`)).toEqual(['AgentCreated']);
  });

  it('keeps to one persona where one is named', async () => {
    const { created } = SeedResult.parse(
      (await send('POST', '/agents/seed', { count: 3, persona: 'ai_artist' })).json(),
    );
    for (const id of created)
      expect(fixture.store.stream(`agent-${id}`)[0]?.data).toMatchObject({ persona: { id: 'ai_artist', version: 1 } });
  });
});

describe('an operation', () => {
  it('tells each agent once and says which refused', async () => {
    const [a, b] = [await create('bulk_a'), await create('bulk_b')];
    await send('POST', `/agents/${a.id}/start`);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const ids = [a.id, b.id, unknown, a.id];
    const answer = await send('POST', '/operations', { action: 'pause', ids, reason: 'all of them' });
    expect(answer.statusCode).toBe(202);
    const operation = BulkOperation.parse(answer.json());
    expect(operation).toMatchObject({ state: 'done', matched: 3, handled: 3, changed: 1, refusedCount: 2 });
    expect(operation.refused.map(({ id, code }) => [id, code]).sort()).toEqual(
      [
        [b.id, 'invalid_state'],
        [unknown, 'not_found'],
      ].sort(),
    );
    expect((await send('GET', `/operations/${operation.id}`)).json()).toEqual(operation);
    expect(answer.headers.location).toBe(`/api/v1/operations/${operation.id}`);
    expect(fixture.store.stream('fleet-main').at(-1)?.data).toMatchObject({ command: 'agents.pause' });
  });

  it('works through more than a thousand behind its answer', async () => {
    const other = await startGateway();
    try {
      const host = { host: 'localhost', ...bearer };
      const ids: string[] = [];
      for (let i = 0; i < 1_100; i++) ids.push(`00000000-0000-4000-8000-${i.toString().padStart(12, '0')}`);
      await other.read(
        `insert into agents (id, username, name, status, desired, config, created_at, lifecycle_position, position)
         select id, 'u' || row_number() over (), 'n', 'idle', 'idle', '{}', now(), 1, 1 from unnest($1::uuid[]) id`,
        [ids],
      );
      const payload = { action: 'start', filter: { status: 'idle' } };
      const answer = await other.app.inject({ method: 'POST', url: '/api/v1/operations', headers: host, payload });
      expect(answer.statusCode).toBe(202);
      const url = String(answer.headers.location);
      const look = async () => BulkOperation.parse((await other.app.inject({ url, headers: host })).json());
      await until(async () => (await look()).state === 'done');
      expect(await look()).toMatchObject({ matched: 1_100, handled: 1_100, changed: 0, refusedCount: 1_100 });
      expect((await look()).refused).toHaveLength(100);
    } finally {
      await other.stop();
    }
  });
});

describe('an idempotency key', () => {
  const key = (value: string) => ({ 'idempotency-key': value });

  it('makes a repeated write answer as the first did', async () => {
    const body = { username: 'only_once', name: 'A', persona: 'data_viz' };
    const first = await send('POST', '/agents', body, key('k1'));
    const again = await send('POST', '/agents', body, key('k1'));
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json()).toEqual(first.json());
  });

  it('with another body is refused', async () => {
    await send('POST', '/agents/seed', { count: 1 }, key('k2'));
    const other = await send('POST', '/agents/seed', { count: 2 }, key('k2'));
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency_key_reused']);
    expect((await send('POST', '/agents/seed', { count: 1 }, key('ü'))).statusCode).toBe(422);
  });

  it('lets one of many at the same time through', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => send('POST', '/agents/seed', { count: 3 }, key('k3'))),
    );
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });

  it('replays refusals, and forgets what failed here', async () => {
    const refused = await send('POST', '/agents', { username: 'only_once', name: 'B', persona: 'data_viz' }, key('k4'));
    const again = await send('POST', '/agents', { username: 'only_once', name: 'B', persona: 'data_viz' }, key('k4'));
    expect([refused.statusCode, again.statusCode, again.body]).toEqual([409, 409, refused.body]);
    expect(again.headers['content-type']).toMatch(/problem\+json/);
    fixture.store.setDown(true);
    expect((await send('PATCH', '/fleet', { activityLevel: 3 }, key('k5'))).statusCode).toBe(503);
    fixture.store.setDown(false);
    expect((await send('PATCH', '/fleet', { activityLevel: 3 }, key('k5'))).statusCode).toBe(200);
  });
});

describe('reading what was written', () => {
  it('waits for the read model to get there', async () => {
    const { id, position } = await create('patient');
    const reading = send('GET', `/agents/${id}?minPosition=${position}`);
    await insertAgent(fixture, { username: 'patient', position: Number(position) });
    await moveCheckpoint(fixture, BigInt(position));
    const answer = await reading;
    expect([answer.statusCode, answer.headers['fleet-stale']]).toEqual([200, undefined]);
  });

  it('says so when it has not after two seconds', async () => {
    const answer = await send('GET', '/fleet?minPosition=999999999999');
    expect([answer.statusCode, answer.headers['fleet-stale']]).toEqual([200, 'true']);
  });
});
