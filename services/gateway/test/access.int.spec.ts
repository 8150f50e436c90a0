import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway, TOKEN } from './gateway-fixture.ts';

let fixture: Fixture;
const routes: { method: string; url: string }[] = [];
beforeAll(async () => {
  fixture = await startGateway();
  const described = (await fixture.app.inject({ url: '/docs/json', headers: bearer })).json() as {
    paths: Record<string, Record<string, unknown>>;
  };
  for (const [path, methods] of Object.entries(described.paths))
    for (const method of Object.keys(methods))
      routes.push({ method: method.toUpperCase(), url: path.replace('{id}', '00000000-0000-5000-8000-000000000000') });
});
afterAll(() => fixture.stop());

const host = { host: '127.0.0.1:4000' };
const login = async (token = TOKEN, more: Partial<InjectOptions> = {}) =>
  fixture.app.inject({ method: 'POST', url: '/session', headers: host, payload: { token }, ...more });
const cookieOf = async () => {
  const { cookies } = await login();
  return { ...host, cookie: `fleet_session=${cookies[0]?.value}` };
};

describe('who may ask', () => {
  it('answers 401 on every route of the API without a session', async () => {
    const open = new Set(['/health', '/ready', '/metrics', '/session']);
    const asked = routes.filter(({ url }) => !open.has(url));
    expect(asked.length).toBeGreaterThan(20);
    for (const { method, url } of [
      ...asked,
      { method: 'GET', url: '/docs' },
      { method: 'GET', url: '/docs/json' },
      { method: 'GET', url: '/api/v1/unknown' },
      { method: 'PUT', url: '/api/v1/agents' },
    ]) {
      const answer = await fixture.app.inject({ method: method as 'GET', url, headers: host });
      expect([method, url, answer.statusCode]).toEqual([method, url, 401]);
      expect(answer.json().code).toBe('unauthorized');
    }
  });

  it('refuses a wrong token, a token of another kind, and an unknown cookie', async () => {
    const headers = [
      { authorization: 'Bearer wrong' },
      { authorization: `Basic ${TOKEN}` },
      { authorization: '' },
      { cookie: 'fleet_session=made-up' },
    ];
    for (const one of headers)
      expect((await fixture.app.inject({ url: '/api/v1/fleet', headers: { ...host, ...one } })).statusCode).toBe(401);
  });

  it('lets the token in, and the cookie it is exchanged for, until that logs out', async () => {
    expect((await fixture.app.inject({ url: '/api/v1/fleet', headers: { ...host, ...bearer } })).statusCode).toBe(200);
    const answer = await login();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toMatch(/^fleet_session=[\w-]{43};.*HttpOnly; SameSite=Strict$/);
    const headers = { ...host, cookie: `fleet_session=${answer.cookies[0]?.value}` };
    expect((await fixture.app.inject({ url: '/api/v1/session', headers })).json()).toEqual({
      principal: 'operator:admin',
    });
    expect((await fixture.app.inject({ method: 'DELETE', url: '/session', headers })).statusCode).toBe(204);
    expect((await fixture.app.inject({ url: '/api/v1/fleet', headers })).statusCode).toBe(401);
  });

  it('keeps the cookie to https wherever the gateway is not asked on this machine', async () => {
    const elsewhere = await startGateway({ allowedHosts: ['fleet.example'] });
    try {
      const headers = { host: 'fleet.example' };
      const answer = await elsewhere.app.inject({
        method: 'POST',
        url: '/session',
        headers,
        payload: { token: TOKEN },
      });
      expect(answer.headers['set-cookie']).toMatch(/; Secure/);
    } finally {
      await elsewhere.stop();
    }
  });

  it('keeps no token and no cookie in the database', async () => {
    const { cookies } = await login();
    const dump = JSON.stringify((await fixture.pool.query('select * from access.sessions')).rows);
    expect(dump).not.toContain(cookies[0]?.value);
    expect(dump).not.toContain(TOKEN);
  });

  it('refuses writes that a page of another site sends with our cookie', async () => {
    const headers = await cookieOf();
    const write = (more: Record<string, string>) =>
      fixture.app.inject({ method: 'POST', url: '/api/v1/fleet/resume', headers: { ...headers, ...more } });
    expect((await write({ origin: 'http://evil.example' })).json().code).toBe('cross_origin');
    expect((await write({ origin: 'http://127.0.0.1:9999' })).statusCode).toBe(403);
    expect((await write({ origin: 'null' })).statusCode).toBe(403);
    expect((await write({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await write({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(403);
    expect((await write({ origin: 'http://127.0.0.1:4000', 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
    expect((await login(TOKEN, { headers: { ...host, origin: 'http://evil.example' } })).statusCode).toBe(403);
  });

  it('answers the probes to anyone, and the metrics to this machine alone', async () => {
    const ask = (url: string, remoteAddress: string) =>
      fixture.app.inject({ url, remoteAddress, headers: { host: '10.1.2.3:4000' } });
    expect((await ask('/health', '10.9.9.9')).json()).toEqual({ status: 'ok' });
    expect((await ask('/ready', '10.9.9.9')).statusCode).toBe(200);
    const metrics = (remoteAddress: string) =>
      fixture.app.inject({ url: '/metrics', remoteAddress, headers: host }).then((answer) => answer.statusCode);
    expect([await metrics('127.0.0.1'), await metrics('::ffff:127.0.0.1'), await metrics('10.9.9.9')]).toEqual([
      200, 200, 401,
    ]);
  });

  it('lets an operator who was seen before stop the fleet while Postgres is down, or hangs', async () => {
    const other = await startGateway();
    try {
      const payload = { token: TOKEN };
      const { cookies } = await other.app.inject({ method: 'POST', url: '/session', headers: host, payload });
      const stop = async (key: string) => {
        const headers = { ...host, cookie: `fleet_session=${cookies[0]?.value}`, 'idempotency-key': key };
        const answer = await other.app.inject({ method: 'POST', url: '/api/v1/fleet/pause', headers, payload: {} });
        return [answer.statusCode, answer.json().status];
      };
      await other.pool.query('alter schema access rename to away');
      expect(await stop('down')).toEqual([200, 'paused']);
      await other.pool.query('alter schema away rename to access');
      const blocking = await other.pool.connect();
      await blocking.query('begin; lock table access.idempotency, access.sessions in access exclusive mode');
      expect(await stop('hangs')).toEqual([200, 'paused']);
      await blocking.query('rollback');
      blocking.release();
    } finally {
      await other.stop();
    }
  });
});

describe('a fleet without a configured token', () => {
  it('makes one at the first start, shows it once and keeps its hash', async () => {
    const shown: string[] = [];
    const other = await startGateway({ adminToken: null, showToken: (token) => shown.push(token) });
    try {
      await expect.poll(() => shown.length).toBe(1);
      const ask = (token: string) =>
        other.app
          .inject({ url: '/api/v1/fleet', headers: { ...host, authorization: `Bearer ${token}` } })
          .then((answer) => answer.statusCode);
      await expect.poll(() => ask(shown[0] ?? '')).toBe(200);
      expect(await ask('wrong')).toBe(401);
      const rows = (await other.pool.query('select token_hash from access.admin_token')).rows;
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(shown[0]);
    } finally {
      await other.stop();
    }
  });
});

describe('flooding', () => {
  it('makes who sent five wrong tokens wait, even with the right one', async () => {
    const from = { remoteAddress: '127.0.0.9' };
    for (let i = 0; i < 5; i++) expect((await login('wrong', from)).statusCode).toBe(401);
    const answer = await login(TOKEN, from);
    expect([answer.statusCode, answer.json().code]).toEqual([429, 'too_many_logins']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await login(TOKEN, { remoteAddress: '127.0.0.8' })).statusCode).toBe(200);
  });

  it('stops taking requests beyond a hundred a second', async () => {
    const remoteAddress = '127.0.0.7';
    const ask = () => fixture.app.inject({ url: '/api/v1/unknown', remoteAddress, headers: host });
    const codes = new Set<number>();
    for (let i = 0; i < 6_001; i++) codes.add((await ask()).statusCode);
    expect(codes).toContain(429);
    const answer = await fixture.app.inject({ url: '/api/v1/fleet', remoteAddress, headers: { ...host, ...bearer } });
    expect([answer.statusCode, answer.json().code]).toEqual([429, 'too_many_requests']);
    expect((await fixture.app.inject({ url: '/health', remoteAddress, headers: host })).statusCode).toBe(200);
  });
});

describe('what a browser is told', () => {
  it('runs scripts of this host alone, and shows images of this host and the gallery', async () => {
    const { headers } = await fixture.app.inject({ url: '/', headers: host });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toMatch(/script-src 'self' 'sha256-[^']+';/);
    expect(policy).toContain("img-src 'self' data: http://127.0.0.1:4001");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('serves the dashboard with its own paths, and hashed files for good', async () => {
    const ask = (url: string, accept = 'text/html') => fixture.app.inject({ url, headers: { ...host, accept } });
    for (const url of ['/', '/live?kind=post', '/agents/123']) {
      const answer = await ask(url);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    }
    const file = await ask('/_app/immutable/app.abc123.js', '*/*');
    expect([file.statusCode, file.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await ask('/_app/immutable/none.js', '*/*')).statusCode).toBe(404);
    expect((await ask('/../../etc/passwd')).body).not.toContain('root:');
    expect((await ask('/favicon.ico', 'image/*')).statusCode).toBe(404);
  });

  it('describes its API under /docs, in a form that the policy lets run', async () => {
    const page = await fixture.app.inject({ url: '/docs', headers: { ...host, ...bearer } });
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/<script(?![^>]*src=)[^>]*>[^<]/);
    const { paths } = (await fixture.app.inject({ url: '/docs/json', headers: { ...host, ...bearer } })).json();
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/v1/fleet', '/api/v1/agents/{id}', '/api/v1/stream']),
    );
  });
});
