import { startEsdbServer } from '@fleet/testkit/esdb-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { by, historyOf, writeLoad } from './history.ts';
import { patience, type Stage, setStage, snapshot } from './stage.ts';

/** A stage, and how its store comes to be an empty one behind the same address. */
type Place = { stage: Stage; wipe(): Promise<void>; close(): Promise<void> };

const STORES: Record<string, () => Promise<Place>> = {
  JetStream: async () => {
    const stage = await setStage();
    return { stage, wipe: () => stage.nats.restart({ wiped: true }), close: () => stage.close() };
  },
  EventStoreDB: async () => {
    const server = await startEsdbServer();
    const stage = await setStage(undefined, server.url);
    const close = async (): Promise<void> => {
      await stage.close();
      await server.stop();
    };
    return { stage, wipe: server.wipe, close };
  },
};

describe.each(Object.entries(STORES))('when the event store is another one: %s', (_, open) => {
  let place: Place;
  afterEach(() => place.close());

  const last = (): Promise<bigint> =>
    historyOf(place.stage.store).append(`fleet-${crypto.randomUUID()}`, {
      type: 'FleetResumed',
      data: { by, reason: '' },
    });
  const writable = () => vi.waitFor(() => place.stage.store.ping(), patience);

  it('notices a wipe while it runs, projects nothing on top, and a rebuild mends it', async () => {
    place = await open();
    const { stage } = place;
    const { stats } = stage.project();
    await writeLoad(stage.store, { agents: 4, ticks: 80, prefix: 'lost' });
    await stage.reached(await last());
    const before = await snapshot(stage);
    await place.wipe();
    await vi.waitFor(() => expect(stats.snapshot().storeReplaced).toBe(true), patience);
    await writable();
    await writeLoad(stage.store, { agents: 3, ticks: 100, prefix: 'new' });
    const looked = async () => (await stage.rows('checkpoint'))[0]?.updated_at;
    const then = await looked();
    await vi.waitFor(async () => expect(await looked()).not.toBe(then), patience);
    expect(stats.snapshot()).toMatchObject({ storeReplaced: true, caughtUp: false });
    expect(await snapshot(stage)).toEqual(before);
    expect(stage.said.filter((message) => message.includes('main.ts rebuild'))).toHaveLength(1);
    await stage.rebuild();
    await stage.reached(await last());
    expect(stats.snapshot()).toMatchObject({ storeReplaced: false, active: true });
    const agents = (await stage.rows('agents')).map(({ username }) => username).sort();
    expect(agents).toEqual(['new_0', 'new_1', 'new_2']);
    expect(await stage.rows('activities')).toHaveLength(100);
  });

  it('notices at its start a store that has grown beyond the checkpoint meanwhile', async () => {
    place = await open();
    const { stage } = place;
    const first = stage.project();
    await writeLoad(stage.store, { agents: 2, ticks: 10, prefix: 'lost' });
    await stage.reached(await last());
    await first.stop();
    const before = await snapshot(stage);
    await place.wipe();
    await writable();
    await writeLoad(stage.store, { agents: 2, ticks: 60, prefix: 'new' });
    const { stats } = stage.project();
    await vi.waitFor(() => expect(stats.snapshot().storeReplaced).toBe(true), patience);
    expect(await snapshot(stage)).toEqual(before);
    await stage.rebuild();
    await stage.reached(await last());
    await vi.waitFor(() => expect(stats.snapshot()).toMatchObject({ storeReplaced: false }), patience);
    expect(await stage.rows('activities')).toHaveLength(60);
  });
});
