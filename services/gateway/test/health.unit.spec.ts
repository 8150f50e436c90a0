import type { ServiceInstance } from '@fleet/platform/bus';
import { createRegistry } from '@fleet/platform/telemetry';
import { describe, expect, it } from 'vitest';
import { breakersOf } from '../src/status/breakers.ts';
import { createGrowth, fullInDays } from '../src/status/growth.ts';
import { observeDisk, watchStorage } from '../src/status/storage.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 12, 0, second)).toISOString();

describe('breakers as all actors see them', () => {
  const told = (state: 'closed' | 'open' | 'half_open', second = 0, part = 'llm') => ({
    ...{ part, state, since: at(second), failures: state === 'closed' ? 0 : 5 },
    retryAt: state === 'open' ? at(second + 30) : null,
    lastError: state === 'closed' ? null : `since ${second}`,
  });
  const actor = (id: string, breakers: unknown): ServiceInstance => ({
    ...{ id, name: 'fleet-actor', version: '0.1.0', started: at(0) },
    data: { breakers },
  });

  it('are each in the worst state that an actor tells, since when the first is', () => {
    const found = breakersOf([
      actor('a', [told('closed'), told('closed', 0, 'studio')]),
      actor('b', [told('open', 20)]),
      actor('c', [told('half_open', 1), told('closed', 0, 'studio')]),
      actor('d', [told('open', 10)]),
    ]);
    expect(found).toMatchObject([
      { part: 'llm', state: 'open', since: at(10), retryAt: at(40), lastError: 'since 10', actors: 4, notClosed: 3 },
      { part: 'studio', state: 'closed', actors: 2, notClosed: 0 },
    ]);
    expect(found[0]?.instances.map(({ id }) => id)).toEqual(['d', 'b', 'c', 'a']);
  });

  it('are bounded, and what is not theirs is passed over', () => {
    const many = Array.from({ length: 60 }, (_, n) => actor(`a${n}`, [told('open', n)]));
    const strange = [actor('x', 'none'), actor('y', [{ part: 'llm', state: 'ajar' }]), actor('z', undefined)];
    const [one, ...others] = breakersOf([...many, ...strange]);
    expect([one?.actors, one?.instances.length, others]).toEqual([60, 50, []]);
    const parts = Array.from({ length: 60 }, (_, n) => actor(`a${n}`, [told('open', n, `part ${n}`)]));
    expect(breakersOf(parts)).toHaveLength(20);
    expect(breakersOf([])).toEqual([]);
  });
});

describe('growth', () => {
  const timed = () => {
    let now = 0;
    const growth = createGrowth(() => now);
    return { growth, pass: (ms: number) => (now += ms) };
  };

  it('is unknown for an hour, then what the readings say by the day', () => {
    const { growth, pass } = timed();
    growth.take('postgres', 1_000);
    pass(hourMs - 1);
    growth.take('postgres', 1_100);
    expect(growth.perDay('postgres')).toBeNull();
    pass(1);
    growth.take('postgres', 1_100);
    expect(growth.perDay('postgres')).toBe(2_400);
    expect(growth.perDay('nobody')).toBeNull();
  });

  it('forgets what is older than a day, and may be negative', () => {
    const { growth, pass } = timed();
    growth.take('FLEET_EVENTS', 1_000_000);
    for (let minutes = 0; minutes < 48 * 60; minutes += 10) {
      pass(10 * minuteMs);
      growth.take('FLEET_EVENTS', 500_000 - minutes);
    }
    expect(growth.perDay('FLEET_EVENTS')).toBe(-1_440);
  });

  it('tells when a limit is reached, where there is one', () => {
    expect(fullInDays(400, 1_000, 100)).toBe(6);
    expect(fullInDays(2_000, 1_000, 100)).toBe(0);
    for (const [max, perDay] of [
      [null, 100],
      [1_000, null],
      [1_000, 0],
      [1_000, -5],
    ] as const)
      expect(fullInDays(400, max, perDay)).toBeNull();
  });
});

describe('what is stored', () => {
  const stream = { name: 'FLEET_EVENTS', messages: 4, bytes: 400, maxBytes: 1_000, maxMessages: null, consumers: [] };
  const none = { sizeBytes: null, connections: null, connectionsMax: null, largest: null };

  it('is told with its growth, also as metrics, and not while nobody answers', async () => {
    let now = 0;
    let away = false;
    let bytes = 400;
    const storage = watchStorage({
      database: async () => (away ? none : { ...none, sizeBytes: 8_000 }),
      jetStream: async () => {
        if (away) throw new Error('NATS does not answer');
        return [{ ...stream, bytes }];
      },
      monotonicNow: () => now,
    });
    const registry = createRegistry('spec');
    observeDisk(registry, storage);
    const metric = async (name: string) => {
      const text = await registry.getSingleMetricAsString(name);
      return Object.fromEntries(
        [...text.matchAll(/part="([^"]+)".*? (\S+)$/gm)].map(([, part, value]) => [part, value]),
      );
    };
    expect(storage.jetStream()).toBeNull();
    expect(await metric('fleet_disk_bytes')).toEqual({});

    await storage.look();
    expect(storage.jetStream()).toEqual([{ ...stream, growthBytesPerDay: null, fullInDays: null }]);
    expect(await metric('fleet_disk_bytes')).toEqual({ postgres: '8000', FLEET_EVENTS: '400' });
    expect(await metric('fleet_disk_full_in_days')).toEqual({});

    now = 2 * hourMs;
    bytes = 410;
    await storage.look();
    expect(storage.database()).toMatchObject({ sizeBytes: 8_000, growthBytesPerDay: 0 });
    expect(storage.jetStream()).toMatchObject([{ growthBytesPerDay: 120, fullInDays: 590 / 120 }]);
    expect(await metric('fleet_disk_growth_bytes_per_day')).toEqual({ postgres: '0', FLEET_EVENTS: '120' });
    expect(Object.keys(await metric('fleet_disk_full_in_days'))).toEqual(['FLEET_EVENTS']);

    away = true;
    await storage.look();
    expect([storage.jetStream(), storage.database().sizeBytes, await metric('fleet_disk_bytes')]).toEqual([
      null,
      null,
      {},
    ]);
  });
});
