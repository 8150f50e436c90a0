import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refused } from '@fleet/domain/decision';
import { agentIdOf } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { fileTextOf } from '@fleet/domain/persona/persona-files';
import { SeedResult } from '@fleet/domain/read-models/api';
import {
  Adoption,
  PersonaCommandResult,
  PersonaDetail,
  PersonaLevelResult,
  PersonaPreview,
  PersonaSummary,
} from '@fleet/domain/read-models/personas';
import { READ_SCHEMA } from '@fleet/domain/read-models/schema';
import type { InjectOptions } from 'fastify';
import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ACCESS_SCHEMA, type AccessTables } from '../src/access/tables.ts';
import { adoptions } from '../src/command/adoptions.ts';
import type { ReadTables } from '../src/read/tables.ts';
import { bearer, type Fixture, startGateway, until } from './gateway-fixture.ts';
import { insertAgent } from './rows.ts';

const base = BUILT_IN_PERSONAS.find(({ id }) => id === 'ai_artist') ?? expect.fail();
let fixture: Fixture;
let folder: string;
const own = { ...base, id: 'lichen_fan', name: 'Lichen fan', usernamePrefix: 'lichen_', weight: 0 };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-personas-'));
  for (const persona of [base, own])
    writeFileSync(join(folder, `${persona.id}.json`), `// ours\n${fileTextOf(persona)}`);
  writeFileSync(join(folder, 'wrong.json'), '{ "id": "wrong" }');
  fixture = await startGateway({ personasDir: folder });
  await until(() => fixture.store.stream('persona-lichen_fan').length === 1);
});
afterAll(async () => {
  await fixture.stop();
  rmSync(folder, { recursive: true });
});

const send = (method: NonNullable<InjectOptions['method']>, url: string, payload?: object, headers = {}) =>
  fixture.app.inject({
    ...{ method, url: `/api/v1${url}` },
    headers: { host: '127.0.0.1:4000', ...bearer, ...headers },
    ...(payload ? { payload } : {}),
  });
const types = (stream: string) => fixture.store.stream(stream).map(({ type }) => type);
/** As the projector would. */
const project = async (id: string) => {
  const { data } = fixture.store
    .stream(`persona-${id}`)
    .findLast(({ type }) => type === 'PersonaPublished') as unknown as {
    data: { version: number; persona: object };
  };
  await fixture.read(
    `insert into personas (id, version, definition, retired, changed_at) values ($1, $2, $3, false, now())
     on conflict (id) do update set version = excluded.version, definition = excluded.definition`,
    [id, data.version, JSON.stringify(data.persona)],
  );
};

describe('a new fleet', () => {
  it('begins with the personas of its folder; a wrong file keeps nobody else out', () => {
    expect(types('persona-ai_artist')).toEqual(['PersonaPublished']);
    expect(types('persona-wrong')).toEqual([]);
    expect(types('persona-ux_designer')).toEqual([]);
    expect(fixture.store.stream('persona-lichen_fan')[0]?.data).toMatchObject({ by: 'system:gateway', version: 1 });
  });
});

describe('publishing a persona', () => {
  const made = { ...own, id: 'made_here', name: 'Made here' };

  it('makes it, with where it is found, and says who did it and why', async () => {
    const answer = await send('POST', '/personas', { persona: made, reason: 'a new kind' });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers.location).toBe('/api/v1/personas/made_here');
    const result = PersonaCommandResult.parse(answer.json());
    expect(result).toMatchObject({ id: 'made_here', version: 1, changed: true, persona: made, activityLevel: 1 });
    expect(result.versions).toMatchObject([{ version: 1, by: 'operator:admin', reason: 'a new kind' }]);
    expect(fixture.store.stream('persona-made_here').at(-1)?.data).toMatchObject({ reason: 'a new kind' });
  });

  it('again changes nothing; another definition is the next version', async () => {
    const again = await send('POST', '/personas', { persona: made });
    expect([again.statusCode, again.json()]).toMatchObject([200, { version: 1, changed: false }]);
    const calm = await send('POST', '/personas', { persona: { ...made, vibe: 'calm' } });
    expect([calm.statusCode, calm.json()]).toMatchObject([200, { version: 2, changed: true, vibe: 'calm' }]);
    expect(types('persona-made_here')).toEqual(['PersonaPublished', 'PersonaPublished']);
  });

  it('under the same key is done once', async () => {
    const key = { 'idempotency-key': 'once' };
    const body = { persona: { ...made, vibe: 'keyed' } };
    const [first, second] = [await send('POST', '/personas', body, key), await send('POST', '/personas', body, key)];
    expect(second.json()).toEqual(first.json());
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it.each([
    [{ weights: { post: 1.5, comment: 0.1, like: 0.1 } }, 'persona.weights.post', 'must be at most 1'],
    [
      { schedule: { ...own.schedule, timezone: 'Nowhere/Land' } },
      'persona.schedule.timezone',
      'must be an IANA time zone such as Europe/Berlin',
    ],
    [{ minIntervalS: 500 }, 'persona.minIntervalS', 'must be at most maxIntervalS, 90'],
    [{ bank: { captions: [], imagePrompts: ['a'] } }, 'persona.bank.captions', /^is empty: give at least 1 caption/],
    [{ names: [] }, 'persona.names', /^is empty/],
  ])('that is not one names the field and what is allowed there: %j', async (wrong, field, message) => {
    for (const [method, url] of [
      ['POST', '/personas'],
      ['PUT', '/personas/lichen_fan'],
    ] as const) {
      const answer = await send(method, url, { persona: { ...own, ...wrong } });
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'invalid']);
      expect(answer.json().errors).toEqual([
        { field, message: message instanceof RegExp ? expect.stringMatching(message) : message },
      ]);
    }
    expect(types('persona-lichen_fan')).toEqual(['PersonaPublished']);
  });

  it('names every wrong field at once', async () => {
    const { errors } = (await send('POST', '/personas', { persona: { ...own, weight: -1, vibe: 7, hodl: 1 } })).json();
    expect(errors.map(({ field }: { field: string }) => field).sort()).toEqual(
      expect.arrayContaining(['persona.vibe', 'persona.weight']),
    );
    expect(errors.length).toBeGreaterThanOrEqual(3);
  });
});

describe('changing a persona that was read', () => {
  const change = (persona: object, more: object = {}, headers = {}) =>
    send('PUT', '/personas/lichen_fan', { persona, ...more }, headers);

  it('appends a version where what was read still stands, by body or by header', async () => {
    const read = await send('GET', '/personas/lichen_fan');
    expect(read.headers.etag).toBe('"1"');
    expect((await change({ ...own, vibe: 'a' }, { expectedVersion: 1 })).json()).toMatchObject({ version: 2 });
    expect((await change({ ...own, vibe: 'b' }, {}, { 'if-match': '"2"' })).json()).toMatchObject({ version: 3 });
  });

  it('is refused where somebody else was quicker, and that is on record', async () => {
    for (const [more, headers] of [
      [{ expectedVersion: 1 }, {}],
      [{}, { 'if-match': '"2"' }],
    ]) {
      const answer = await change({ ...own, vibe: 'c' }, more, headers);
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'version_changed']);
      expect(answer.json().detail).toMatch(/version 3 stands now/);
    }
    expect(fixture.store.stream('fleet-main').at(-1)).toMatchObject({
      type: 'CommandRefused',
      data: { command: 'persona.publish', target: 'lichen_fan', code: 'version_changed' },
    });
  });

  it('never gives it another id, and needs one that is there', async () => {
    const other = await change({ ...own, id: 'someone_else' });
    expect([other.statusCode, other.json().errors?.[0].field]).toEqual([422, 'persona.id']);
    const nobody = await send('PUT', '/personas/nobody', { persona: { ...own, id: 'nobody' } });
    expect([nobody.statusCode, nobody.json().code]).toEqual([404, 'not_found']);
    const header = await change(own, {}, { 'if-match': 'soon' });
    expect([header.statusCode, header.json().errors?.[0].field]).toEqual([422, 'If-Match']);
  });

  it('shows its versions, newest first', async () => {
    const detail = PersonaDetail.parse((await send('GET', '/personas/lichen_fan')).json());
    expect(detail.versions.map(({ version, persona }) => [version, persona.vibe])).toEqual([
      [3, 'b'],
      [2, 'a'],
      [1, own.vibe],
    ]);
    expect(detail).toMatchObject({ usernamePrefix: 'lichen_', workflow: 'wide_art', hold: false, retired: false });
    expect(detail.examples.length).toBeGreaterThan(3);
    expect((await send('GET', '/personas/nobody')).statusCode).toBe(404);
    expect((await send('GET', '/personas/No%20body')).statusCode).toBe(404);
  });
});

describe('the level of a persona', () => {
  it('is set with who and why, and decides nothing twice', async () => {
    const set = (activityLevel: number) => send('PATCH', '/personas/ai_artist', { activityLevel, reason: 'calmer' });
    expect(PersonaLevelResult.parse((await set(0.5)).json())).toMatchObject({ id: 'ai_artist', activityLevel: 0.5 });
    await set(0.5);
    expect(types('fleet-main').filter((type) => type === 'PersonaLevelSet')).toHaveLength(1);
    expect(fixture.store.stream('fleet-main').findLast(({ type }) => type === 'PersonaLevelSet')?.data).toEqual({
      ...{ personaId: 'ai_artist', level: 0.5, by: 'operator:admin', reason: 'calmer' },
    });
    expect((await set(4.5)).json().errors).toMatchObject([{ field: 'activityLevel' }]);
    expect((await send('PATCH', '/personas/nobody', { activityLevel: 1 })).statusCode).toBe(404);
  });

  it('shows in the list, in the fleet and in the plan of an agent', async () => {
    await project('ai_artist');
    await insertAgent(fixture, { username: 'levelled', persona: 'ai_artist' });
    await insertAgent(fixture, { username: 'unlevelled', persona: 'lichen_fan' });
    await fixture.read(`update fleet set persona_levels = '{"ai_artist": 0.25}'`);
    const { data } = z.object({ data: z.array(PersonaSummary) }).parse((await send('GET', '/personas')).json());
    expect(data.find(({ id }) => id === 'ai_artist')).toMatchObject({ activityLevel: 0.25, agents: 1 });
    expect((await send('GET', '/fleet')).json()).toMatchObject({ personaLevels: { ai_artist: 0.25 } });
    const total = async (username: string) =>
      (await send('GET', `/agents/${agentIdOf(username)}/plan?hours=168`)).json().total as number;
    const [levelled, unlevelled] = [await total('levelled'), await total('unlevelled')];
    expect(levelled / unlevelled).toBeCloseTo(0.25, 1);
    await fixture.read(`update fleet set persona_levels = '{"ai_artist": 0}'`);
    const idle = (await send('GET', `/agents/${agentIdOf('levelled')}/plan`)).json();
    expect(idle).toMatchObject({ total: 0, idleBecause: 'The activity level of its persona is 0.' });
    await fixture.read(`update fleet set persona_levels = '{}'`);
  });
});

describe('a preview', () => {
  it('is a day hour by hour, and makes nothing', async () => {
    const before = fixture.store.commits.length;
    const answer = await send('POST', '/personas/ai_artist/preview', { agents: 10 });
    const preview = PersonaPreview.parse(answer.json());
    expect(preview.hours).toHaveLength(24);
    expect(Date.parse(preview.to) - Date.parse(preview.from)).toBe(86_400_000);
    const moments = preview.hours.reduce(
      (sum, { post, comment, like, browse }) => sum + post + comment + like + browse,
      0,
    );
    expect(moments).toBeGreaterThan(0);
    expect(preview.perAgent).toBeCloseTo(moments / 10, 2);
    expect(preview.examples[0]?.username).toMatch(/^ai_/);
    expect((await send('POST', '/personas/ai_artist/preview', { agents: 10 })).json().hours).toEqual(preview.hours);
    expect(fixture.store.commits).toHaveLength(before);
  });

  it('of a definition that is not published shows what it would be', async () => {
    const quiet = { ...base, weights: { post: 0, comment: 0, like: 0 } };
    const body = { agents: 20, persona: quiet, activityLevel: 4 };
    const preview = PersonaPreview.parse((await send('POST', '/personas/ai_artist/preview', body)).json());
    expect(preview.hours.every(({ post, comment, like }) => post + comment + like === 0)).toBe(true);
    const still = { agents: 20, activityLevel: 0 };
    expect((await send('POST', '/personas/ai_artist/preview', still)).json().perAgent).toBe(0);
    expect((await send('POST', '/personas/ai_artist/preview')).statusCode).toBe(200);
  });

  it('is of several days where asked for, and of no more than can be computed at once', async () => {
    const of = (agents: number, days: number) => send('POST', '/personas/ai_artist/preview', { agents, days });
    expect((await of(5, 3)).json().hours).toHaveLength(72);
    expect((await of(5, 1)).json().hours).toEqual((await of(5, 3)).json().hours.slice(0, 24));
    for (const [agents, days] of [
      [100, 3],
      [1, 8],
    ] as const)
      expect((await of(agents, days)).json().errors).toMatchObject([{ field: 'days' }]);
  });

  it('is of at most a hundred agents, and of a persona that is there or given', async () => {
    expect((await send('POST', '/personas/ai_artist/preview', { agents: 101 })).statusCode).toBe(422);
    expect((await send('POST', '/personas/nobody/preview', {})).statusCode).toBe(404);
    const given = { persona: { ...base, id: 'not_yet' } };
    expect((await send('POST', '/personas/not_yet/preview', given)).statusCode).toBe(200);
  });
});

describe('a newer version', () => {
  const behind = async (usernames: readonly string[]) => {
    for (const username of usernames) {
      const body = { username, name: 'Ada', persona: 'lichen_fan' };
      expect((await send('POST', '/agents', body)).statusCode).toBe(201);
      await insertAgent(fixture, { username, persona: 'lichen_fan' });
      const [created] = fixture.store.stream(`agent-${agentIdOf(username)}`);
      const { persona } = (created ?? expect.fail()).data as { persona: { version: number } };
      await fixture.read('update agents set persona_version = $1 where username = $2', [persona.version, username]);
    }
  };

  it('reaches the agents of older ones when told, and leaves alone what was set on them', async () => {
    await fixture.read(`delete from agents where persona_id = 'lichen_fan'`);
    await behind(['late_one', 'late_two']);
    await send('PATCH', `/agents/${agentIdOf('late_two')}`, { vibe: 'my own' });
    await send('PUT', '/personas/lichen_fan', { persona: { ...own, vibe: 'fresh', hold: true }, reason: 'v4' });
    await project('lichen_fan');
    const detail = PersonaDetail.parse((await send('GET', '/personas/lichen_fan')).json());
    expect(detail).toMatchObject({ version: 4, agents: 2, agentsBehind: 2, hold: true });

    const answer = await send('POST', '/personas/lichen_fan/adopt', { reason: 'time for it' });
    expect(answer.statusCode).toBe(202);
    const { id, matched } = Adoption.parse(answer.json());
    expect(answer.headers.location).toBe(`/api/v1/adoptions/${id}`);
    expect(matched).toBe(2);
    const progress = async () => Adoption.parse((await send('GET', `/adoptions/${id}`)).json());
    await until(async () => (await progress()).state === 'done');
    expect(await progress()).toMatchObject({
      version: 4,
      handled: 2,
      changed: 2,
      refusedCount: 0,
      by: 'operator:admin',
    });
    const last = (username: string) => fixture.store.stream(`agent-${agentIdOf(username)}`).at(-1);
    expect(last('late_one')).toMatchObject({
      type: 'AgentReconfigured',
      data: {
        persona: { id: 'lichen_fan', version: 4 },
        config: { vibe: 'fresh', hold: true, name: 'Ada' },
        ...{ by: 'operator:admin', reason: 'time for it' },
      },
    });
    expect(last('late_two')).toMatchObject({ data: { config: { vibe: 'my own', hold: true } } });
  });

  it('changes nothing a second time, and is told of what refuses', async () => {
    await insertAgent(fixture, { username: 'never_made', persona: 'lichen_fan' });
    const { id } = (await send('POST', '/personas/lichen_fan/adopt')).json();
    const progress = async () => Adoption.parse((await send('GET', `/adoptions/${id}`)).json());
    await until(async () => (await progress()).state === 'done');
    expect(await progress()).toMatchObject({ matched: 3, handled: 3, changed: 0, refusedCount: 1 });
    expect((await progress()).refused).toMatchObject([{ id: agentIdOf('never_made'), code: 'not_found' }]);
  });

  it('whose gateway died is taken up by the next', async () => {
    const { id } = (await send('POST', '/personas/lichen_fan/adopt')).json();
    await until(async () => (await send('GET', `/adoptions/${id}`)).json().state === 'done');
    await fixture.pool.query(
      `update access.adoptions set done = false, handled = 0, last_agent = null, refused_count = 0, refused = '[]',
         heartbeat_at = now() - interval '1 minute' where id = $1`,
      [id],
    );
    const dialect = new PostgresDialect({ pool: fixture.pool });
    const asked: string[] = [];
    const next = adoptions({
      db: new Kysely<AccessTables>({ dialect }).withSchema(ACCESS_SCHEMA),
      read: new Kysely<ReadTables>({ dialect }).withSchema(READ_SCHEMA),
      agent: async (agentId) => {
        asked.push(agentId);
        return { kind: 'refused', refusal: refused('gone', 'not here') };
      },
      definitions: async () => new Map(),
      signal: new AbortController().signal,
      warn: () => {},
    });
    await next.adopt();
    await next.drain();
    expect(asked.sort()).toEqual(['late_one', 'late_two', 'never_made'].map(agentIdOf).sort());
    expect(await next.find(id)).toMatchObject({ state: 'done', handled: 3, refusedCount: 3 });
  });

  it('of nobody is not found', async () => {
    expect((await send('POST', '/personas/nobody/adopt')).statusCode).toBe(404);
    expect((await send('GET', `/adoptions/${agentIdOf('x')}`)).statusCode).toBe(404);
  });
});

describe('a retired persona', () => {
  it('makes no more agents, keeps those it has, and comes back when it is published', async () => {
    const answer = await send('POST', '/personas/lichen_fan/retire', { reason: 'out of season' });
    expect(answer.json()).toMatchObject({ retired: true, changed: true, version: 4 });
    expect(fixture.store.stream('persona-lichen_fan').at(-1)).toMatchObject({
      type: 'PersonaRetired',
      data: { by: 'operator:admin', reason: 'out of season' },
    });
    const made = await send('POST', '/agents', { username: 'too_late', name: 'A', persona: 'lichen_fan' });
    expect(made.statusCode).toBe(422);
    const seeded = await send('POST', '/agents/seed', { count: 1, persona: 'lichen_fan' });
    expect([seeded.statusCode, seeded.json().errors?.[0].field]).toEqual([422, 'persona']);
    expect((await send('POST', '/personas/lichen_fan/retire')).json()).toMatchObject({ changed: false });
    expect((await send('POST', '/personas/nobody/retire')).statusCode).toBe(404);
    const back = await send('POST', '/personas', { persona: { ...own, vibe: 'fresh', hold: true } });
    expect(back.json()).toMatchObject({ retired: false, version: 5 });
  });
});

describe('agents of a persona on hold', () => {
  it('are made on hold, one by one or seeded, and may be let go one by one', async () => {
    const created = await send('POST', '/agents', { username: 'held_one', name: 'A', persona: 'lichen_fan' });
    expect(created.json().config.hold).toBe(true);
    const free = await send('POST', '/agents', { username: 'free_one', name: 'A', persona: 'lichen_fan', hold: false });
    expect(free.json().config.hold).toBe(false);
    const { created: ids } = SeedResult.parse(
      (await send('POST', '/agents/seed', { count: 1, persona: 'lichen_fan' })).json(),
    );
    expect(fixture.store.stream(`agent-${ids[0]}`)[0]?.data).toMatchObject({ config: { hold: true } });
    const letGo = await send('PATCH', `/agents/${ids[0]}`, { hold: false, reason: 'seems fine' });
    expect(letGo.json().config.hold).toBe(false);
  });
});
