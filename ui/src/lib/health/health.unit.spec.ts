import type { System } from '@fleet/domain/read-models/system';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../../../packages/platform/src/telemetry/registry.ts';
import { createCounters } from '../../../../services/actor/src/stats.ts';
import { createStats } from '../../../../services/projector/src/run/stats.ts';
import { createMetrics } from '../../../../services/scheduler/src/metrics.ts';
import { groupsOf, headlineOf, isKnown, isOdd } from './figures.ts';
import { downOf, missingOf, partName, storedOf, streamName, versionsOf } from './parts.ts';

const service = (name: string, figures: Record<string, number | boolean | string> = {}, version = '0.1.0') => ({
  ...{ name, id: name, version, startedAt: '2026-03-02T12:00:00Z', figures },
});

describe('figures that services tell of themselves', () => {
  it('each have a name here, as the services tell them', () => {
    const scheduler = createMetrics(createRegistry('spec'));
    scheduler.state({ heldPartitions: 64, schedulers: 1, planned: 2, agents: 2, inFlight: 0, backlogMs: 0 });
    const { dropped, ...counters } = createCounters().read();
    const reasons = Object.keys(dropped).map((reason) => `dropped.${reason}`);
    const told = {
      'fleet-scheduler': Object.keys(scheduler.snapshot()),
      'fleet-projector': Object.keys(createStats().snapshot()),
      'fleet-actor': [...Object.keys(counters), ...reasons],
    };
    for (const [name, figures] of Object.entries(told))
      expect(
        figures.filter((figure) => !isKnown(name, figure)),
        name,
      ).toEqual([]);
  });

  it('are grouped, in words and with units', () => {
    const actor = service('fleet-actor', {
      llmModel: 'gpt',
      'dropped.stale': 12_345,
      inFlight: 3,
      minuteShared: false,
    });
    expect(
      groupsOf(actor).map(({ title, figures }) => [title, figures.map(({ label, text }) => `${label}: ${text}`)]),
    ).toEqual([
      ['Now', ['Ticks in hand: 3', 'Counts actions with the others: no']],
      ['Since its start', ['Dropped, too old: 12.3K']],
      ['Set to', ['Model: gpt']],
    ]);
    expect(isOdd(actor)).toBe(true);
    expect(isOdd(service('fleet-actor', { minuteShared: true }))).toBe(false);
    const projector = service('fleet-projector', { events: 5, lagMs: 12_000, active: false });
    expect(headlineOf(projector)).toEqual([
      { name: 'active', label: 'Role', text: 'standing by', bad: false },
      { name: 'lagMs', label: 'Behind by', text: '12 s', bad: true },
      { name: 'events', label: 'Events projected', text: '5', bad: false },
    ]);
  });

  it('that this page does not know are shown all the same, last', () => {
    const scheduler = service('fleet-scheduler', {
      lastLateMs: 11.25,
      'new.figure_here': true,
      share: 0.25,
      leads: true,
    });
    const now = groupsOf(scheduler)[0]?.figures.map(({ label, text }) => `${label}: ${text}`);
    expect(now).toEqual(['Holds the first partition: yes', 'Last late: 11 ms', 'New figure here: yes', 'Share: 0.3']);
    expect(headlineOf(service('fleet-other', { a: 1, b: 'x', c: 2, d: 3 })).map(({ text }) => text)).toEqual([
      '1',
      'x',
      '2',
    ]);
  });
});

describe('parts', () => {
  it('are called as people call them', () => {
    expect(['fleet-actor', 'nats', 'event_store', 'llm', 'budget', 'dead letters'].map(partName)).toEqual([
      ...['Actor', 'NATS', 'Event store', 'Language model', 'Budget ledger', 'Dead letters'],
    ]);
    expect([streamName('FLEET_TICKS'), streamName('OTHER')]).toEqual(['Ticks', 'OTHER']);
  });

  it('are missed, and their versions told, of one service or all', () => {
    const services = [service('fleet-actor'), service('fleet-actor', {}, '0.2.0'), service('fleet-gateway')];
    expect(missingOf(services)).toEqual(['fleet-scheduler', 'fleet-projector']);
    expect(versionsOf(services)).toEqual(['0.1.0', '0.2.0']);
    expect(versionsOf(services, 'fleet-gateway')).toEqual(['0.1.0']);
  });

  it('that an instance cannot call are told by name', () => {
    const since = '2026-03-02T12:00:00Z';
    const seen = (id: string, state: 'open' | 'closed') => ({
      id,
      state,
      since,
      retryAt: null,
      failures: 0,
      lastError: null,
    });
    const all = { state: 'open' as const, since, retryAt: null, lastError: null, actors: 2, notClosed: 1 };
    const breakers = [{ ...all, part: 'llm', instances: [seen('a', 'open'), seen('b', 'closed')] }];
    expect([downOf(breakers, 'a'), downOf(breakers, 'b'), downOf(null, 'a')]).toEqual([['Language model'], [], []]);
  });

  it('are stored in so many bytes, unknown while one of them is', () => {
    const database = { sizeBytes: 100, growthBytesPerDay: null } as System['database'];
    const stream = { bytes: 20, growthBytesPerDay: 2 } as NonNullable<System['jetStream']>[number];
    expect(storedOf({ database, jetStream: [stream, stream] })).toEqual({ bytes: 140, growth: null });
    expect(storedOf({ database: { ...database, growthBytesPerDay: 1 }, jetStream: [stream] }).growth).toBe(3);
    expect(storedOf({ database, jetStream: null }).bytes).toBeNull();
  });
});
