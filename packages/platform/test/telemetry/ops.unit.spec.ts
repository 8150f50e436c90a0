import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/log/index.ts';
import { Counter, createChecks, createRegistry, type Probe, serveOps } from '../../src/telemetry/index.ts';

describe('what machines ask a service', () => {
  let close = async () => {};
  afterEach(() => close());

  const serve = async (probes: Record<string, Probe>) => {
    const registry = createRegistry('spec');
    new Counter({ name: 'things_total', help: 'things', registers: [registry] }).inc(3);
    const ops = await serveOps({ host: '127.0.0.1', port: 0, ready: createChecks(probes), registry, log: silentLog() });
    close = ops.close;
    return {
      port: ops.port,
      get: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${ops.port}${path}`, init),
    };
  };

  it('says that it lives', async () => {
    const { get } = await serve({});
    const answer = await get('/health');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
    expect((await get('/nothing')).status).toBe(404);
    expect((await get('/health', { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('is ready when every part is, and else says which is not, why and since when', async () => {
    const { get } = await serve({
      nats: async () => 'connected',
      postgres: async () => {
        throw new Error('connection refused');
      },
    });
    const answer = await get('/ready');
    const body = (await answer.json()) as { checks: { since: string }[] };
    expect(answer.status).toBe(503);
    expect(body).toMatchObject({
      status: 'not ready',
      checks: [
        { name: 'nats', ok: true, message: 'connected' },
        { name: 'postgres', ok: false, message: 'connection refused' },
      ],
    });
    expect(Date.parse(body.checks[1]?.since ?? '')).toBeGreaterThan(0);
  });

  it('asks its parts once for many who ask at the same time', async () => {
    let asked = 0;
    const { get } = await serve({
      slow: async () => {
        asked += 1;
      },
    });
    await Promise.all(Array.from({ length: 20 }, () => get('/ready')));
    expect(asked).toBe(1);
  });

  it('remembers since when a part is as it is', async () => {
    let now = 1_000;
    let well = true;
    const look = async () => {
      const checks = createChecksOf();
      return checks();
    };
    const probe = async () => {
      if (!well) throw new Error('down');
    };
    let current: ReturnType<typeof createChecks> | null = null;
    const createChecksOf = () => {
      current ??= createChecks({ part: probe }, () => now);
      return current;
    };
    expect(await look()).toMatchObject([{ ok: true, since: new Date(1_000).toISOString() }]);
    well = false;
    now = 2_000;
    const changed = async () => (await look())[0]?.ok === false;
    while (!(await changed())) await new Promise((resolve) => setTimeout(resolve, 50));
    now = 3_000;
    expect(await look()).toMatchObject([{ ok: false, since: new Date(2_000).toISOString() }]);
  });

  it('gives its figures to Prometheus', async () => {
    const { get } = await serve({});
    const text = await (await get('/metrics')).text();
    expect(text).toContain('things_total{service="spec"} 3');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('says which port is taken', async () => {
    const { port } = await serve({});
    const again = serveOps({
      host: '127.0.0.1',
      port,
      ready: async () => [],
      registry: createRegistry('again'),
      log: silentLog(),
    });
    await expect(again).rejects.toThrow(`port ${port} on 127.0.0.1 is taken: set PORT`);
  });
});
