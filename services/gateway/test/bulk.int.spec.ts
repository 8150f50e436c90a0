import { agentIdOf } from '@fleet/domain/identity';
import { Agent, page } from '@fleet/domain/read-models/api';
import {
  BulkOperation,
  OperationPreview,
  OperationResult,
  operationCorrelation,
} from '@fleet/domain/read-models/operations';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway, until } from './gateway-fixture.ts';
import { insertAgent, moveCheckpoint } from './rows.ts';

let fixture: Fixture;
const names = ['ann', 'bob', 'cat', 'dan'];
beforeAll(async () => {
  fixture = await startGateway();
  await until(() => fixture.store.stream('persona-ux_designer').length === 1);
  for (const username of names) {
    const payload = { username, name: `Name of ${username}`, persona: 'data_viz' };
    const { position } = Agent.parse((await send('POST', '/agents', payload)).json());
    const status = username === 'dan' ? 'paused' : 'idle';
    await insertAgent(fixture, { username, persona: 'data_viz', status, position: Number(position) });
    await moveCheckpoint(fixture, BigInt(position));
  }
  await insertAgent(fixture, { username: 'gone', status: 'deleted', persona: 'data_viz' });
});
afterAll(() => fixture.stop());

const send = (method: NonNullable<InjectOptions['method']>, url: string, payload?: object) =>
  fixture.app.inject({
    ...{ method, url: `/api/v1${url}`, headers: { host: '127.0.0.1:4000', ...bearer } },
    ...(payload ? { payload } : {}),
  });
/** The read model as far as the gateway wrote: nothing waits for a projector that is not there. */
const projected = async () => {
  const newest = fixture.store.stream('fleet-main').at(-1)?.position ?? 0n;
  const all = names.map((name) => fixture.store.stream(`agent-${agentIdOf(name)}`).at(-1)?.position ?? 0n);
  await moveCheckpoint(
    fixture,
    [newest, ...all].reduce((a, b) => (a > b ? a : b)),
  );
};
const order = async (body: object) => {
  await projected();
  return send('POST', '/operations', body);
};
const types = (username: string) => fixture.store.stream(`agent-${agentIdOf(username)}`).map(({ type }) => type);

describe('a dry run', () => {
  it('tells what would happen by the rule that decides it, and does nothing', async () => {
    const answer = await order({ action: 'start', filter: { persona: 'data_viz' }, dryRun: true });
    expect(answer.statusCode).toBe(200);
    expect(OperationPreview.parse(answer.json())).toEqual({
      ...{ action: 'start', matched: 4, wouldChange: 3, wouldRefuse: 1, undoable: true },
      byStatus: { idle: 3, running: 0, paused: 1, sleeping: 0, error: 0, deleted: 0 },
    });
    expect(types('ann')).toEqual(['AgentCreated']);
    expect((await send('GET', '/operations')).json().data).toEqual([]);
    expect(fixture.store.stream('fleet-main')).toEqual([]);
  });

  it('counts ids that are unknown as refusing, and says that deletion cannot be undone', async () => {
    const ids = [agentIdOf('ann'), '00000000-0000-4000-8000-000000000000', agentIdOf('ann')];
    const preview = OperationPreview.parse((await order({ action: 'delete', ids, dryRun: true })).json());
    expect(preview).toMatchObject({ matched: 2, wouldChange: 1, wouldRefuse: 1, undoable: false });
  });
});

describe('the count that an operator confirmed', () => {
  it('is checked again when it runs: another count does nothing, says the new one, and is on record', async () => {
    const body = { action: 'start', filter: { persona: 'data_viz', status: 'idle' }, expected: 4 };
    const answer = await order(body);
    expect([answer.statusCode, answer.json().code, answer.json().matched]).toEqual([409, 'count_changed', 3]);
    expect(answer.json().detail).toBe('3 agents match now, not 4; nothing was done.');
    expect(types('ann')).toEqual(['AgentCreated']);
    expect(fixture.store.stream('fleet-main').at(-1)?.data).toMatchObject({
      ...{ command: 'agents.start', code: 'count_changed', by: 'operator:admin' },
    });
    expect((await send('GET', '/operations')).json().data).toEqual([]);
  });

  it('lets the operation through when it is right', async () => {
    const answer = await order({ action: 'start', filter: { persona: 'data_viz', status: 'idle' }, expected: 3 });
    expect(answer.statusCode).toBe(202);
    expect(BulkOperation.parse(answer.json())).toMatchObject({ matched: 3, changed: 3, state: 'done' });
    expect(types('ann')).toEqual(['AgentCreated', 'AgentStarted']);
  });
});

describe('an operation', () => {
  it('takes the filters of the agents list, and its events name it', async () => {
    const answer = await order({
      action: 'pause',
      filter: { q: 'name of A', persona: ['data_viz', 'none'] },
      reason: 'loud',
    });
    const { id, ...operation } = BulkOperation.parse(answer.json());
    expect(operation).toMatchObject({ matched: 1, changed: 1, reason: 'loud' });
    expect(answer.headers.location).toBe(`/api/v1/operations/${id}`);
    const event = fixture.store.stream(`agent-${agentIdOf('ann')}`).at(-1);
    expect([event?.type, event?.metadata.correlationId]).toEqual(['AgentPaused', operationCorrelation(id)]);
    const undone = BulkOperation.parse((await send('POST', `/operations/${id}/undo`)).json());
    expect(undone).toMatchObject({ action: 'resume', undoes: id, changed: 1 });
    expect(types('ann').at(-1)).toBe('AgentResumed');
    const twice = await send('POST', `/operations/${id}/undo`);
    expect([twice.statusCode, twice.json().code]).toEqual([409, 'already_undone']);
  });

  it('lists what became of each agent, by name and page by page', async () => {
    const ids = [...names, 'nobody'].map(agentIdOf);
    const { id } = BulkOperation.parse((await order({ action: 'pause', ids })).json());
    const results = page(OperationResult);
    const first = results.parse((await send('GET', `/operations/${id}/results?limit=3`)).json());
    const rest = results.parse((await send('GET', `/operations/${id}/results?limit=3&cursor=${first.next}`)).json());
    expect([...first.data, ...rest.data].map(({ agentName, result }) => [agentName, result])).toEqual([
      ['Name of ann', 'changed'],
      ['Name of bob', 'changed'],
      ['Name of cat', 'changed'],
      ['Name of dan', 'refused'],
      [null, 'refused'],
    ]);
    expect(rest.next).toBeNull();
    const refused = results.parse((await send('GET', `/operations/${id}/results?result=refused`)).json());
    expect(refused.data.map(({ code }) => code)).toEqual(['invalid_state', 'not_found']);
    const other = await send('GET', `/operations/${agentIdOf('x')}/results`);
    expect([other.statusCode, other.json().code]).toEqual([404, 'not_found']);
  });

  it('is listed with all others, newest first', async () => {
    const list = page(BulkOperation);
    const all = list.parse((await send('GET', '/operations')).json()).data;
    expect(all.length).toBeGreaterThan(3);
    const first = list.parse((await send('GET', '/operations?limit=2')).json());
    const next = list.parse((await send('GET', `/operations?limit=100&cursor=${first.next}`)).json());
    expect([...first.data, ...next.data].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    const times = all.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('tells an event store that is down as failures, which a retry makes good', async () => {
    fixture.store.setDown(true);
    const answer = await send('POST', '/operations', { action: 'stop', ids: [agentIdOf('bob')] });
    fixture.store.setDown(false);
    const failed = BulkOperation.parse(answer.json());
    expect(failed).toMatchObject({ state: 'done', failedCount: 1, changed: 0 });
    const again = BulkOperation.parse((await send('POST', `/operations/${failed.id}/retry`)).json());
    expect(again).toMatchObject({ retries: failed.id, changed: 1, failedCount: 0 });
    expect(types('bob').at(-1)).toBe('AgentStopped');
  });

  it('is begun once under one Idempotency-Key, however often it is sent', async () => {
    await projected();
    const headers = { host: '127.0.0.1:4000', ...bearer, 'idempotency-key': 'start-cat' };
    const payload = { action: 'resume', ids: [agentIdOf('cat')] };
    const url = '/api/v1/operations';
    const send = () => fixture.app.inject({ method: 'POST', url, headers, payload });
    const answers = await Promise.all([send(), send()]);
    answers.push(await send());
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => BulkOperation.parse(JSON.parse(body)).id)).size).toBe(1);
    expect(types('cat').filter((type) => type === 'AgentResumed')).toHaveLength(1);
    const other = await fixture.app.inject({ method: 'POST', url, headers, payload: { ...payload, action: 'stop' } });
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency_key_reused']);
  });

  it.each([
    ['an empty list of states', { action: 'stop', filter: { status: [] } }],
    ['a state that is none', { action: 'stop', filter: { status: ['asleep'] } }],
    ['a filter that is none', { action: 'stop', filter: { colour: 'red' } }],
    ['a count that is none', { action: 'stop', filter: {}, expected: -1 }],
  ])('is not begun with %s', async (_what, body) => {
    const answer = await send('POST', '/operations', body);
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'invalid']);
  });

  it('that is unknown cannot be retried or undone', async () => {
    for (const what of ['retry', 'undo']) {
      const answer = await send('POST', `/operations/${agentIdOf('x')}/${what}`);
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
    }
  });
});
