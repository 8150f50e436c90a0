import { randomUUID } from 'node:crypto';
import { agentIdOf, tickIdOf } from '@fleet/domain/identity';
import type { DeadLetter, TickMessage } from '@fleet/domain/messages';
import { Agent, page } from '@fleet/domain/read-models/api';
import { DeadLetterRetried, DeadLetterView } from '@fleet/domain/read-models/dead-letters';
import { System } from '@fleet/domain/read-models/system';
import { BusError, type StoredMessages } from '@fleet/platform/bus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, fakeKeyValue, startGateway, until } from './gateway-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startGateway();
  await until(() => fixture.store.stream('persona-ai_artist').length === 1);
});
afterAll(() => fixture?.stop());

/** A bus of which a spec needs no more than the letters. */
const offTheBus = {
  control: fakeKeyValue(),
  services: async () => [],
  onFeed: () => ({ stop: () => {} }),
  ping: async () => {},
  ticks: async () => ({ pending: 0, ackPending: 0, redelivered: 0, waiting: 1 }),
  onMaxDeliveries: () => ({ stop: () => {} }),
  streamStatus: async () => null,
  durableConsumers: async () => null,
};

const call = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => {
  const answer = await fixture.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: bearer,
    ...(body ? { payload: body } : {}),
  });
  return { status: answer.statusCode, json: answer.json() as unknown };
};
const list = async (query = '') => page(DeadLetterView).parse((await call('GET', `/dead-letters${query}`)).json);

const tickOf = (agentId: string, due: number, kind: TickMessage['kind'] = null): TickMessage => {
  const none = { causationId: null, traceparent: null };
  return { v: 1, tickId: tickIdOf(agentId, due), agentId, due, dueWall: due, kind, ...none };
};
const give = (payload: string, change: Partial<DeadLetter> = {}): string => {
  const source = change.source ?? 'tick';
  const letter: DeadLetter = {
    ...{ v: 1, source, subject: `fleet.${source}.3`, messageId: null, reason: 'given up after 5 deliveries' },
    ...{ payload: Buffer.from(payload).toString('base64'), deliveries: 6, at: '2026-03-02T12:00:00.000Z' },
    ...change,
  };
  return String(fixture.letters.put(`fleet.dead.${source}`, JSON.stringify(letter)));
};
const giveTick = (tick: TickMessage) => give(JSON.stringify(tick), { messageId: tick.tickId });

/** An agent that runs and has its user, in the event store and in the read model. */
const runningAgent = async (username: string): Promise<string> => {
  const created = await call('POST', '/agents', {
    username,
    name: `Agent ${username}`,
    persona: 'ai_artist',
  });
  const { id } = Agent.parse(created.json);
  const facts = fixture.store.stream(`agent-${id}`);
  const none = { correlationId: 'c', causationId: null, traceparent: null, schemaVersion: 1, synthetic: true } as const;
  const provisioned = { id: randomUUID(), type: 'AgentProvisioned', occurredAt: new Date().toISOString() };
  await fixture.store.append(
    `agent-${id}`,
    [{ ...provisioned, data: { platformUserId: 'u', created: true }, metadata: none }],
    facts.length - 1,
  );
  expect((await call('POST', `/agents/${id}/start`)).status).toBe(200);
  return id;
};
const eventsOf = (stream: string) => fixture.store.stream(stream).map(({ type, data }) => ({ type, data }));

describe('dead letters', () => {
  it('say why, when and how often tried, newest first, by pages and filters', async () => {
    const agentId = agentIdOf('nobody_yet');
    const ids = [
      give('not json', { source: 'job', subject: 'fleet.job.provision', messageId: `provision.${agentId}` }),
      giveTick(tickOf(agentId, 1_000_000)),
      give('\u0000{', { messageId: 'odd' }),
      String(fixture.letters.put('fleet.dead.tick', 'no letter at all')),
    ];
    const { data, next } = await list();
    expect(next).toBeNull();
    expect(data.map(({ id }) => id)).toEqual([...ids].reverse());
    const [unreadable, odd, tick, job] = data;
    expect(tick).toMatchObject({
      ...{ source: 'tick', agentId, agentName: null, deliveries: 6, at: '2026-03-02T12:00:00.000Z' },
      ...{ reason: 'given up after 5 deliveries', retryRefusedBecause: 'There is no such agent.' },
    });
    expect(JSON.parse(tick?.payload ?? '')).toMatchObject({ agentId });
    expect(job).toMatchObject({ source: 'job', agentId, retryRefusedBecause: expect.stringContaining('by itself') });
    expect(odd).toMatchObject({ agentId: null, retryRefusedBecause: expect.stringContaining('not a tick') });
    expect(unreadable).toMatchObject({ reason: 'this letter cannot be read', payload: 'no letter at all' });

    const first = await list('?limit=3');
    expect(first.data).toHaveLength(3);
    const second = await list(`?limit=3&cursor=${first.next}`);
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual([...ids].reverse());
    expect(second.next).toBeNull();
    expect((await list('?source=job')).data.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await list(`?agent=${agentId}`)).data).toHaveLength(2);
    expect(DeadLetterView.parse((await call('GET', `/dead-letters/${ids[1]}`)).json).id).toBe(ids[1]);
    for (const id of ids) await call('DELETE', `/dead-letters/${id}`);
  });

  it('are retried by one new tick that names what it tries again, and are gone then', async () => {
    const agentId = await runningAgent('retry_me');
    const old = tickOf(agentId, 1_000_000, 'like');
    const id = giveTick(old);
    const answer = await call('POST', `/dead-letters/${id}/retry`, { reason: 'the Studio is back' });
    expect(answer.status).toBe(202);
    const { tickId } = DeadLetterRetried.parse(answer.json);
    expect(tickId).not.toBe(old.tickId);
    expect(eventsOf(`agent-${agentId}`).at(-1)).toEqual({
      type: 'AgentActRequested',
      data: {
        ...{ tickId, due: expect.any(Number), kind: 'like', by: 'operator:admin', reason: 'the Studio is back' },
        retries: { letter: id, messageId: old.tickId },
      },
    });
    expect((await call('POST', `/dead-letters/${id}/retry`)).status).toBe(404);
    expect((await list()).data).toEqual([]);
  });

  it('make one tick when two retry at once', async () => {
    const agentId = await runningAgent('retry_twice');
    const id = giveTick(tickOf(agentId, 2_000_000));
    const answers = await Promise.all([1, 2, 3].map(() => call('POST', `/dead-letters/${id}/retry`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 404, 404]);
    expect(eventsOf(`agent-${agentId}`).filter(({ type }) => type === 'AgentActRequested')).toHaveLength(1);
  });

  it('make one tick when two gateways retry at once, or one dies before the letter is gone', async () => {
    const agentId = await runningAgent('retry_by_two');
    const id = giveTick(tickOf(agentId, 2_500_000));
    // Neither takes the letter away before both have read it, and a third comes when it should have been gone.
    const letters: StoredMessages = { ...fixture.letters, remove: async () => false };
    const retry = async () => {
      const other = await startGateway({ store: fixture.store, bus: { ...offTheBus, deadLetters: letters } });
      try {
        const url = `/api/v1/dead-letters/${id}/retry`;
        return (await other.app.inject({ method: 'POST', url, headers: bearer })).json();
      } finally {
        await other.stop();
      }
    };
    const answers = [...(await Promise.all([retry(), retry()])), await retry()].map((one) =>
      DeadLetterRetried.parse(one),
    );
    expect(new Set(answers.map(({ tickId }) => tickId)).size).toBe(1);
    expect(eventsOf(`agent-${agentId}`).filter(({ type }) => type === 'AgentActRequested')).toHaveLength(1);
    await call('DELETE', `/dead-letters/${id}`);
  });

  it('are kept, and say the state, where the agent may not act; jobs and what is no tick are not retried', async () => {
    const agentId = await runningAgent('paused_one');
    await call('POST', `/agents/${agentId}/pause`);
    const id = giveTick(tickOf(agentId, 3_000_000));
    const refused = await call('POST', `/dead-letters/${id}/retry`);
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ code: 'invalid_state', detail: expect.stringContaining('paused') });
    expect(eventsOf('fleet-main').at(-1)).toMatchObject({
      type: 'CommandRefused',
      data: { command: 'agent.retry', target: agentId, by: 'operator:admin' },
    });
    const gone = giveTick(tickOf(agentIdOf('never_was'), 1));
    expect((await call('POST', `/dead-letters/${gone}/retry`)).status).toBe(404);
    const job = give('{}', { source: 'job', subject: 'fleet.job.provision' });
    const notRetryable = await call('POST', `/dead-letters/${job}/retry`);
    expect(notRetryable.json).toMatchObject({ status: 409, code: 'not_retryable' });
    expect((await list()).data.map((letter) => letter.id)).toEqual([job, gone, id]);
    for (const one of [id, gone, job]) await call('DELETE', `/dead-letters/${one}`);
  });

  it('are discarded with a reason, by an event that says what was given up and why', async () => {
    const agentId = agentIdOf('somebody');
    const id = giveTick(tickOf(agentId, 4_000_000));
    const answer = await call('DELETE', `/dead-letters/${id}`, { reason: 'of no use any more' });
    expect(answer).toMatchObject({ status: 200, json: { id } });
    expect(eventsOf('fleet-main').at(-1)).toEqual({
      type: 'DeadLetterDiscarded',
      data: {
        ...{ letter: id, source: 'tick', messageId: tickIdOf(agentId, 4_000_000), agentId },
        ...{ cause: 'given up after 5 deliveries', by: 'operator:admin', reason: 'of no use any more' },
      },
    });
    expect((await call('DELETE', `/dead-letters/${id}`)).status).toBe(404);
  });

  it('stay where the event store cannot keep the order', async () => {
    const id = giveTick(tickOf(agentIdOf('somebody'), 5_000_000));
    fixture.store.setDown(true);
    expect((await call('DELETE', `/dead-letters/${id}`)).status).toBe(503);
    fixture.store.setDown(false);
    expect((await list()).data.map((letter) => letter.id)).toEqual([id]);
    await call('DELETE', `/dead-letters/${id}`);
  });

  it('answer bad input with what is wrong', async () => {
    for (const id of ['0', '-1', 'x', '9999999999999999', '1.5'])
      expect((await call('GET', `/dead-letters/${id}`)).status, id).toBe(404);
    expect((await call('GET', '/dead-letters?cursor=nonsense')).json).toMatchObject({ code: 'malformed_cursor' });
    expect((await call('GET', '/dead-letters?source=mail')).json).toMatchObject({
      status: 422,
      errors: [{ field: 'source' }],
    });
    expect((await call('DELETE', '/dead-letters/1', { reason: 'x'.repeat(501) })).status).toBe(422);
    const anonymous = await fixture.app.inject({ method: 'GET', url: '/api/v1/dead-letters' });
    expect(anonymous.statusCode).toBe(401);
  });

  it('are counted in the figures, and are a problem for as long as there are any', async () => {
    const id = giveTick(tickOf(agentIdOf('somebody'), 6_000_000));
    const system = async () => System.parse((await call('GET', '/system')).json);
    const told = async () => (await system()).problems.some(({ part }) => part === 'dead letters');
    await until(async () => (await system()).deadLetters === 1 && (await told()));
    expect(fixture.gateway.stats()).toMatchObject({ deadLetters: 1 });
    const metrics = await fixture.app.inject({ method: 'GET', url: '/metrics' });
    expect(metrics.body).toMatch(/^fleet_dead_letters(\{[^}]*\})? 1$/m);
    await call('DELETE', `/dead-letters/${id}`);
    await until(async () => (await system()).deadLetters === 0 && !(await told()));
  });

  it('are not to be had while NATS is away, and say so', async () => {
    const down = async (): Promise<never> => {
      throw new BusError('unavailable', 'NATS does not answer');
    };
    const letters: StoredMessages = { count: down, before: down, get: down, remove: down };
    const other = await startGateway({
      bus: { ...offTheBus, ticks: down, deadLetters: letters },
    });
    const answer = await other.app.inject({ method: 'GET', url: '/api/v1/dead-letters', headers: bearer });
    expect(answer.json()).toMatchObject({ status: 503, code: 'nats_unavailable' });
    const system = await other.app.inject({ method: 'GET', url: '/api/v1/system', headers: bearer });
    expect(System.parse(system.json()).deadLetters).toBeNull();
    const metrics = await other.app.inject({ method: 'GET', url: '/metrics' });
    expect(metrics.body).not.toMatch(/^fleet_dead_letters/m);
    await other.stop();
  });
});
