import { initialActivity } from '@fleet/domain/activity/activity';
import { draw } from '@fleet/domain/draws';
import { agentIdOf, tickIdOf } from '@fleet/domain/identity';
import { describe, expect, test } from 'vitest';
import type { FloImg, GalleryItem } from '../src/ports.ts';
import { choose } from '../src/tick/choose.ts';
import { CONFIG } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2026, 2, 2, 12);
const POSTS_PER_DAY = 120;
const DAYS = 20;
/** So long it is watched; what is popular has become so in the first half of it. */
const WATCHED_MS = 14 * DAY_MS;

/** A gallery of three weeks whose posts come at any hour, and in which everything liked becomes more popular. */
const gallery = () => {
  const items: GalleryItem[] = Array.from({ length: DAYS * POSTS_PER_DAY }, (_, i) => ({
    ...{
      id: `p${i}`,
      title: 'Untitled',
      description: '',
      imageUrl: null,
      isLiked: null,
      commentCount: 0,
      likeCount: 0,
    },
    createdAt: NOW - (DAYS * DAY_MS * (i + draw('born', i))) / (DAYS * POSTS_PER_DAY),
    user: { id: 'u', username: 'somebody', name: 'Somebody' },
  }));
  const likes = new Map<string, number>();
  let at = NOW;
  const told = (): readonly GalleryItem[] =>
    items.filter(({ createdAt }) => createdAt <= at).map((item) => ({ ...item, likeCount: likes.get(item.id) ?? 0 }));
  const never = async () => expect.fail('only looking is asked for');
  const floimg: FloImg = {
    ...{ provision: never, deprovision: never, render: never, post: never, like: never, comment: never, probe: never },
    items: async (_agent, { limit, offset, sort }) => ({
      kind: 'ok',
      skewMs: 0,
      value: told()
        .toSorted((a, b) => (sort === 'popular' ? b.likeCount - a.likeCount : 0) || b.createdAt - a.createdAt)
        .slice(offset, offset + limit),
    }),
    item: async (_agent, id) => {
      const value = items.find((item) => item.id === id);
      return value ? { kind: 'ok', value, skewMs: 0 } : { kind: 'gone', reason: '' };
    },
    comments: async () => ({ kind: 'ok', value: [], skewMs: 0 }),
    renderCeilingUsd: () => 0,
  };
  return {
    floimg,
    setNow: (ms: number) => {
      at = ms;
    },
    liked: (id: string) => void likes.set(id, (likes.get(id) ?? 0) + 1),
    createdAt: (id: string) => items.find((item) => item.id === id)?.createdAt ?? Number.NaN,
  };
};

describe('reactions in a gallery of many posts', () => {
  test('fade with the age of posts as people’s do: about half in an hour, 80 % in a day, 90 % in five', async () => {
    const { floimg, setNow, liked, createdAt } = gallery();
    const ages: number[] = [];
    const looks = 3_000;
    for (let i = 0; i < looks; i++) {
      const wallMs = NOW - WATCHED_MS + (i / looks) * WATCHED_MS;
      setNow(wallMs);
      const username = `agent_${i % 97}`;
      const id = agentIdOf(username);
      const config = { ...CONFIG, interests: [] };
      const agent = { id, username, name: username, personaId: null, config, texts: null };
      const chooser = {
        ...{ floimg, seed: 'reactions', fleetMs: wallMs, wallMs, agentCommentsPerPost: 6 },
        compose: { ceilingUsd: () => 0, prompt: () => expect.fail(), compose: async () => expect.fail() },
        directory: { isFleetUser: () => true },
        call: (run: (context: never) => Promise<unknown>) => run({} as never),
      } as unknown as Parameters<typeof choose>[0];
      const tickId = tickIdOf(id, Math.round(wallMs));
      const choice = await choose(chooser, { tickId, agent, state: initialActivity, action: 'like' });
      if (choice.kind !== 'chosen' || choice.first?.request.step !== 'publish') continue;
      const { request } = choice.first;
      if (request.kind !== 'like') continue;
      if (i > looks / 2) ages.push(wallMs - createdAt(request.postId));
      liked(request.postId);
    }
    const within = (hours: number) => ages.filter((age) => age <= hours * HOUR_MS).length / ages.length;
    expect(ages.length).toBeGreaterThan(looks * 0.45);
    expect(Math.abs(within(1) - 0.5)).toBeLessThan(0.1);
    expect(Math.abs(within(24) - 0.8)).toBeLessThan(0.1);
    expect(Math.abs(within(120) - 0.9)).toBeLessThan(0.1);
  });
});
