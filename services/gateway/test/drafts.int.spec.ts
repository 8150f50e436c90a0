import { agentIdOf } from '@fleet/domain/identity';
import { Draft } from '@fleet/domain/read-models/drafts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway, until } from './gateway-fixture.ts';

let fixture: Fixture;
let serial = 0;
const username = 'held_agent';
const agentId = agentIdOf(username);

const send = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  fixture.app.inject({
    ...{ method, url: `/api/v1${url}` },
    headers: { host: '127.0.0.1:4000', ...bearer },
    ...(payload ? { payload } : {}),
  });
const types = () => fixture.store.stream(`agent-${agentId}`).map(({ type }) => type);
/** A draft as the projector would tell of it. */
const insert = async (more: { state?: string; at?: string; persona?: string; by?: string; of?: string } = {}) => {
  const id = `${more.of ?? agentId}.d${++serial}`;
  await fixture.read(
    `insert into drafts (id, state, agent_id, agent_name, persona_id, title, caption, image_url, at, decided_by, position)
     values ($1, $2, $3, 'Held', $4, 'Lamp', 'On a desk', 'http://i/1.png', $5, $6, 7)`,
    [
      ...[id, more.state ?? 'waiting', more.of ?? agentId, more.persona ?? 'ai_artist'],
      ...[more.at ?? new Date().toISOString(), more.by ?? null],
    ],
  );
  return id;
};

beforeAll(async () => {
  fixture = await startGateway();
  await until(() => fixture.store.stream('persona-ux_designer').length === 1);
  await send('POST', '/agents', { username, name: 'Held', persona: 'ai_artist', hold: true });
});
beforeEach(() => fixture.read('delete from drafts'));
afterAll(() => fixture.stop());

describe('the list of drafts', () => {
  it('is newest first, in pages, filtered by state, persona and agent', async () => {
    const old = await insert({ at: '2020-01-01T00:00:00.000Z' });
    const first = await insert({ at: new Date(Date.now() - 60_000).toISOString(), persona: 'data_viz' });
    const second = await insert();
    const published = await insert({ state: 'published', at: '2021-01-01T00:00:00.000Z' });
    const other = await insert({ of: agentIdOf('other'), at: '2019-01-01T00:00:00.000Z', state: 'rejected' });
    const ids = async (query: string) =>
      (await send('GET', `/drafts${query}`)).json().data.map((draft: unknown) => Draft.parse(draft).id);
    expect(await ids('')).toEqual([second, first, published, old, other]);
    expect(await ids('?state=waiting')).toEqual([second, first]);
    expect(await ids('?state=expired')).toEqual([old]);
    expect(await ids('?state=published,rejected')).toEqual([published, other]);
    expect(await ids('?state=waiting&persona=data_viz')).toEqual([first]);
    expect(await ids(`?agent=${agentIdOf('other')}`)).toEqual([other]);
    const paged: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: { data: { id: string }[]; next: string | null } = (
        await send('GET', `/drafts?limit=2${next && `&cursor=${next}`}`)
      ).json();
      paged.push(...page.data.map(({ id }) => id));
      next = page.next;
    }
    expect(paged).toEqual([second, first, published, old, other]);
    for (const wrong of ['?state=lost', '?agent=me', '?limit=0', '?what=1'])
      expect((await send('GET', `/drafts${wrong}`)).statusCode, wrong).toBe(422);
    expect((await send('GET', '/drafts?cursor=AAAA')).statusCode).toBe(400);
  });

  it('tells one, and that there is none', async () => {
    const id = await insert();
    expect((await send('GET', `/drafts/${id}`)).json()).toMatchObject({ id, state: 'waiting', title: 'Lamp' });
    for (const unknown of [`${agentId}.none`, 'nonsense', `${agentId}.d1'--`])
      expect((await send('GET', `/drafts/${encodeURIComponent(unknown)}`)).statusCode).toBe(404);
  });
});

describe('an operator’s word', () => {
  it('yes is on record with who and why, and makes a running agent act', async () => {
    await send('POST', `/agents/${agentId}/start`);
    const id = await insert();
    const answer = await send('POST', `/drafts/${id}/approve`, { reason: 'lovely light' });
    expect(answer.statusCode).toBe(200);
    expect(Draft.parse(answer.json())).toMatchObject({
      ...{ id, state: 'approved', decidedBy: 'operator:admin', reason: 'lovely light' },
      position: fixture.store.stream(`agent-${agentId}`).at(-1)?.position.toString(),
    });
    expect(types().slice(-1)).toEqual(['DraftApproved']);
    expect(fixture.store.stream(`agent-${agentId}`).at(-1)?.data).toEqual({
      ...{ draftId: id, by: 'operator:admin', reason: 'lovely light' },
    });
  });

  it('twice decides nothing, also at the same time', async () => {
    const id = await insert();
    const before = types().length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('POST', `/drafts/${id}/approve`)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(types().slice(before)).toEqual(['DraftApproved']);
  });

  it('the first word stands, whoever else says the opposite at the same time', async () => {
    const id = await insert();
    const before = types().length;
    const [yes, no] = await Promise.all([
      send('POST', `/drafts/${id}/approve`),
      send('POST', `/drafts/${id}/reject`, { reason: 'blurred' }),
    ]);
    expect([yes.statusCode, no.statusCode].sort()).toEqual([200, 409]);
    expect(types().slice(before)).toHaveLength(1);
    expect(fixture.store.stream('fleet-main').at(-1)).toMatchObject({
      type: 'CommandRefused',
      data: { target: id, code: 'invalid_state', by: 'operator:admin' },
    });
  });

  it('no keeps it back for good', async () => {
    const id = await insert();
    expect((await send('POST', `/drafts/${id}/reject`, { reason: 'blurred' })).json()).toMatchObject({
      ...{ state: 'rejected', reason: 'blurred', decidedBy: 'operator:admin' },
    });
    expect(types().at(-1)).toBe('DraftRejected');
  });

  it.each([
    ['that has expired', { at: '2020-01-01T00:00:00.000Z' }, /waited longer than 14 days/],
    ['whose agent is gone', { state: 'expired' }, /14 days/],
    ['that the platform refuses', { state: 'rejected', by: 'system:actor' }, /cannot be published/],
  ])('comes too late for one %s', async (_, more, reason) => {
    const id = await insert(more);
    const before = types().length;
    for (const verb of ['approve', 'reject']) {
      const answer = await send('POST', `/drafts/${id}/${verb}`);
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'draft_over']);
      expect(answer.json().detail).toMatch(reason);
    }
    expect(types()).toHaveLength(before);
  });

  it('about a draft that nobody made is not found, and changes nothing', async () => {
    const before = types().length;
    expect((await send('POST', `/drafts/${agentId}.forged/approve`)).statusCode).toBe(404);
    expect(types()).toHaveLength(before);
  });

  it('loses against the deletion of its agent', async () => {
    const id = await insert();
    await send('DELETE', `/agents/${agentId}`);
    const answer = await send('POST', `/drafts/${id}/approve`);
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'invalid_state']);
  });
});
