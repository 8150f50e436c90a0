import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentIdOf } from '@fleet/domain/identity';
import { vi } from 'vitest';
import { buildStudio } from '../../../dev/studio/app.ts';
import { createFloImg } from '../src/floimg/floimg.ts';
import type { FloImg } from '../src/ports.ts';
import { FREE_IMAGES } from '../src/workflows/image-prices.ts';
import { CONFIG, openWorld } from './world.ts';

const TOKEN = 'fst_pause_spec';
/** Ten minutes before the day in which limits are counted is over. */
export const BEFORE_MIDNIGHT = Date.UTC(2026, 2, 2, 23, 50);
export const MIDNIGHT = Date.UTC(2026, 2, 3);
type Call = { method: string; route: string; agent: string | null; effect: string | null };

/** Real actors and the real client against the stand-in Studio, all on one clock that moves when told to. */
export const openStudioWorld = async ({ readOnly = false } = {}) => {
  const world = openWorld({ wall: BEFORE_MIDNIGHT });
  const dataDir = mkdtempSync(join(tmpdir(), 'actor-pause-'));
  const studio = await buildStudio({
    dataDir,
    token: TOKEN,
    humansPerHour: 0,
    fillIsLiked: true,
    now: world.clock.wallNow,
  });
  await studio.app.listen({ port: 0, host: '127.0.0.1' });
  const base = `http://127.0.0.1:${(studio.app.server.address() as AddressInfo).port}`;
  const client = createFloImg({
    baseUrl: base,
    token: TOKEN,
    version: '0.0.0',
    saveDestination: 'cloud',
    imageHosts: [],
    imagePrices: FREE_IMAGES,
    readOnly,
    connections: 8,
    wallNow: world.clock.wallNow,
  });
  let probing = 0;
  const floimg: FloImg = {
    ...client,
    probe: async (call) => {
      probing++;
      try {
        return await client.probe(call);
      } finally {
        probing--;
      }
    },
  };

  const control = async (body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${base}/__control`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const calls = async (): Promise<Call[]> =>
    ((await (await fetch(`${base}/__control/calls?limit=20000`)).json()) as { calls: Call[] }).calls;
  const acting = (username: string) => ({
    ...{ id: agentIdOf(username), username, name: username, personaId: null, config: CONFIG, texts: null },
  });
  const state = async <T>() => (await (await fetch(`${base}/__control/state`)).json()) as T;
  const agent = async (username: string) => {
    const id = await world.agent(username);
    const { signal } = new AbortController();
    const made = await client.provision(acting(username), { key: null, traceparent: null, signal });
    if (made.kind !== 'ok') throw new Error(made.reason);
    return id;
  };
  await control({ humansAct: 6 });

  return {
    world,
    client,
    control,
    calls,
    state,
    acting,
    agent,
    actor: () => world.actor({ floimg, options: { writes: readOnly ? 'off' : 'on' } }),
    /** Time goes on second by second, never past a probe that is under way. */
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 1_000) {
        await world.clock.advance(1_000);
        await vi.waitFor(() => {
          if (probing > 0) throw new Error('a probe is under way');
        });
      }
      await world.clock.advance(0);
    },
    probes: async () =>
      (await calls()).filter(({ route, agent }) => route === 'POST /api/execute/sync' && agent === null).length,
    close: async () => {
      await world.close();
      await client.close();
      await studio.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
export type StudioWorld = Awaited<ReturnType<typeof openStudioWorld>>;
