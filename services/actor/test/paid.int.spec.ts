import { STREAM } from '@fleet/domain/identity';
import { silentLog } from '@fleet/platform/log';
import { openPool, type Pool } from '@fleet/platform/postgres';
import { createDatabase, type TestDatabase } from '@fleet/testkit/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, until } from './actor-stage.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
let database: TestDatabase;
let owner: Pool;
beforeAll(async () => {
  [stage, database] = await Promise.all([openStage(), createDatabase()]);
  owner = openPool({ url: database.url, size: 2, name: 'spec', log: silentLog() });
});
afterAll(async () => {
  await stage.close();
  await owner.end();
  await database.drop();
});

/** A paid provider's settings; the stand-in answers all the same, and says what it used. */
const paidActor = (env: Record<string, string> = {}) =>
  stage.actor({
    ...{ LLM_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-of-a-spec', FLOIMG_IMAGE_PRICES: 'listed' },
    ...{ DATABASE_URL: database.url, ...env },
  });
const fleetDay = async () => {
  const sql = "select spent::float as spent, held::float as held from budget.periods where kind = 'fleet_day'";
  return (await owner.query<{ spent: number; held: number }>(sql)).rows[0];
};
const provisioned = async (username: string): Promise<string> => {
  const id = await stage.agent(username);
  await until('the user', async () => (await stage.typesOf(STREAM.agent(id))).includes('AgentProvisioned'));
  return id;
};
const act = async (agentId: string, kind: 'post' | 'comment' | 'like') => {
  const before = (await stage.endsOf(agentId)).length;
  await stage.publish(agentId, kind);
  await until(`the end of a ${kind}`, async () => (await stage.endsOf(agentId)).length > before);
  return (await stage.endsOf(agentId)).at(-1);
};

describe('actors with a paid model and paid pictures', () => {
  it('spend what the events say, to the last digit, hold nothing afterwards, and stop at the cap', async () => {
    await paidActor();
    const [poster, writer, late, free] = await Promise.all(['poster', 'writer', 'late', 'free'].map(provisioned));
    if (!poster || !writer || !late || !free) throw new Error('no agents');
    const post = await act(poster, 'post');
    expect(post).toMatchObject({ outcome: 'done', model: 'gpt-4o-mini' });
    expect(post?.costUsd).toBeGreaterThan(0.04);
    const comment = await act(writer, 'comment');
    expect(comment?.costUsd).toBeGreaterThan(0);
    await until('the settlement', async () => (await fleetDay())?.held === 0);
    expect((await fleetDay())?.spent).toBeCloseTo((post?.costUsd ?? 0) + (comment?.costUsd ?? 0), 8);

    await owner.query("select budget.set_caps(0.04, 100, 1, 'spec')");
    expect(await act(late, 'post')).toMatchObject({ outcome: 'skipped', code: 'budget_denied', costUsd: 0 });
    expect(await act(free, 'like')).toMatchObject({ outcome: 'done' });
    await owner.query("select budget.set_caps(5, 100, 1, 'spec')");
  });

  it('that die between reserving and appending pay once: the heir finds the reservation', async () => {
    const agentId = await provisioned('heritage');
    const before = await fleetDay();
    const dying = await paidActor({ FLEET_CRASH_AT: 'reserved-not-appended:compose' });
    // Two actors take turns: sooner or later the dying one gets a tick.
    let gone = false;
    void dying.gone.then(() => {
      gone = true;
    });
    const others = await Promise.all(Array.from({ length: 6 }, (_, i) => provisioned(`other_${i}`)));
    const used: string[] = [];
    for (const id of [agentId, ...others]) {
      if (gone) break;
      used.push(id);
      await stage.publish(id, 'comment');
      await Promise.race([dying.gone, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    }
    expect(gone, dying.said()).toBe(true);
    await until('every tick to end', async () => {
      const ends = await Promise.all(used.map((id) => stage.endsOf(id)));
      return ends.every(({ length }) => length === 1);
    });
    await until('the settlements', async () => (await fleetDay())?.held === 0);
    const ends = (await Promise.all(used.map((id) => stage.endsOf(id)))).flat();
    const costUsd = ends.reduce((sum, end) => sum + end.costUsd, 0);
    expect(((await fleetDay())?.spent ?? 0) - (before?.spent ?? 0)).toBeCloseTo(costUsd, 8);
    const { rows } = await owner.query("select count(*)::int as n from budget.reservations where state <> 'settled'");
    expect(rows[0]?.n).toBe(0);
  });

  it('touch no table: their sessions run as the role that may only call', async () => {
    const { rows } = await owner.query(
      "select count(*)::int as n from pg_stat_activity where application_name = 'fleet-actor budget' and datname = current_database()",
    );
    expect(rows[0]?.n).toBeGreaterThan(0);
    const tables = await owner.query("select distinct tableowner from pg_tables where schemaname = 'budget'");
    expect(tables.rows).toEqual([{ tableowner: 'fleet_budget_owner' }]);
  });
});
