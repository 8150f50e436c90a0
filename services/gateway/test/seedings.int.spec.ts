import { encode } from '@fleet/domain/codec';
import { SeedResult } from '@fleet/domain/read-models/api';
import { Seeding, SeedingRetry } from '@fleet/domain/read-models/personas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway, until } from './gateway-fixture.ts';
import { CONFIG } from './rows.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startGateway();
  await until(() => fixture.store.stream('persona-ux_designer').length === 1);
});
afterAll(() => fixture.stop());

const send = (method: 'GET' | 'POST', url: string, payload?: object) =>
  fixture.app.inject({
    ...{ method, url: `/api/v1${url}` },
    headers: { host: '127.0.0.1:4000', ...bearer },
    ...(payload ? { payload } : {}),
  });
const seed = async (body: object) => SeedResult.parse((await send('POST', '/agents/seed', body)).json());
const progressOf = async (id: string | undefined) => Seeding.parse((await send('GET', `/seedings/${id}`)).json());
const nameOf = (id: string) =>
  ((fixture.store.stream(`agent-${id}`)[0] ?? expect.fail()).data as { username: string }).username;

/** An agent as the projector tells of it after the platform was asked for its user. */
const told = (id: string, more: { provisioned?: boolean; error?: string | null; deleting?: boolean }) =>
  fixture.read(
    `insert into agents (id, username, name, status, desired, provisioning_error, provisioned, deleting, config,
       created_at, lifecycle_position, position)
     values ($1, $2, 'N', 'idle', 'idle', $3, $4, $5, $6, now(), 1, 1)
     on conflict (id) do update set provisioning_error = excluded.provisioning_error, provisioned = excluded.provisioned`,
    [id, nameOf(id), more.error ?? null, more.provisioned ?? false, more.deleting ?? false, JSON.stringify(CONFIG)],
  );

describe('a seeding', () => {
  it('is the same agents for the same seed, goes on from the last place, and makes nobody twice', async () => {
    const first = await seed({ count: 3, seed: 'spring' });
    const second = await seed({ count: 3, seed: 'spring' });
    expect(new Set([...first.created, ...second.created]).size).toBe(6);
    const both = await Promise.all([seed({ count: 4, seed: 'race' }), seed({ count: 4, seed: 'race' })]);
    expect(new Set(both.flatMap(({ created }) => created)).size).toBe(8);
    const other = await startGateway();
    await until(() => other.store.stream('persona-ux_designer').length === 1);
    const again = await other.app.inject({
      ...{ method: 'POST', url: '/api/v1/agents/seed', payload: { count: 6, seed: 'spring' } },
      headers: { host: '127.0.0.1:4000', ...bearer },
    });
    expect(SeedResult.parse(again.json()).created).toEqual([...first.created, ...second.created]);
    await other.stop();
  });

  it('tells how far the platform is with its users, and what it said where it refused', async () => {
    const { id, created } = await seed({ count: 5, persona: 'data_viz' });
    expect(await progressOf(id)).toMatchObject({
      ...{ created: 5, provisioned: 0, failed: 0, waiting: 5, deleted: 0, failures: [] },
      ...{ persona: 'data_viz', by: 'operator:admin', seed: 'test' },
    });
    const [a = '', b = '', c = '', d = ''] = created;
    await told(a, { provisioned: true });
    await told(b, { error: 'name taken' });
    await told(c, { error: 'no seats' });
    await told(d, { deleting: true });
    expect(await progressOf(id)).toMatchObject({ provisioned: 1, failed: 2, waiting: 1, deleted: 1 });
    expect((await progressOf(id)).failures.map(({ username, reason }) => `${username}: ${reason}`).sort()).toEqual(
      [`${nameOf(b)}: name taken`, `${nameOf(c)}: no seats`].sort(),
    );
    const { data } = (await send('GET', '/seedings')).json();
    expect(Seeding.parse(data[0])).toMatchObject({ id, failed: 2 });
  });

  it('asks again for those that were refused, and for no others', async () => {
    const { id, created } = await seed({ count: 3, persona: 'ai_artist' });
    const [a = '', b = '', c = ''] = created;
    await told(a, { provisioned: true });
    for (const refused of [b, c]) {
      const failed = encode(
        { type: 'AgentProvisioningFailed', data: { reason: 'no seats' } },
        { id: refused, occurredAtMs: 0, correlationId: 'c', causationId: null, traceparent: null },
      );
      await fixture.store.append(`agent-${refused}`, [failed], 0);
      await told(refused, { error: 'no seats' });
    }
    const retry = async () =>
      SeedingRetry.parse((await send('POST', `/seedings/${id}/retry`, { reason: 'more seats' })).json());
    expect(await retry()).toMatchObject({ asked: 2 });
    for (const refused of [b, c])
      expect(fixture.store.stream(`agent-${refused}`).at(-1)).toMatchObject({
        type: 'AgentProvisioningRequested',
        data: { by: 'operator:admin', reason: 'more seats' },
      });
    expect(fixture.store.stream(`agent-${a}`)).toHaveLength(1);
    expect(await retry()).toEqual({ asked: 0, position: '0' });
  });

  it('that nobody ordered is not found', async () => {
    const nobody = '3f333df6-90a4-4bf5-a3a2-0f1b1a3c1d11';
    expect((await send('GET', `/seedings/${nobody}`)).statusCode).toBe(404);
    expect((await send('POST', `/seedings/${nobody}/retry`)).statusCode).toBe(404);
  });

  it('of a persona that is not there, or of too many at once, makes nobody', async () => {
    const before = fixture.store.commits.filter(({ stream }) => stream.startsWith('agent-')).length;
    expect((await send('POST', '/agents/seed', { count: 1, persona: 'nobody' })).json().errors).toMatchObject([
      { field: 'persona', message: 'there is no persona nobody' },
    ]);
    expect((await send('POST', '/agents/seed', { count: 1_001 })).statusCode).toBe(422);
    expect(fixture.store.commits.filter(({ stream }) => stream.startsWith('agent-'))).toHaveLength(before);
  });
});

describe('one agent', () => {
  it('is asked for again where its user was refused; else nothing is asked', async () => {
    const { created } = await seed({ count: 1 });
    const [id = ''] = created;
    expect((await send('POST', `/agents/${id}/provision`)).statusCode).toBe(202);
    expect(fixture.store.stream(`agent-${id}`)).toHaveLength(1);
    expect((await send('POST', '/agents/3f333df6-90a4-4bf5-a3a2-0f1b1a3c1d11/provision')).statusCode).toBe(404);
  });
});
