import { describe, expect, test } from 'vitest';
import { studioForSpec } from './studio-fixture.ts';

const generate = { kind: 'generate', generator: 'openai', params: { prompt: 'Product photo of a mug' }, out: 'drawn' };

describe('a workflow', () => {
  test('answers images in order, intermediates included, the finished one last; a save adds none', async () => {
    const { call, bob } = await studioForSpec();
    const steps = [
      generate,
      {
        kind: 'transform',
        op: 'resize',
        in: 'drawn',
        params: { width: 512, height: 512, fit: 'contain' },
        out: 'small',
      },
      { kind: 'save', in: 'small', destination: 'cloud' },
    ];
    const answer = await call('POST', '/api/execute/sync', { name: 'w', steps }, bob);
    const body = answer.body as unknown as {
      status: string;
      imageIds: string[];
      imageUrls: string[];
      previews: Record<string, string>;
      dataOutputs: object;
      usageEvents: object[];
    };
    expect(answer.status).toBe(200);
    expect(body.status).toBe('completed');
    expect(body.imageUrls).toEqual(body.imageIds.map((id) => `/api/images/${id}/blob`));
    expect(body.imageIds).toHaveLength(2);
    expect(Object.keys(body.previews)).toEqual(['drawn', 'small']);
    expect(body.previews.small).toMatch(/^data:image\/png;base64,/);
    expect(body.usageEvents).toMatchObject([
      { provider: 'openai', model: 'dall-e-3', imageWidth: 1024, imageHeight: 1024, imageCount: 1 },
    ]);
    const blob = await call('GET', body.imageUrls[1] ?? '');
    expect(blob.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': expect.stringContaining('max-age=31536000'),
    });
  });

  test('an SVG is served as one, and may run nothing', async () => {
    const { call, image } = await studioForSpec();
    const { pathname } = new URL(await image());
    const blob = await call('GET', pathname);
    expect(blob.headers['content-type']).toBe('image/svg+xml');
    expect(blob.headers['content-security-policy']).toContain('sandbox');
    expect(
      (await call('GET', pathname.replace('/api/images', '/thumb').replace('/blob', ''))).headers['content-type'],
    ).toBe('image/webp');
  });

  test('no steps is 400, a broken body is Fastify’s 400, a failure is 500 with status error', async () => {
    const { call, app, bob } = await studioForSpec();
    for (const body of [{}, { steps: [] }, { steps: 'x' }])
      expect(await call('POST', '/api/execute/sync', body, bob)).toMatchObject({
        status: 400,
        body: { error: expect.any(String) },
      });
    const broken = await app.inject({
      method: 'POST',
      url: '/api/execute/sync',
      headers: { authorization: 'Bearer fst_spec', 'content-type': 'application/json' },
      payload: '{"steps":',
    });
    expect([broken.statusCode, Object.keys(broken.json()).sort()]).toEqual([
      400,
      ['code', 'error', 'message', 'statusCode'],
    ]);
    const failed = await call(
      'POST',
      '/api/execute/sync',
      { steps: [{ kind: 'generate', generator: 'openai', params: {}, out: 'a' }] },
      bob,
    );
    expect(failed.status).toBe(500);
    expect(Object.keys(failed.body).sort()).toEqual(['error', 'status']);
  });

  test('the stream tells each step and ends with the same answer', async () => {
    const { call, bob } = await studioForSpec();
    const shapes = { kind: 'generate', generator: 'shapes', params: { width: 20, height: 20 }, out: 'a' };
    const good = (await call('POST', '/api/execute/stream', { steps: [shapes] }, bob)).text;
    expect(good.match(/^event: \w+/gm)).toEqual(['event: step', 'event: step', 'event: completed']);
    expect(JSON.parse(good.trim().split('\ndata: ').at(-1) ?? '')).toMatchObject({
      status: 'completed',
      imageIds: [expect.any(String)],
    });
    const bad = (
      await call(
        'POST',
        '/api/execute/stream',
        { steps: [shapes, { kind: 'transform', op: 'adjust', in: 'a', out: 'b' }] },
        bob,
      )
    ).text;
    expect(bad).toContain('event: error');
    expect(bad).toContain('TRANSFORM_ERROR');
  });

  test('a body over a megabyte is 413', async () => {
    const { call, bob } = await studioForSpec();
    expect((await call('POST', '/api/execute/sync', { steps: [], name: 'x'.repeat(1_100_000) }, bob)).status).toBe(413);
  });

  test('workings that nobody posted make way; what was posted stays', async () => {
    const { call, post, image, app } = await studioForSpec();
    const id = await post();
    for (let i = 0; i < 620; i += 1) await image();
    const state = (await call('GET', '/__control/state')).body as unknown as { images: { images: number } };
    expect(state.images.images).toBeLessThan(610);
    const item = (await call('GET', `/api/showcase/${id}`)).body as unknown as { item: { imageUrl: string } };
    expect((await app.inject({ method: 'GET', url: new URL(item.item.imageUrl).pathname })).statusCode).toBe(200);
  });

  test('past its share of the disk the oldest pictures go, their thumbnails stay', async () => {
    const { call, post, app } = await studioForSpec({ imagesMaxBytes: 2_000 });
    const first = await post('the oldest');
    const item = (await call('GET', `/api/showcase/${first}`)).body as unknown as { item: { image: { id: string } } };
    const { id } = item.item.image;
    expect((await app.inject({ method: 'GET', url: `/thumb/${id}` })).statusCode).toBe(200);
    for (let i = 0; i < 75; i += 1) await post(`newer ${i}`);
    expect((await app.inject({ method: 'GET', url: `/api/images/${id}/blob` })).statusCode).toBe(404);
    expect((await app.inject({ method: 'GET', url: `/thumb/${id}` })).statusCode).toBe(200);
    expect((await call('GET', `/api/showcase/${first}`)).status).toBe(200);
  });
});
