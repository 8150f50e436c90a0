import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker, createHealth } from './breaker.ts';

const signal = new AbortController().signal;
const HALF_A_MINUTE_MS = 30_000;

describe('the breaker', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const broken = async () => {
    const breaker = createBreaker<string>((result) => result === 'down', Date.now);
    for (let i = 0; i < 5; i++) expect(await breaker.run(async () => 'down', signal)).toBe('down');
    return breaker;
  };

  it('turns calls away after five outages in a row, and a good answer in between counts anew', async () => {
    const breaker = createBreaker<string>((result) => result === 'down', Date.now);
    for (const result of ['down', 'down', 'down', 'down', 'up', 'down', 'down', 'down', 'down']) {
      expect(await breaker.run(async () => result, signal)).toBe(result);
    }
    expect(await breaker.run(async () => 'down', signal)).toBe('down');
    expect(await breaker.run(async () => 'up', signal)).toBeNull();
  });

  it('lets one call try again, turns the others away meanwhile, and closes when it goes well', async () => {
    const breaker = await broken();
    await vi.advanceTimersByTimeAsync(HALF_A_MINUTE_MS);
    const trial = Promise.withResolvers<string>();
    const trying = breaker.run(() => trial.promise, signal);
    expect(await breaker.run(async () => 'up', signal)).toBeNull();
    trial.resolve('up');
    expect(await trying).toBe('up');
    expect(await breaker.run(async () => 'up', signal)).toBe('up');
  });

  it('stays open when the trial goes wrong', async () => {
    const breaker = await broken();
    await vi.advanceTimersByTimeAsync(HALF_A_MINUTE_MS);
    expect(await breaker.run(async () => 'down', signal)).toBe('down');
    expect(await breaker.run(async () => 'up', signal)).toBeNull();
  });

  it('tells its state, since when calls do not go through, how many failed in a row, and when it tries again', async () => {
    const beganAt = Date.now();
    const breaker = await broken();
    const { retryAt } = breaker.status();
    expect(breaker.status()).toEqual({ state: 'open', since: beganAt, retryAt: expect.any(Number), failures: 5 });
    expect(retryAt).toBeGreaterThan(beganAt);
    expect(retryAt).toBeLessThanOrEqual(beganAt + HALF_A_MINUTE_MS);

    vi.setSystemTime((retryAt ?? 0) - 1);
    expect(await breaker.run(async () => 'up', signal)).toBeNull();
    vi.setSystemTime(retryAt ?? 0);
    const trial = Promise.withResolvers<string>();
    const trying = breaker.run(() => trial.promise, signal);
    expect(breaker.status()).toEqual({ state: 'half_open', since: beganAt, retryAt: null, failures: 5 });
    trial.resolve('down');
    await trying;
    const again = breaker.status();
    expect(again).toEqual({ state: 'open', since: beganAt, retryAt: expect.any(Number), failures: 6 });
    expect(again.retryAt).toBeGreaterThan(retryAt ?? 0);

    vi.setSystemTime(again.retryAt ?? 0);
    expect(await breaker.run(async () => 'up', signal)).toBe('up');
    expect(breaker.status()).toEqual({ state: 'closed', since: again.retryAt, retryAt: null, failures: 0 });
  });

  it('is closed since it began, and counts failures before it opens', async () => {
    const since = Date.now();
    const breaker = createBreaker<string>((result) => result === 'down', Date.now);
    vi.setSystemTime(since + 1_000);
    await breaker.run(async () => 'down', signal);
    expect(breaker.status()).toEqual({ state: 'closed', since, retryAt: null, failures: 1 });
    await breaker.run(async () => 'up', signal);
    expect(breaker.status()).toMatchObject({ failures: 0 });
  });

  it('passes a bug on', async () => {
    const breaker = createBreaker<string>(() => false, Date.now);
    await expect(breaker.run(() => Promise.reject(new Error('a bug')), signal)).rejects.toThrow('a bug');
  });
});

describe('health', () => {
  it('remembers since when it is as it is', () => {
    let now = 1_000;
    const health = createHealth(() => now);
    expect(health.current()).toEqual({ ok: true, message: null, since: 1_000 });
    expect(health.lastError()).toBeNull();
    now = 2_000;
    health.bad('no answer');
    now = 3_000;
    health.bad('still no answer');
    expect(health.current()).toEqual({ ok: false, message: 'still no answer', since: 2_000 });
    health.good();
    now = 4_000;
    health.good();
    expect(health.current()).toEqual({ ok: true, message: null, since: 3_000 });
    expect(health.lastError()).toBe('still no answer');
  });
});
