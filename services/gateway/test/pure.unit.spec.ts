import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostCheck, isLoopbackPeer, isSameOrigin } from '../src/auth/host.ts';
import { HttpProblem, problemBody } from '../src/http/problem.ts';
import { windowLimit } from '../src/http/window-limit.ts';
import { decodeCursor, encodeCursor } from '../src/read/cursor.ts';
import { statusOf } from '../src/read/fleet.ts';
import { problemsOf } from '../src/status/problems.ts';
import { inlineScriptHashes } from '../src/ui/dashboard.ts';

describe('a cursor', () => {
  const any = { isKey: () => true, isId: () => true };
  const text = fc.string({ maxLength: 60, unit: 'grapheme' }).filter((value) => !value.includes('\0'));

  it('comes back as it went out', () => {
    fc.assert(
      fc.property(text, text, (key, id) => {
        expect(decodeCursor(encodeCursor({ sort: 'name', key, id }), 'name', any)).toEqual({ sort: 'name', key, id });
      }),
    );
  });

  it('of another making is refused with 400, never with a crash', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (cursor) => {
          try {
            decodeCursor(cursor, 'name', any);
          } catch (error) {
            expect(error).toBeInstanceOf(HttpProblem);
            expect((error as HttpProblem).status).toBe(400);
          }
        },
      ),
    );
  });

  it('of another order, or with a key that its list cannot have, is refused', () => {
    const cursor = encodeCursor({ sort: 'name', key: 'x', id: 'y' });
    expect(() => decodeCursor(cursor, '-name', any)).toThrow('another sort order');
    expect(() => decodeCursor(cursor, 'name', { ...any, isKey: (key) => /^\d+$/.test(key) })).toThrow('malformed');
    expect(() => decodeCursor(cursor, 'name', { ...any, isId: () => false })).toThrow('malformed');
  });
});

describe('a problem', () => {
  it('names the path without its query', () => {
    const body = problemBody(new HttpProblem(404, 'not_found', 'gone'), '/api/v1/agents?q=secret', 'abc');
    expect(body).toEqual({
      type: 'urn:floimg-fleet:problem:not_found',
      title: 'Not Found',
      status: 404,
      detail: 'gone',
      instance: '/api/v1/agents',
      code: 'not_found',
      traceId: 'abc',
    });
  });
});

describe('Host names and origins', () => {
  it('are ours with any port, and nobody else is', () => {
    const isOurs = hostCheck(['Fleet.Example']);
    for (const host of ['localhost:4000', '127.0.0.1', '[::1]:80', 'fleet.example:443', 'LOCALHOST'])
      expect([host, isOurs(host)]).toEqual([host, true]);
    for (const host of [
      undefined,
      '',
      'evil.example',
      '127.0.0.1.evil.example',
      'localhost.evil',
      'fleet.example.evil:80',
    ])
      expect([host, isOurs(host)]).toEqual([host, false]);
  });

  it('of a browser have to be the same', () => {
    const host = 'localhost:4000';
    expect(isSameOrigin({ host })).toBe(true);
    expect(isSameOrigin({ host, origin: 'https://localhost:4000' })).toBe(true);
    expect(isSameOrigin({ host, origin: 'http://localhost' })).toBe(false);
    expect(isSameOrigin({ host, origin: 'null' })).toBe(false);
    expect(isSameOrigin({ host, 'sec-fetch-site': ['same-origin', 'cross-site'] })).toBe(false);
  });

  it('of this machine are told from others', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].every(isLoopbackPeer)).toBe(true);
    expect(['10.0.0.1', '::ffff:10.0.0.1', '1270.0.0.1', ''].some(isLoopbackPeer)).toBe(false);
  });
});

describe('the status of the fleet', () => {
  const row = {
    id: 'main',
    paused: false,
    pause_cause: null,
    pause_reason: null,
    paused_by: null,
    platform_paused: false,
    platform_cause: null,
    platform_code: null,
    platform_reason: null,
    platform_until: null,
    activity_level: 1,
    persona_levels: {},
    changed_at: null,
  };
  const later = new Date(2_000);

  it('is running where nothing stops it, or nothing is known', () => {
    expect(statusOf(row, null, 1_000).status).toBe('running');
    expect(statusOf(undefined, { paused: false, by: '', reason: '' }, 1_000).status).toBe('running');
  });

  it('puts the operator before the platform, and the latch beside the operator', () => {
    const platform = { ...row, platform_paused: true, platform_cause: 'kill_switch', platform_reason: 'off' };
    expect(statusOf(platform, null, 1_000)).toEqual({ status: 'paused_by_platform', statusReason: 'off', until: null });
    expect(statusOf(platform, { paused: true, by: 'nats', reason: 'now' }, 1_000).statusReason).toBe('now');
    expect(statusOf({ ...platform, paused: true, pause_reason: 'mine' }, null, 1_000).statusReason).toBe('mine');
  });

  it('lets a budget pause end by itself', () => {
    const budget = { ...row, platform_paused: true, platform_cause: 'budget', platform_until: later };
    expect(statusOf(budget, null, 1_999)).toMatchObject({ status: 'paused_by_platform', until: later.toISOString() });
    expect(statusOf(budget, null, 2_000)).toEqual({ status: 'running', statusReason: null, until: null });
  });
});

describe('problems', () => {
  const instance = (name: string, data = {}) => ({ name, id: 'i', version: '1', started: '', data });

  it('are services that do not answer, and what the others say', () => {
    const actor = instance('fleet-actor', { problems: [{ part: 'llm', message: 'refused', since: 'x' }] });
    const odd = instance('fleet-projector', { problems: 'none' });
    expect(problemsOf([actor, odd])).toEqual([
      { part: 'scheduler', message: 'No scheduler answers; is the service running?' },
      { part: 'llm', message: 'refused' },
    ]);
  });
});

describe('a window limit', () => {
  it('lets an address go on when the window is over', () => {
    let now = 0;
    const limit = windowLimit(2, 1_000, () => now);
    limit.count('a');
    expect(limit.waitMs('a')).toBe(0);
    limit.count('a');
    expect([limit.waitMs('a'), limit.waitMs('b')]).toEqual([1_000, 0]);
    now = 1_000;
    expect(limit.waitMs('a')).toBe(0);
  });
});

describe('inline scripts', () => {
  it('are allowed one by one', () => {
    const html = '<script src="/a.js"></script><script type="module">go()</script><script>\nx\n</script>';
    const hash = expect.stringMatching(/^'sha256-[\w+/]{43}='$/);
    expect(inlineScriptHashes(html)).toEqual([hash, hash]);
  });
});
