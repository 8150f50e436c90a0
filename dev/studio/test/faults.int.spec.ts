import { describe, expect, test } from 'vitest';
import { eventually, studioForSpec, token } from './studio-fixture.ts';

const headers = { authorization: `Bearer ${token}`, 'x-agent-id': 'data_ann', 'content-type': 'application/json' };
const like = 'POST /api/showcase/:id/like';

/** A Studio that listens, with one post and a caller over real connections. */
async function listening() {
  const studio = await studioForSpec();
  const id = await studio.post();
  const base = await studio.listen();
  const send = (path = `/api/showcase/${id}/like`, signal: AbortSignal | null = null) =>
    fetch(base + path, { method: 'POST', headers: { ...headers, 'idempotency-key': 'key-1' }, body: '{}', signal });
  const get = (path: string) => fetch(base + path, { headers });
  return { ...studio, id, base, send, get };
}

describe('answers that are no answers', () => {
  test('a status with its body and headers, as often as asked', async () => {
    const { control, send } = await listening();
    await control({
      addFaults: [
        { kind: 'status', route: like, status: 500, body: { oops: 1 }, headers: { 'retry-after': '3' }, times: 2 },
      ],
    });
    const first = await send();
    expect([first.status, await first.json(), first.headers.get('retry-after')]).toEqual([500, { oops: 1 }, '3']);
    expect((await send()).status).toBe(500);
    expect((await send()).status).toBe(200);
  });

  test('an HTML 502, an empty body, wrong types', async () => {
    const { control, send, state } = await listening();
    await control({
      addFaults: [
        { kind: 'html', route: like },
        { kind: 'empty', route: like },
        { kind: 'wrongTypes', route: like },
      ],
    });
    const html = await send();
    expect([html.status, html.headers.get('content-type'), (await html.text()).startsWith('<html>')]).toEqual([
      502,
      'text/html',
      true,
    ]);
    const empty = await send();
    expect([empty.status, await empty.text()]).toEqual([200, '']);
    expect(await (await send()).json()).toMatchObject({ liked: 'yes', likeCount: 'many' });
    expect((await state()).byAgents.likes).toBe(0);
  });

  test('a cut body, a reset connection and a silence are broken connections, and change nothing', async () => {
    const { control, send, state, calls } = await listening();
    await control({
      addFaults: [
        { kind: 'truncated', route: like },
        { kind: 'reset', route: like },
        { kind: 'hang', route: like },
      ],
    });
    await expect(send().then((r) => r.text())).rejects.toThrow();
    await expect(send()).rejects.toThrow();
    await expect(send(undefined, AbortSignal.timeout(200))).rejects.toThrow();
    expect((await state()).byAgents.likes).toBe(0);
    expect((await calls(`?route=${encodeURIComponent(like)}`)).calls.map((c) => c.fault)).toEqual([
      'hang',
      'reset',
      'truncated',
    ]);
  });

  test('a comment of ten megabytes, and a hundred thousand comments', async () => {
    const { control, get, id } = await listening();
    await control({ addFaults: [{ kind: 'hugeComment' }, { kind: 'manyComments', amount: 100_000 }] });
    expect((await (await get(`/api/showcase/${id}/comments`)).text()).length).toBeGreaterThan(10_000_000);
    expect(
      ((await (await get(`/api/showcase/${id}/comments`)).json()) as { comments: object[] }).comments,
    ).toHaveLength(100_000);
  });

  test('a fault may be for one agent alone', async () => {
    const { control, call, bob, ann } = await listening();
    await control({ addFaults: [{ kind: 'status', status: 503, agent: 'pixel_bob' }] });
    expect((await call('GET', '/api/showcase', undefined, ann)).status).toBe(200);
    expect((await call('GET', '/api/showcase', undefined, bob)).status).toBe(503);
  });
});

describe('applied, but not heard of', () => {
  test.each(['reset', 'status', 'empty', 'html', 'truncated'] as const)(
    '%s after the like took effect',
    async (kind) => {
      const { control, send, state, calls, id } = await listening();
      await control({ addFaults: [{ kind, route: like, applied: true }] });
      await send()
        .then((r) => r.text())
        .catch(() => 'no answer');
      expect((await state()).byAgents.likes).toBe(1);
      expect((await calls(`?route=${encodeURIComponent(like)}`)).calls[0]).toMatchObject({
        fault: kind,
        effect: `like:${id}`,
        idempotencyKey: 'key-1',
        agent: 'data_ann',
      });
    },
  );

  test('a late landing: the connection breaks now, the request is applied afterwards, once', async () => {
    const { control, send, state, calls } = await listening();
    await control({ landLate: { share: 1, delayMs: 40 } });
    await expect(send()).rejects.toThrow();
    expect((await state()).byAgents.likes).toBe(0);
    await eventually(async () => (await state()).byAgents.likes === 1);
    const log = (await calls(`?route=${encodeURIComponent(like)}`)).calls;
    expect(log.map((c) => [c.late, c.fault, c.effect?.split(':')[0] ?? null])).toEqual([
      [true, null, 'like'],
      [false, 'landLate', null],
    ]);
    expect(log[0]?.bodyDigest).toBe(log[1]?.bodyDigest);
  });

  test('half the writes land late when the share is a half', async () => {
    const { control, send } = await listening();
    await control({ landLate: { share: 0.5, delayMs: 5 } });
    const outcomes = [];
    for (let i = 0; i < 6; i += 1)
      outcomes.push(
        await send().then(
          (r) => r.status,
          () => 'lost',
        ),
      );
    expect(outcomes).toEqual([200, 'lost', 200, 'lost', 200, 'lost']);
  });

  test('a caller cannot pretend to land late', async () => {
    const { control, base, id } = await listening();
    await control({ paused: true });
    const answer = await fetch(`${base}/api/showcase/${id}/like`, {
      method: 'POST',
      headers: { ...headers, 'x-studio-late': 'yes' },
      body: '{}',
    });
    expect(answer.status).toBe(503);
  });
});

test('the call log counts every request, refused ones too', async () => {
  const { call, calls, app } = await studioForSpec();
  await app.inject({ method: 'GET', url: '/api/showcase' });
  await call('GET', '/api/showcase');
  const { totals, calls: list } = await calls();
  expect(totals['GET /api/showcase']).toBe(2);
  expect(list.slice(0, 2).map((c) => c.status)).toEqual([200, 401]);
});
