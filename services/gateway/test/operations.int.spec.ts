import { type ExistingAgent, evolveAgent, initialAgent } from '@fleet/domain/agent/agent';
import { EventStoreError } from '@fleet/platform/eventstore';
import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_SCHEMA, type AccessTables } from '../src/access/tables.ts';
import type { RunAgentCommand } from '../src/command/agent-commands.ts';
import { operations } from '../src/operations/operations.ts';
import { type Fixture, startGateway, until } from './gateway-fixture.ts';
import { CONFIG } from './rows.ts';

let fixture: Fixture;
let db: Kysely<AccessTables>;
beforeAll(async () => {
  fixture = await startGateway();
  db = new Kysely<AccessTables>({ dialect: new PostgresDialect({ pool: fixture.pool }) }).withSchema(ACCESS_SCHEMA);
});
afterAll(() => fixture.stop());

const state = evolveAgent(
  initialAgent,
  {
    type: 'AgentCreated',
    data: {
      agentId: 'a',
      username: 'abc',
      persona: null,
      seedIndex: null,
      config: CONFIG as unknown as ExistingAgent['config'],
      by: 'spec',
    },
  },
  0,
) as ExistingAgent;
const idOf = (i: number) => `00000000-0000-4000-8000-${i.toString().padStart(12, '0')}`;
const order = { by: 'operator:admin', correlationId: 'spec', traceparent: null };
const none = async () => {};
const fleet = { refused: none };

/** Agents that remember who told them; `onTold` may stop the world. */
const agents = (onTold: (told: number) => void = () => {}) => {
  const told: string[] = [];
  const run: RunAgentCommand = async (id) => {
    told.push(id);
    onTold(told.length);
    return { kind: 'done', changed: true, state, position: BigInt(told.length), createdAt: '' };
  };
  return { told, run };
};

describe('an operation that is cut off', () => {
  it('is taken up where its progress was written, by whichever gateway comes next', async () => {
    const ending = new AbortController();
    const first = agents((told) => {
      if (told === 450) ending.abort();
    });
    const dying = operations({ db, agent: first.run, fleet, signal: ending.signal, warn: () => {} });
    const ids = Array.from({ length: 1_500 }, (_, i) => idOf(i));
    const { id, state: before } = await dying.begin('start', ids, 'many', order);
    expect(before).toBe('running');
    await dying.drain();
    expect(await dying.find(id)).toMatchObject({ state: 'running', handled: 600, changed: 600, position: '600' });

    const second = agents();
    const { signal } = new AbortController();
    const next = operations({ db, agent: second.run, fleet, signal, warn: () => {} });
    await next.adopt();
    expect(second.told).toEqual([]);
    await fixture.pool.query(`update access.operations set heartbeat_at = now() - interval '1 minute'`);
    await Promise.all([next.adopt(), next.adopt()]);
    await until(async () => (await next.find(id))?.state === 'done');
    await next.drain();
    expect(await next.find(id)).toMatchObject({ matched: 1_500, handled: 1_500, changed: 1_500 });
    expect(new Set([...first.told, ...second.told]).size).toBe(1_500);
    expect(second.told).toHaveLength(900);
  });

  it('is left for later when the event store fails in the middle', async () => {
    let broken = true;
    const told: string[] = [];
    const run: RunAgentCommand = async (id) => {
      if (broken && told.length >= 250) throw new Error('the event store does not answer');
      told.push(id);
      return { kind: 'done', changed: true, state, position: 1n, createdAt: '' };
    };
    const { signal } = new AbortController();
    const warnings: string[] = [];
    const work = operations({ db, agent: run, fleet, signal, warn: (_what, message) => warnings.push(message) });
    const { id } = await work.begin(
      'pause',
      Array.from({ length: 1_200 }, (_, i) => idOf(i)),
      '',
      order,
    );
    await work.drain();
    expect(warnings).toHaveLength(1);
    expect(await work.find(id)).toMatchObject({ state: 'running', handled: 200 });
    broken = false;
    await fixture.pool.query(`update access.operations set heartbeat_at = now() - interval '1 minute'`);
    await work.adopt();
    await work.drain();
    expect(await work.find(id)).toMatchObject({ state: 'done', handled: 1_200 });
  });
});

describe('an operation that cannot get on', () => {
  it('is ended after ten tries, and tells what it could not do as failed', async () => {
    const run: RunAgentCommand = async () => {
      throw new EventStoreError('unavailable', 'gone');
    };
    const { signal } = new AbortController();
    const work = operations({ db, agent: run, fleet, signal, warn: () => {} });
    const ids = Array.from({ length: 1_201 }, (_, i) => idOf(i));
    const { id } = await work.begin('pause', ids, '', order);
    for (let tries = 0; tries < 10; tries++) {
      await work.drain();
      expect(await work.find(id)).toMatchObject({ state: 'running', handled: 0 });
      await fixture.pool.query(`update access.operations set heartbeat_at = now() - interval '1 minute'`);
      await work.adopt();
    }
    await work.drain();
    expect(await work.find(id)).toMatchObject({ state: 'done', handled: 1_201, failedCount: 1_201, changed: 0 });
  });
});

describe('undoing', () => {
  const withStore = (onTold: (told: number) => unknown = () => {}) => {
    const told: [string, string][] = [];
    const run: RunAgentCommand = async (id, command) => {
      told.push([id, command.type]);
      await onTold(told.length);
      // Every third one is so already.
      const changed = Number(id.slice(-6)) % 3 !== 0;
      return { kind: 'done', changed, state, position: 5n, createdAt: '' };
    };
    const { signal } = new AbortController();
    return { told, work: operations({ db, agent: run, fleet, signal, warn: () => {} }) };
  };

  it('tells the opposite to the agents that were changed and to no others, once', async () => {
    const { told, work } = withStore();
    const first = await work.begin('pause', [1, 2, 3, 4].map(idOf), 'by mistake', order);
    expect(first).toMatchObject({ state: 'done', changed: 3, undoneBy: null, by: 'operator:admin' });
    expect(Date.parse(first.undoUntil ?? '') - Date.parse(first.at)).toBe(10_000);
    told.length = 0;
    const answer = await work.undo(first.id, order);
    expect(told.map(([id]) => id).sort()).toEqual([1, 2, 4].map(idOf));
    expect(new Set(told.map(([, type]) => type))).toEqual(new Set(['resume']));
    expect(answer).toMatchObject({
      operation: { action: 'resume', undoes: first.id, reason: 'undo: by mistake', matched: 3, state: 'done' },
    });
    const undone = await work.find(first.id);
    expect(undone?.undoneBy).toBe(answer.kind === 'begun' ? answer.operation.id : '');
    expect(undone?.undoUntil).toBeNull();
    expect(await work.undo(first.id, order)).toMatchObject({ refusal: { code: 'already_undone' } });
  });

  it('by two at once is done by one of them', async () => {
    const { told, work } = withStore();
    const { id } = await work.begin('start', [1, 2].map(idOf), '', order);
    told.length = 0;
    const answers = await Promise.all([work.undo(id, order), work.undo(id, order)]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['begun', 'refused']);
    expect(told).toHaveLength(2);
  });

  it('comes too late after ten seconds, never for a deletion, and not for what changed nothing', async () => {
    const { work } = withStore();
    const codeOf = async (id: string) => {
      const answer = await work.undo(id, order);
      return answer.kind === 'refused' ? answer.refusal.code : answer.kind;
    };
    const late = await work.begin('stop', [idOf(1)], '', order);
    await fixture.pool.query(`update access.operations set created_at = now() - interval '11 seconds'`);
    expect(await codeOf(late.id)).toBe('too_late');
    expect((await work.find(late.id))?.undoUntil).toBeNull();
    const deletion = await work.begin('delete', [idOf(1)], '', order);
    expect(deletion.undoUntil).toBeNull();
    expect(await codeOf(deletion.id)).toBe('not_undoable');
    expect(await codeOf((await work.begin('pause', [idOf(3)], '', order)).id)).toBe('nothing_to_undo');
    expect(await codeOf(idOf(99))).toBe('not_found');
  });

  it('stops an operation that still runs, and undoes what it had done until then', async () => {
    const undoNewest = async () => work.undo((await work.list(1, null))[0]?.operation.id ?? '', order);
    const undoing: Promise<unknown>[] = [];
    const { told, work } = withStore((count) => {
      if (count === 250) undoing.push(undoNewest());
      return undoing[0];
    });
    const ids = Array.from({ length: 5_000 }, (_, i) => idOf(i));
    const { id } = await work.begin('pause', ids, '', order);
    await until(() => undoing.length === 1);
    await undoing[0];
    await work.drain();
    const first = await work.find(id);
    expect(first).toMatchObject({ state: 'done', matched: 5_000 });
    expect(first?.handled).toBeLessThan(5_000);
    const second = await work.find(first?.undoneBy ?? '');
    expect(second).toMatchObject({ state: 'done', matched: first?.changed, undoes: id });
    const paused = told.filter(([, type]) => type === 'pause').map(([one]) => one);
    const resumed = told.filter(([, type]) => type === 'resume').map(([one]) => one);
    expect(new Set(resumed)).toEqual(new Set(paused.filter((one) => Number(one.slice(-6)) % 3 !== 0)));
  });
});

describe('retrying', () => {
  it('tells those again on whom it failed, and nobody else', async () => {
    let broken = true;
    const told: string[] = [];
    const run: RunAgentCommand = async (id) => {
      if (broken && id === idOf(2)) throw new EventStoreError('unavailable', 'gone');
      if (id === idOf(3)) return { kind: 'refused', refusal: { kind: 'refused', code: 'no', reason: 'not now' } };
      told.push(id);
      return { kind: 'done', changed: true, state, position: 1n, createdAt: '' };
    };
    const { signal } = new AbortController();
    const work = operations({ db, agent: run, fleet, signal, warn: () => {} });
    const first = await work.begin('stop', [1, 2, 3].map(idOf), 'night', order);
    expect(first).toMatchObject({ state: 'done', changed: 1, refusedCount: 1, failedCount: 1 });
    const results = await work.results(first.id, undefined, -1, 10);
    expect(results.map(({ result, code }) => [result, code])).toEqual([
      ['changed', null],
      ['failed', 'event_store_unavailable'],
      ['refused', 'no'],
    ]);
    broken = false;
    told.length = 0;
    const again = await work.retry(first.id, order);
    expect(told).toEqual([idOf(2)]);
    expect(again).toMatchObject({ operation: { retries: first.id, action: 'stop', reason: 'night', changed: 1 } });
    const second = again.kind === 'begun' ? again.operation.id : '';
    expect(await work.retry(second, order)).toMatchObject({ refusal: { code: 'nothing_to_retry' } });
  });
});

describe('operations of long ago', () => {
  it('are forgotten with what became of each agent; those that run are not', async () => {
    const { told, run } = agents();
    const { signal } = new AbortController();
    const work = operations({ db, agent: run, fleet, signal, warn: () => {} });
    const old = await work.begin('stop', [idOf(1), idOf(2)], '', order);
    const young = await work.begin('stop', [idOf(1)], '', order);
    expect(told).toHaveLength(3);
    await fixture.pool.query(`update access.operations set created_at = now() - interval '91 days' where id <> $1`, [
      young.id,
    ]);
    await work.purge();
    expect([await work.find(old.id), (await work.find(young.id))?.id]).toEqual([null, young.id]);
    expect(await work.results(old.id, undefined, -1, 10)).toEqual([]);
  });
});
