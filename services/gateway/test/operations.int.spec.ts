import { type ExistingAgent, evolveAgent, initialAgent } from '@fleet/domain/agent/agent';
import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_SCHEMA, type AccessTables } from '../src/access/tables.ts';
import type { RunAgentCommand } from '../src/command/agent-commands.ts';
import type { FleetCommands } from '../src/command/fleet-commands.ts';
import { operations } from '../src/command/operations.ts';
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
const fleet = { refused: none } as unknown as FleetCommands;

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
