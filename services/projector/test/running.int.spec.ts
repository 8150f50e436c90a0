import { silentLog } from '@fleet/platform/log';
import { migrate } from '@fleet/platform/postgres';
import { startOwnPostgres } from '@fleet/testkit/own-postgres';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MIGRATIONS } from '../src/migrations.ts';
import { by, historyOf, writeLoad } from './history.ts';
import { patience, SCHEMA, type Stage, setStage, snapshot } from './stage.ts';

/** Hard stops of Postgres under load. */
const STOPS = 12;

describe('running the projector', () => {
  let stage: Stage;
  afterEach(() => stage.close());

  const lastPosition = (): Promise<bigint> =>
    historyOf(stage.store).append(`fleet-${crypto.randomUUID()}`, { type: 'FleetResumed', data: { by, reason: '' } });

  it('migrates safely when several instances start at once, and one of them works', async () => {
    stage = await setStage();
    const all = [stage.project(), stage.project(), stage.project()];
    const active = () => all.filter(({ stats }) => stats.snapshot().active);
    await vi.waitFor(() => expect(active()).toHaveLength(1), patience);
    await writeLoad(stage.store, { agents: 4, ticks: 40, prefix: 'several' });
    await stage.reached(await lastPosition());
    expect(all.filter(({ stats }) => stats.snapshot().events > 0)).toHaveLength(1);
    expect(await stage.rows('activities')).toHaveLength(40);
  });

  it('goes on at the checkpoint in the instance that stood by, nothing lost and nothing doubled', async () => {
    stage = await setStage();
    const [first, second] = [stage.project(), stage.project()];
    const writing = writeLoad(stage.store, { agents: 6, ticks: 400, prefix: 'takeover' });
    const all = [first, second];
    const leader = () => all.find(({ stats }) => stats.snapshot().active);
    await vi.waitFor(() => expect(leader()?.stats.snapshot().events).toBeGreaterThan(50), patience);
    await leader()?.stop();
    await vi.waitFor(() => expect(leader()).toBeDefined(), patience);
    // A broken connection is a lost lock: the work stops, and begins again wherever the lock is taken.
    await stage.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'leader %' and datname = current_database()`,
    );
    await writing;
    await stage.reached(await lastPosition());
    const live = await snapshot(stage);
    expect(live.activities).toHaveLength(400);
    await stage.rebuild();
    expect(await snapshot(stage)).toEqual(live);
  });

  it('stops at once when another projector has moved the checkpoint', async () => {
    stage = await setStage();
    const projector = stage.project();
    await stage.reached(await lastPosition());
    await stage.pool.query(`update ${SCHEMA}.checkpoint set position = 0`);
    const end = await lastPosition();
    await stage.reached(end);
    expect(projector.stats.snapshot().position).toBe(String(end));
  });

  it('rebuilds beside the live read models and swaps: the same row by row, while the live ones work on', async () => {
    stage = await setStage();
    stage.project();
    await writeLoad(stage.store, { agents: 12, ticks: 600, prefix: 'before' });
    await stage.reached(await lastPosition());
    // What only a rebuild repairs, so that the swap is seen.
    await stage.pool.query(`update ${SCHEMA}.agents set posts = 999`);
    const writing = writeLoad(stage.store, { agents: 6, ticks: 300, prefix: 'during' });
    const [again, refused] = await Promise.allSettled([stage.rebuild(97), stage.rebuild()]);
    expect([again.status, refused.status].sort()).toEqual(['fulfilled', 'rejected']);
    await writing;
    await stage.reached(await lastPosition());
    expect((await stage.rows('agents')).filter(({ posts }) => posts === 999)).toEqual([]);
    const live = await snapshot(stage);
    expect(live.activities).toHaveLength(900);
    await stage.rebuild();
    expect(await snapshot(stage)).toEqual(live);
    const { rows } = await stage.pool.query(`select nspname from pg_namespace where nspname like 'read_v4%'`);
    expect(rows).toEqual([{ nspname: SCHEMA }]);
  });

  it('comes to the same rows whatever the batches are', async () => {
    stage = await setStage();
    await writeLoad(stage.store, { agents: 5, ticks: 150, prefix: 'batches' });
    await migrate({ url: stage.url, schema: SCHEMA, dir: MIGRATIONS, log: silentLog() });
    const results: unknown[] = [];
    for (const size of [1, 7, 1_000]) {
      await stage.rebuild(size);
      results.push(await snapshot(stage));
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('does not drift when Postgres is stopped again and again under load', async () => {
    const postgres = await startOwnPostgres();
    try {
      stage = await setStage(postgres.url);
      const projector = stage.project();
      const writing = writeLoad(stage.store, { agents: 10, ticks: 4_000, prefix: 'stops' });
      for (let stops = 0; stops < STOPS; stops++) {
        const events = projector.stats.snapshot().events;
        await vi.waitFor(() => expect(projector.stats.snapshot().events).toBeGreaterThan(events), patience);
        await postgres.crashAndRestart();
      }
      await writing;
      await stage.reached(await lastPosition());
      const live = await snapshot(stage);
      expect(live.activities).toHaveLength(4_000);
      await stage.rebuild();
      expect(await snapshot(stage)).toEqual(live);
    } finally {
      await stage.close();
      stage = { close: async () => undefined } as Stage;
      await postgres.stop();
    }
  }, 120_000);
});
