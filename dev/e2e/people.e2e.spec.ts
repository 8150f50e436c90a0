import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { EffectView } from '@fleet/domain/read-models/effect';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually, type RunningFleet, randomPortBase, startFleet } from './running-fleet.ts';

type Counts = { posts: number; comments: number; likes: number };
type State = {
  byHumans: Counts;
  byAgents: Counts;
  agents: { username: string; posts: string[]; comments: { id: string; itemId: string }[]; likes: string[] }[];
};
type Calls = { calls: { effect: string | null }[] };

const root = join(import.meta.dirname, '../..');
/** Observing happens once a minute of wall time, whatever the fleet's clock does. */
const TWO_LOOKS_MS = 150_000;

const realism = (args: readonly string[]): Promise<{ code: number | null; out: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'dev/realism/realism.ts'), '--from-history', ...args]);
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        out += chunk.toString();
      });
    child.once('close', (code) => resolve({ code, out }));
  });

describe('a fleet among people, an hour of its time in each minute', () => {
  let fleet: RunningFleet;
  const state = () => fleet.gallery<State>('/__control/state');
  const effect = async () => (await fleet.api<EffectView>('/effect')).body;

  beforeAll(async () => {
    fleet = await startFleet(['--port-base', String(randomPortBase()), '--time-scale', '60'], {
      STUDIO_HUMANS_PER_HOUR: '0',
    });
    await fleet.api('/fleet', { method: 'PATCH', body: { activityLevel: 2, reason: 'end-to-end test' } });
  });
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') process.stdout.write(`${fleet.talk()}\n`);
  });
  afterAll(async () => {
    await fleet?.stop();
  });

  test('agents act while people do, and each of people’s posts is seen', async () => {
    await eventually(
      'agents to post, like and comment',
      async () => {
        const { byAgents } = await state();
        return byAgents.posts >= 5 && byAgents.likes >= 5 && byAgents.comments >= 3;
      },
      120_000,
    );
    await fleet.gallery('/__control', { method: 'POST', body: { humansAct: 40 } });
    const looked = await eventually(
      'the gallery to be observed',
      async () => (await effect()).observedAt,
      TWO_LOOKS_MS,
    );
    expect(Date.parse(looked)).toBeLessThanOrEqual(Date.now());
  });

  test('what the fleet knows of people is what the gallery counts of them', async () => {
    await fleet.api('/fleet/pause', { method: 'POST', body: { reason: 'counting' } });
    await fleet.gallery('/__control', { method: 'POST', body: { humansAct: 20 } });
    const same = await eventually(
      'the same numbers',
      async () => {
        const { byHumans } = await state();
        const view = await effect();
        const { posts, comments, reactions } = view.totals.human;
        return posts === byHumans.posts && comments === byHumans.comments && reactions === byHumans.likes ? view : null;
      },
      TWO_LOOKS_MS,
    );
    const { byHumans, byAgents } = await state();
    expect(byHumans.posts).toBeGreaterThan(3);
    expect(same.totals.synthetic).toMatchObject(byAgents);
    expect(same.totals.human.people).toBeGreaterThan(1);
    const human = byHumans.posts + byHumans.comments;
    expect(same.humanShare).toBeCloseTo(human / (human + byAgents.posts + byAgents.comments));
    expect(same.alive.newestPostAt).not.toBeNull();
    const { body } = await fleet.api<{ humanShare: number }>('/fleet');
    expect(body.humanShare).toBeCloseTo(same.humanShare ?? -1);
  });

  test('no agent likes itself, likes twice, or comments twice on one post', async () => {
    const { agents } = await state();
    for (const { posts, likes, comments } of agents) {
      expect(likes.filter((id) => posts.includes(id))).toEqual([]);
      expect(comments.filter(({ itemId }) => posts.includes(itemId))).toEqual([]);
      expect(new Set(comments.map(({ itemId }) => itemId)).size).toBe(comments.length);
    }
    const { calls } = await fleet.gallery<Calls>('/__control/calls?limit=20000');
    expect(calls.filter(({ effect }) => effect?.startsWith('unlike:'))).toEqual([]);
  });

  test('its recorded history says so too, and what it is too short to tell', async () => {
    const { code, out } = await realism(['--url', fleet.info.eventStore, '--preset', 'lively']);
    expect(out).toMatch(/ok +likes of one’s own post/);
    expect(out).toMatch(/ok +likes of the same post by the same agent/);
    expect(out).toMatch(/ok +comments on the same post by the same agent/);
    const [, texts] = /ok +near-duplicates among (\d+) published texts/.exec(out) ?? expect.fail(out);
    expect(Number(texts)).toBeGreaterThanOrEqual(8);
    expect(out).toMatch(/ok +shortest gap of one agent/);
    expect(out).toContain('not enough history');
    expect([0, 1]).toContain(code);
    const nobody = await realism(['--url', 'nats://127.0.0.1:1']);
    expect(nobody).toMatchObject({ code: 2, out: expect.stringContaining('does not answer') });
  });
});
