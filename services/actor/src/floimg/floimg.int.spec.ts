import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActingAgent, CallContext } from '../ports.ts';
import { BUILT_IN_PRICES_FILE, readPriceList } from '../prices/price-list.ts';
import { createFloImg, type FloImgClient } from './floimg.ts';

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };

const TOKEN = 'fst_very_secret';
let server: Server;
let port: number;
let seen: Seen[];
let answer: (response: ServerResponse) => void;
let floimg: FloImgClient;

const agent: ActingAgent = {
  id: '5b0a3f0a-0000-5000-8000-000000000001',
  username: 'pixel_tam',
  name: 'Tam',
  personaId: null,
  texts: null,
  config: {
    name: 'Tam',
    personality: '',
    vibe: 'creative',
    interests: [],
    schedule: { timezone: 'UTC', activeDays: [], peakHours: [], peakMultiplier: 1, offPeakMultiplier: 1 },
    minIntervalS: 60,
    maxIntervalS: 300,
    weights: { post: 0.5, comment: 0.5, like: 0.7 },
    workflow: 'pixel_sprite',
  },
};
const stopper = () => new AbortController();
const call = (signal = stopper().signal): CallContext => ({
  key: 'tick.publish.1',
  traceparent: '00-aa-bb-01',
  signal,
});
const json =
  (value: unknown, status = 200) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
const client = (options: { callTimeoutMs?: number; port?: number } = {}): FloImgClient =>
  createFloImg({
    baseUrl: `http://127.0.0.1:${options.port ?? port}`,
    token: TOKEN,
    version: '1.2.3',
    saveDestination: 'cloud',
    imageHosts: [],
    imagePrices: readPriceList(BUILT_IN_PRICES_FILE).images,
    connections: 8,
    callTimeoutMs: options.callTimeoutMs ?? 10_000,
    wallNow: Date.now,
  });

beforeEach(async () => {
  seen = [];
  answer = json({});
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
  floimg = client();
});
afterEach(async () => {
  server.closeAllConnections();
  await floimg.close();
  await new Promise((closed) => server.close(closed));
});

describe('what goes out', () => {
  it('says who acts, for whom, and never more than the platform takes', async () => {
    answer = json({ showcaseItem: { id: 'p1' } });
    const post = await floimg.post(agent, { title: 'T', caption: '', imageUrl: 'http://x/y' }, call());
    expect(post).toMatchObject({ kind: 'ok', value: { id: 'p1' } });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/api/showcase' });
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'x-agent-id': 'pixel_tam',
      'user-agent': 'FloImgFleet/1.2.3',
      'idempotency-key': 'tick.publish.1',
      traceparent: '00-aa-bb-01',
    });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ title: 'T', imageUrl: 'http://x/y' });
  });

  it('provisions as the service, labelled as an agent, without a persona where there is none', async () => {
    answer = json({ id: 'u1', username: 'pixel_tam', created: false });
    expect(await floimg.provision(agent, call())).toMatchObject({ value: { id: 'u1', created: false } });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      agentId: agent.id,
      name: 'Tam',
      username: 'pixel_tam',
      isAgent: true,
    });
    expect(seen[0]?.headers['x-agent-id']).toBeUndefined();
  });

  it('takes a removed user for gone already', async () => {
    answer = json({ error: 'not found' }, 404);
    expect(await floimg.deprovision(agent.id, agent.username, call())).toMatchObject({ value: { found: false } });
    answer = (response) => response.writeHead(204).end();
    expect(await floimg.deprovision(agent.id, agent.username, call())).toMatchObject({ value: { found: true } });
  });
});

describe('what comes back', () => {
  const item = { id: 'p1', title: null, createdAt: '2026-01-01T00:00:00Z', user: null, image: '/api/images/a/blob' };

  it('is read leniently where the platform may be silent', async () => {
    answer = json({ items: [item, { ...item, id: 7, image: { url: 'https://evil.example/x' }, isLiked: true }] });
    const page = await floimg.items(agent, { limit: 10, offset: 0, sort: 'recent' }, call());
    if (page.kind !== 'ok') throw new Error(page.kind);
    expect(page.value[0]).toMatchObject({
      title: '',
      user: null,
      isLiked: null,
      imageUrl: `http://127.0.0.1:${port}/api/images/a/blob`,
    });
    expect(page.value[1]).toMatchObject({ id: '7', isLiked: true, imageUrl: null });
  });

  it.each([
    { items: 'many' },
    { items: [{ ...item, createdAt: 'yesterday' }] },
    { items: [{ ...item, id: '../admin' }] },
    { items: [item, { id: 'x' }] },
    {},
  ])('is refused as a whole where one entry cannot be read: %j', async (body) => {
    answer = json(body);
    const page = await floimg.items(agent, { limit: 10, offset: 0, sort: 'recent' }, call());
    expect(page.kind).toBe('unclear');
  });

  it('does not swallow a comment of 10 MB or a million comments', async () => {
    answer = json({ comments: [{ id: 'c', content: 'x'.repeat(10_000_000), createdAt: 1, user: null }] });
    const large = await floimg.comments(agent, 'p1', { limit: 50, offset: 0 }, call());
    expect(large).toMatchObject({ kind: 'unclear', reason: expect.stringContaining('larger than') });
    const one = JSON.stringify({ id: 'c', content: 'hi', createdAt: 1, user: null });
    answer = (response) => {
      response.writeHead(200).write('{"comments":[');
      let left = 1_000_000;
      const more = (): void => {
        while (left > 0 && !response.destroyed) {
          left -= 1_000;
          if (!response.write(`${one},`.repeat(1_000))) return void response.once('drain', more);
        }
        if (!response.destroyed) response.end(`${one}]}`);
      };
      more();
    };
    const many = await floimg.comments(agent, 'p1', { limit: 50, offset: 0 }, call());
    expect(many).toMatchObject({ kind: 'unclear', reason: expect.stringContaining('larger than') });
    answer = json({ comments: [{ id: 'c', content: 'hi', createdAt: 1, user: null }] });
    expect(await floimg.comments(agent, 'p1', { limit: 50, offset: 0 }, call())).toMatchObject({ kind: 'ok' });
  });

  it('keeps the finished picture of a workflow and drops its previews', async () => {
    answer = json({
      status: 'completed',
      imageIds: ['raw', 'final'],
      imageUrls: ['/api/images/raw/blob', '/api/images/final/blob'],
      previews: { raw: `data:image/png;base64,${'A'.repeat(8_000_000)}` },
      usageEvents: [],
    });
    const rendered = await floimg.render(agent, 'pixel_sprite', 'pixel art', call());
    expect(rendered).toMatchObject({
      kind: 'ok',
      value: { imageId: 'final', imageUrl: `http://127.0.0.1:${port}/api/images/final/blob`, costUsd: 0.04 },
    });
    expect(JSON.stringify(rendered)).not.toContain('base64');
  });

  it('never carries the token, even where the platform repeats it', async () => {
    answer = json({ error: `no permission for ${TOKEN}` }, 403);
    const refused = await floimg.like(agent, 'p1', call());
    expect(refused.kind).toBe('forbidden');
    expect(JSON.stringify(refused)).not.toContain(TOKEN);
  });

  it('does not follow a redirect', async () => {
    answer = (response) => response.writeHead(307, { location: '/api/elsewhere' }).end();
    expect(await floimg.like(agent, 'p1', call())).toMatchObject({ kind: 'unclear' });
    expect(seen).toHaveLength(1);
  });
});

describe('when the platform is not well', () => {
  it('knows that a refused connection sent nothing, and says what is wrong', async () => {
    const nobody = client({ port: 1 });
    expect(await nobody.like(agent, 'p1', call())).toMatchObject({ kind: 'unsent' });
    expect(nobody.health()).toMatchObject({ ok: false, message: expect.stringContaining('does not answer') });
    await nobody.close();
  });

  it('cannot tell what became of a request that got no whole answer', async () => {
    answer = (response) => response.socket?.destroy();
    expect(await floimg.like(agent, 'p1', call())).toMatchObject({ kind: 'unclear' });
    answer = (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"liked":');
      response.socket?.end();
    };
    expect(await floimg.like(agent, 'p1', call())).toMatchObject({ kind: 'unclear' });
    const hasty = client({ callTimeoutMs: 200 });
    answer = () => undefined;
    expect(await hasty.like(agent, 'p1', call())).toMatchObject({ kind: 'unclear' });
    // The time limit is over the whole answer, not over each byte.
    answer = (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    };
    expect(await hasty.like(agent, 'p1', call())).toMatchObject({ kind: 'unclear' });
    await hasty.close();
  });

  it('sends nothing once it has been told to stop', async () => {
    const stop = stopper();
    stop.abort();
    expect(await floimg.like(agent, 'p1', call(stop.signal))).toMatchObject({ kind: 'unsent' });
    expect(seen).toEqual([]);
  });

  it('stops asking after five outages in a row', async () => {
    answer = (response) => response.writeHead(502).end('<html>');
    for (let i = 0; i < 5; i++) expect(await floimg.like(agent, 'p1', call())).toMatchObject({ kind: 'unclear' });
    expect(await floimg.like(agent, 'p1', call())).toMatchObject({ kind: 'unsent' });
    expect(seen).toHaveLength(5);
    expect(floimg.breaker()).toMatchObject({ state: 'open', failures: 5, lastError: expect.stringContaining('502') });
    expect(JSON.stringify(floimg.breaker())).not.toContain(TOKEN);
  });

  it('takes a refusal for a sign of life', async () => {
    answer = json({ code: 'FLEET_PAUSED' }, 503);
    for (let i = 0; i < 8; i++) {
      expect(await floimg.like(agent, 'p1', call())).toMatchObject({ kind: 'platform_paused' });
    }
    answer = json({}, 401);
    await floimg.like(agent, 'p1', call());
    expect(floimg.health()).toMatchObject({ ok: false, message: expect.stringContaining('FLOIMG_SERVICE_TOKEN') });
    answer = json({ success: true, liked: true, likeCount: 3 });
    expect(await floimg.like(agent, 'p1', call())).toMatchObject({ value: { liked: true, likeCount: 3 } });
    expect(floimg.health().ok).toBe(true);
  });
});
