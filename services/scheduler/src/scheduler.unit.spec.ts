import { partitionOf, tickIdOf } from '@fleet/domain/identity';
import { rampUpDelayMs } from '@fleet/domain/timing/ramp-up';
import { tickTraceparent } from '@fleet/domain/trace';
import { describe, expect, test } from 'vitest';
import {
  by,
  created,
  fleetInABox,
  ORDERED_IN,
  planned,
  provisioned,
  SEED,
  started,
  testAgent,
} from '../test/fleet-in-a-box.ts';
import { cursorKey } from './cursors.ts';

const MINUTE_MS = 60_000;
const one = testAgent(0);
const two = testAgent(1);

describe('the scheduler', () => {
  test('makes each due moment of a running agent one tick, when it is due and not before', async () => {
    const box = fleetInABox();
    const { stop, count } = await box.start();
    const from = box.clock.fleetNow();
    await box.agent(one, created(one), provisioned, started);
    await box.agent(two, created(two), provisioned, started);
    await box.clock.advance(20 * MINUTE_MS);
    const to = box.clock.fleetNow() + 1;
    expect(planned(one, from, to).length).toBeGreaterThan(10);
    expect(box.dues(one)).toEqual(planned(one, from, to));
    expect(box.dues(two)).toEqual(planned(two, from, to));
    for (const tick of box.ticks()) {
      expect(tick.tickId).toBe(tickIdOf(tick.agentId, tick.due));
      expect(tick).toMatchObject({ messageId: tick.tickId, dueWall: tick.due, kind: null });
      expect(tick.subject).toBe(`fleet.tick.${partitionOf(tick.agentId)}`);
    }
    expect(count('latenessP99Ms')).toBeLessThanOrEqual(1);
    expect(count('skipped')).toBe(0);
    await stop();
  });

  test('plans nothing for agents that are not started, not provisioned, paused, stopped or deleted', async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    const [idle, unknown, paused, stopped, deleted] = [2, 3, 4, 5, 6].map((index) => testAgent(index)) as [
      typeof one,
      typeof one,
      typeof one,
      typeof one,
      typeof one,
    ];
    await box.agent(idle, created(idle), provisioned);
    await box.agent(unknown, created(unknown), started);
    await box.agent(paused, created(paused), provisioned, started, { type: 'AgentPaused', data: by });
    await box.agent(stopped, created(stopped), provisioned, started, { type: 'AgentStopped', data: by });
    await box.agent(deleted, created(deleted), provisioned, started, { type: 'AgentDeletionRequested', data: by });
    await box.clock.advance(10 * MINUTE_MS);
    expect(box.ticks()).toEqual([]);
    await box.agent(unknown, provisioned);
    await box.clock.advance(10 * MINUTE_MS);
    expect(box.dues(unknown).length).toBeGreaterThan(5);
    expect(box.ticks()).toHaveLength(box.dues(unknown).length);
    await stop();
  });

  test('follows pause, resume and reconfiguration from their moments on', async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    const slower = { ...one, config: { ...one.config, minIntervalS: 100, maxIntervalS: 200 } };
    const at = [box.clock.fleetNow()];
    const pass = async () => {
      await box.clock.advance(10 * MINUTE_MS + 137);
      at.push(box.clock.fleetNow());
    };
    await box.agent(one, created(one), provisioned, started);
    await pass();
    await box.agent(one, { type: 'AgentPaused', data: by });
    await pass();
    await box.agent(one, { type: 'AgentResumed', data: by });
    await pass();
    await box.agent(one, { type: 'AgentReconfigured', data: { config: slower.config, ...by } });
    await pass();
    const [t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0] = at;
    expect(box.dues(one)).toEqual([...planned(one, t0, t1), ...planned(one, t2, t3), ...planned(slower, t3, t4)]);
    await stop();
  });

  test('publishes the very plan of agents that come in sessions, over three fleet days of orders', async () => {
    const box = fleetInABox({ scale: 60 });
    const { stop, count } = await box.start();
    const visitor = testAgent(8, { rhythm: { model: 'sessions', sessionsPerDay: 12 } });
    const steady = { ...visitor, config: { ...visitor.config, rhythm: { model: 'interval' as const } } };
    const at = [box.clock.fleetNow()];
    const pass = async (wallMinutes: number) => {
      await box.clock.advance(wallMinutes * MINUTE_MS + 137);
      at.push(box.clock.fleetNow());
    };
    await box.agent(visitor, created(visitor), provisioned, started);
    await pass(24);
    await box.agent(visitor, { type: 'AgentPaused', data: by });
    await pass(6);
    await box.agent(visitor, { type: 'AgentResumed', data: by });
    await box.fleet({ type: 'ActivityLevelSet', data: { level: 2.5, ...by } });
    await pass(36);
    await box.agent(visitor, { type: 'AgentReconfigured', data: { config: steady.config, ...by } });
    await pass(1);
    await box.agent(visitor, { type: 'AgentReconfigured', data: { config: visitor.config, ...by } });
    await pass(12);
    const [t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0] = at;
    const expected = [
      ...planned(visitor, t0, t1),
      ...planned(visitor, t2, t3, 2.5),
      ...planned(steady, t3, t4, 2.5),
      ...planned(visitor, t4, t5, 2.5),
    ];
    expect(expected.length).toBeGreaterThan(150);
    expect(box.dues(visitor)).toEqual(expected);
    expect(count('skipped')).toBe(0);
    await stop();
  });

  test('lets agents started together join one after the other, the same ones after a restart', async () => {
    const box = fleetInABox({ rampMinutesPer50: 100 });
    const first = await box.start();
    const from = box.clock.fleetNow();
    const agents = [10, 11, 12, 13, 14, 15].map((index) => testAgent(index));
    for (const agent of agents) await box.agent(agent, created(agent), provisioned, started);
    await box.clock.advance(5 * MINUTE_MS);
    await first.stop();
    const second = await box.start('two');
    await box.clock.advance(20 * MINUTE_MS);
    const joined = agents.map((agent) => box.dues(agent)[0] ?? Number.NaN);
    for (const [place, agent] of agents.entries()) {
      const join = from + rampUpDelayMs(SEED, agent.id, { queued: place, minutesPer50: 100 });
      expect(joined[place]).toBeGreaterThanOrEqual(join);
      expect(new Set(box.dues(agent))).toEqual(new Set(planned(agent, join, box.clock.fleetNow() + 1)));
    }
    await second.stop();
  });

  test("follows the fleet: levels, an operator's pause, the platform's", async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    const at = [box.clock.fleetNow()];
    const pass = async () => {
      await box.clock.advance(5 * MINUTE_MS + 137);
      at.push(box.clock.fleetNow());
    };
    await box.agent(one, created(one), provisioned, started);
    await pass();
    await box.fleet({ type: 'ActivityLevelSet', data: { level: 3, ...by } });
    await pass();
    await box.fleet({ type: 'FleetPaused', data: { cause: 'operator', ...by } });
    await pass();
    await box.fleet({ type: 'FleetResumed', data: by });
    await pass();
    const until = new Date(box.clock.wallNow() + 3 * MINUTE_MS).toISOString();
    const budget = { cause: 'budget', code: 'FLEET_BUDGET', until, reason: 'spent' } as const;
    await box.fleet({ type: 'PlatformPaused', data: budget });
    await pass();
    await box.fleet({ type: 'ActivityLevelSet', data: { level: 0, ...by } });
    await pass();
    const [t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0] = at;
    expect(box.dues(one)).toEqual([
      ...planned(one, t0, t1),
      ...planned(one, t1, t2, 3),
      ...planned(one, t3, t4, 3),
      ...planned(one, t4 + 3 * MINUTE_MS, t5, 3),
    ]);
    await stop();
  });

  test('lets a sleeping agent sleep, and wakes it by the wall clock', async () => {
    const box = fleetInABox({ scale: 10 });
    const { stop } = await box.start();
    const t0 = box.clock.fleetNow();
    await box.agent(one, created(one), provisioned, started);
    await box.clock.advance(MINUTE_MS);
    const t1 = box.clock.fleetNow();
    const until = new Date(box.clock.wallNow() + MINUTE_MS).toISOString();
    await box.agent(one, { type: 'AgentSlept', data: { until, code: 'DAILY_LIMIT', reason: 'enough' } });
    await box.clock.advance(3 * MINUTE_MS);
    const t3 = box.clock.fleetNow() + 1;
    expect(box.dues(one)).toEqual([...planned(one, t0, t1), ...planned(one, t1 + 10 * MINUTE_MS, t3)]);
    await stop();
  });

  test('makes exactly one tick of an "act now", and none of one that is two minutes old', async () => {
    const box = fleetInABox();
    const { stop, count } = await box.start();
    const still = testAgent(7, { minIntervalS: 86_000, maxIntervalS: 86_000 });
    await box.agent(still, created(still), provisioned, started);
    const act = (due: number) => {
      const data = { tickId: tickIdOf(still.id, due), due, kind: 'like', by: 'test' } as const;
      return box.agent(still, { type: 'AgentActRequested', data });
    };
    const due = box.clock.fleetNow();
    await act(due);
    await act(due - 2 * MINUTE_MS - 1_000);
    await box.clock.advance(MINUTE_MS);
    const planNow = planned(still, due, box.clock.fleetNow());
    expect(box.ticks().filter(({ due }) => !planNow.includes(due))).toMatchObject([
      { tickId: tickIdOf(still.id, due), kind: 'like', agentId: still.id, causationId: expect.any(String) },
    ]);
    expect(count('skipped')).toBe(1);
    await stop();
  });

  test('gives each planned tick a trace of its own, and one that was asked for the trace of the order', async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    await box.agent(one, created(one), provisioned, started);
    await box.clock.advance(10 * MINUTE_MS);
    expect(box.ticks().length).toBeGreaterThan(0);
    for (const tick of box.ticks()) expect(tick.traceparent).toBe(tickTraceparent(tick.tickId, null));
    const due = box.clock.fleetNow();
    const tickId = tickIdOf(one.id, due);
    await box.agent(one, { type: 'AgentActRequested', data: { tickId, due, kind: 'like', by: 'test' } });
    await box.clock.advance(1_000);
    expect(box.ticks().find((tick) => tick.tickId === tickId)?.traceparent).toBe(tickTraceparent(tickId, ORDERED_IN));
    await stop();
  });

  test('goes on from its cursor after a restart: nothing lost, nothing twice, changes of the meantime kept', async () => {
    const box = fleetInABox();
    const slower = { ...two, config: { ...two.config, minIntervalS: 40, maxIntervalS: 60 } };
    const t0 = box.clock.fleetNow();
    const first = await box.start('one');
    await box.agent(one, created(one), provisioned, started);
    await box.agent(two, created(two), provisioned, started);
    await box.clock.advance(10 * MINUTE_MS);
    await first.stop();
    await box.clock.advance(30_000);
    const t1 = box.clock.fleetNow();
    await box.agent(two, { type: 'AgentReconfigured', data: { config: slower.config, ...by } });
    await box.fleet({ type: 'ActivityLevelSet', data: { level: 2, ...by } });
    await box.clock.advance(30_000);
    const second = await box.start('two');
    await box.clock.advance(10 * MINUTE_MS);
    const t2 = box.clock.fleetNow() + 1;
    expect(box.dues(one).sort()).toEqual([...planned(one, t0, t1), ...planned(one, t1, t2, 2)]);
    expect(box.dues(two).sort()).toEqual([...planned(two, t0, t1), ...planned(slower, t1, t2, 2)]);
    expect(second.count('skipped')).toBe(0);
    await second.stop();
  });

  test('skips and counts what is more than two minutes late, whatever the cursor says', async () => {
    const box = fleetInABox();
    const first = await box.start();
    await box.agent(one, created(one), provisioned, started);
    await box.clock.advance(10 * MINUTE_MS);
    await first.stop();
    const down = box.clock.fleetNow();
    await box.clock.advance(60 * MINUTE_MS);
    const up = box.clock.fleetNow();
    const second = await box.start();
    await box.clock.advance(MINUTE_MS);
    const late = box.dues(one).filter((due) => due > down);
    expect(late).toEqual(planned(one, up - 2 * MINUTE_MS, box.clock.fleetNow() + 1));
    const missed = planned(one, down, up - 2 * MINUTE_MS).length;
    // The cursor stands up to three seconds before the end; what lies between was published then and is counted here.
    expect(second.count('skipped')).toBeGreaterThanOrEqual(missed);
    expect(second.count('skipped')).toBeLessThanOrEqual(missed + 1);
    await second.stop();
  });

  test('begins two minutes back where a cursor is missing', async () => {
    const box = fleetInABox();
    await box.agent(one, created(one), provisioned, started);
    await box.clock.advance(30 * MINUTE_MS);
    const { stop } = await box.start();
    await box.clock.advance(MINUTE_MS);
    const now = box.clock.fleetNow();
    expect(box.dues(one)).toEqual(planned(one, now - 3 * MINUTE_MS + 1, now + 1));
    await stop();
  });

  test('stores a cursor that never passes what is not acknowledged', async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    await box.agent(one, created(one), provisioned, started);
    await box.clock.advance(5 * MINUTE_MS);
    const cursor = () => Number(box.cursors.entries().get(cursorKey(partitionOf(one.id))));
    expect(cursor()).toBeGreaterThan(box.clock.fleetNow() - 5_000);
    box.bus.holdAcks(true);
    const held = box.clock.fleetNow();
    await box.clock.advance(5 * MINUTE_MS);
    const firstHeld = planned(one, held + 1, box.clock.fleetNow())[0] ?? 0;
    expect(cursor()).toBeLessThan(firstHeld);
    box.bus.holdAcks(false);
    await box.clock.advance(3_000);
    expect(cursor()).toBeGreaterThan(firstHeld);
    await stop();
  });

  test('loses nothing while NATS is away for a minute or loses acks', async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    const from = box.clock.fleetNow();
    await box.agent(one, created(one), provisioned, started);
    await box.clock.advance(5 * MINUTE_MS);
    box.bus.setDown(true);
    await box.clock.advance(MINUTE_MS);
    box.bus.setDown(false);
    box.bus.loseAcks(3);
    await box.clock.advance(5 * MINUTE_MS);
    expect(box.dues(one).sort()).toEqual(planned(one, from, box.clock.fleetNow() + 1));
    expect(box.bus.repeats()).toBe(3);
    await stop();
  });

  test.each([
    ['ahead', 3_600_000],
    ['back', -3_600_000],
  ])('makes no moment twice when the wall clock is set an hour %s', async (_, byMs) => {
    const box = fleetInABox();
    const { stop } = await box.start();
    const from = box.clock.fleetNow();
    await box.agent(one, created(one), provisioned, started);
    await box.clock.advance(5 * MINUTE_MS);
    box.clock.jumpWall(byMs);
    await box.clock.advance(10 * MINUTE_MS);
    box.clock.jumpWall(-byMs);
    await box.clock.advance(70 * MINUTE_MS);
    const dues = box.dues(one);
    expect(new Set(dues).size).toBe(dues.length);
    const wanted = new Set(planned(one, from, box.clock.fleetNow() + 1));
    expect(dues.filter((due) => !wanted.has(due))).toEqual([]);
    expect(dues.filter((due) => due >= box.clock.fleetNow() - 5 * MINUTE_MS).length).toBeGreaterThan(0);
    await stop();
  });

  test('asks for users to be made and removed, every minute until it is done', async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    await box.agent(one, created(one));
    await box.clock.advance(1_000);
    expect(box.jobs().map(({ messageId }) => messageId)).toEqual([`provision.${one.id}`]);
    await box.clock.advance(121_000);
    expect(box.jobs()).toHaveLength(2);
    await box.agent(one, provisioned);
    await box.clock.advance(5 * MINUTE_MS);
    expect(box.jobs()).toHaveLength(2);
    await box.agent(one, { type: 'AgentDeletionRequested', data: by });
    await box.clock.advance(1_000);
    expect(box.jobs().at(-1)).toMatchObject({ subject: 'fleet.job.deprovision', messageId: `deprovision.${one.id}` });
    await box.agent(one, { type: 'AgentDeprovisioned', data: { found: true } });
    const asked = box.jobs().length;
    await box.clock.advance(5 * MINUTE_MS);
    expect(box.jobs()).toHaveLength(asked);
    await stop();
  });

  test('asks once a minute for the gallery to be observed, also while the fleet rests, by one id a minute', async () => {
    const box = fleetInABox();
    const first = await box.start();
    await box.fleet({ type: 'FleetPaused', data: { cause: 'operator', ...by } });
    await box.clock.advance(5 * MINUTE_MS);
    await first.stop();
    const second = await box.start('two');
    await box.clock.advance(5 * MINUTE_MS);
    await second.stop();
    const asked = box.observes().map(({ messageId, payload }) => ({ messageId, ...JSON.parse(payload) }));
    const minutes = new Set(asked.map(({ at }) => at / MINUTE_MS));
    expect(minutes.size).toBeGreaterThanOrEqual(10);
    for (const { messageId, ...job } of asked)
      expect({ messageId, ...job }).toEqual({
        ...{ messageId: `observe.${job.at / MINUTE_MS}`, jobId: messageId, v: 1, kind: 'observe', at: job.at },
      });
  });

  test('goes on asking after NATS was away', async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    box.bus.setDown(true);
    await box.clock.advance(2 * MINUTE_MS);
    const before = box.observes().length;
    box.bus.setDown(false);
    await box.clock.advance(2 * MINUTE_MS);
    expect(box.observes().length).toBeGreaterThan(before);
    await stop();
  });

  test('passes over events it cannot read, and counts them', async () => {
    const box = fleetInABox();
    const { stop, count } = await box.start();
    const metadata = {
      correlationId: 'c',
      causationId: null,
      traceparent: null,
      schemaVersion: 9,
      synthetic: true,
    } as const;
    const id = '3f333df6-90a4-5bf5-a3a2-0f1b1a3c1d11';
    const odd = { id, type: 'AgentStarted', occurredAt: new Date(0).toISOString(), data: {}, metadata };
    await box.events.append('agent-odd', [odd], 'noStream');
    await box.clock.advance(1_000);
    expect(count('unreadableEvents')).toBe(1);
    await stop();
  });

  test('that is told to stop before it begins ends at once', async () => {
    const box = fleetInABox();
    const { scheduler, stop } = await box.start('late', { stopped: true });
    await stop();
    expect(scheduler.partitions()).toBe(0);
  });
});
