import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WORKFLOW_KINDS } from '@fleet/domain/agent/agent-config';
import { agentIdOf } from '@fleet/domain/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildStudio } from '../../../../dev/studio/app.ts';
import type { ActingAgent, Answer, CallContext } from '../ports.ts';
import { FREE_IMAGES } from '../workflows/image-prices.ts';
import { createFloImg, type FloImgClient } from './floimg.ts';

const token = 'fst_spec';
let dataDir: string;
let studio: Awaited<ReturnType<typeof buildStudio>>;
let base: string;
let floimg: FloImgClient;

const agent = (username: string): ActingAgent => ({
  id: agentIdOf(username),
  username,
  name: username,
  personaId: 'data_viz',
  texts: null,
  config: {
    name: username,
    personality: '',
    vibe: 'calm',
    interests: [],
    schedule: { timezone: 'UTC', activeDays: [], peakHours: [], peakMultiplier: 1, offPeakMultiplier: 1 },
    minIntervalS: 60,
    maxIntervalS: 300,
    weights: { post: 0.5, comment: 0.5, like: 0.7 },
    workflow: 'chart',
  },
});
const [ann, bob] = [agent('data_ann'), agent('pixel_bob')];
const call = (key: string | null = null): CallContext => ({
  key,
  traceparent: null,
  signal: new AbortController().signal,
});
const okValue = <T>(answer: Answer<T>): T => {
  if (answer.kind !== 'ok') throw new Error(`${answer.kind}: ${answer.reason}`);
  return answer.value;
};
const connect = (withToken = token): FloImgClient =>
  createFloImg({
    baseUrl: base,
    token: withToken,
    version: '0.0.0',
    saveDestination: 'cloud',
    imageHosts: [],
    imagePrices: FREE_IMAGES,
    connections: 4,
    wallNow: Date.now,
  });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'actor-studio-'));
  studio = await buildStudio({ dataDir, token, humansPerHour: 0 });
  await studio.app.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(studio.app.server.address() as AddressInfo).port}`;
  floimg = connect();
});
afterAll(async () => {
  await floimg.close();
  await studio.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the client against the stand-in Studio', () => {
  it('makes a user once', async () => {
    expect(okValue(await floimg.provision(ann, call('job.1')))).toMatchObject({ created: true });
    expect(okValue(await floimg.provision(ann, call('job.1')))).toMatchObject({ created: false });
    expect(okValue(await floimg.provision(bob, call('job.2')))).toMatchObject({ created: true });
  });

  it.each(WORKFLOW_KINDS)('renders %s to a picture that can be looked at', async (workflow) => {
    const rendered = okValue(
      await floimg.render(ann, workflow, `A calm picture for ${workflow}`, call('tick.render.1')),
    );
    expect(rendered.imageUrl.startsWith(`${base}/`)).toBe(true);
    expect(rendered.costUsd).toBe(0);
    expect(rendered.usage[0]).toMatchObject({ provider: 'openai' });
    const picture = await fetch(rendered.imageUrl);
    expect(picture.headers.get('content-type')).toMatch(/^image\//);
  });

  it('posts, is found again by its words, is liked and commented', async () => {
    const { imageUrl } = okValue(await floimg.render(ann, 'chart', 'Bar chart of rain', call('t.render.1')));
    const { id } = okValue(
      await floimg.post(ann, { title: 'Räin', caption: 'It rained 🌧️.', imageUrl }, call('t.publish.1')),
    );
    const items = okValue(await floimg.items(bob, { limit: 20, offset: 0, sort: 'recent' }, call()));
    const found = items.find((item) => item.id === id);
    expect(found).toMatchObject({ title: 'Räin', description: 'It rained 🌧️.', user: { username: ann.username } });
    expect(found?.imageUrl).toMatch(/^http/);
    expect(Math.abs((found?.createdAt ?? 0) - Date.now())).toBeLessThan(60_000);

    expect(okValue(await floimg.like(bob, id, call('t2.publish.1')))).toEqual({ liked: true, likeCount: 1 });
    const comment = okValue(await floimg.comment(bob, id, 'That dip holds.', call('t3.publish.1')));
    const comments = okValue(await floimg.comments(ann, id, { limit: 20, offset: 0 }, call()));
    expect(comments).toMatchObject([{ id: comment.id, content: 'That dip holds.', user: { username: bob.username } }]);
    expect(okValue(await floimg.item(ann, id, call()))).toMatchObject({ likeCount: 1, commentCount: 1 });
  });

  it('hears what is gone, and whom the platform does not know', async () => {
    expect(await floimg.item(ann, 'nothing-here', call())).toMatchObject({ kind: 'gone' });
    expect(await floimg.like(ann, 'nothing-here', call())).toMatchObject({ kind: 'gone' });
    const stranger = connect('fst_wrong');
    expect(await stranger.items(ann, { limit: 1, offset: 0, sort: 'recent' }, call())).toMatchObject({
      kind: 'unauthorized',
    });
    await stranger.close();
  });

  it('asks for free whether the platform works', async () => {
    expect(okValue(await floimg.probe(call()))).toBe(true);
  });

  it('removes a user once', async () => {
    expect(okValue(await floimg.deprovision(bob.id, bob.username, call('job.3')))).toEqual({ found: true });
    expect(okValue(await floimg.deprovision(bob.id, bob.username, call('job.3')))).toEqual({ found: false });
  });
});
