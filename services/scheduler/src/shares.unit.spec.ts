import { PARTITIONS, partitionOf } from '@fleet/domain/identity';
import type { Publish } from '@fleet/platform/bus';
import { fakeKeyValue } from '@fleet/testkit/fake-key-value';
import { describe, expect, test } from 'vitest';
import {
  created,
  fleetInABox,
  planned,
  provisioned,
  started,
  type TestAgent,
  testAgent,
} from '../test/fleet-in-a-box.ts';
import { BLOCKS, blockKey, blockOf } from './shares.ts';

const MINUTE_MS = 60_000;
/** A dead scheduler's partitions are taken over within this time. */
const LATE_AT_MOST_MS = 15_000;
const agents = Array.from({ length: 24 }, (_, index) => testAgent(index));

/** Schedulers in one box, each of which can be cut off from NATS as if it had died; who published what, and how late. */
const schedulers = async () => {
  const box = fleetInABox();
  const sent: { readonly by: string; readonly agentId: string; readonly lateMs: number }[] = [];
  const start = async (name: string) => {
    const cut = fakeKeyValue();
    cut.setDown(true);
    let away = false;
    const leases = new Proxy(box.leases, {
      get: (shared, method: keyof typeof box.leases) => (away ? cut[method] : shared[method]),
    });
    const publish: Publish = async (subject, payload, options) => {
      if (away) return new Promise<never>(() => {});
      const acked = await box.bus.publish(subject, payload, options);
      const { agentId, due } = JSON.parse(String(payload)) as { agentId: string; due?: number };
      if (due !== undefined && !acked.duplicate) sent.push({ by: name, agentId, lateMs: box.clock.wallNow() - due });
      return acked;
    };
    const one = await box.start(name, { leases, publish });
    const cutOff = (is: boolean) => {
      away = is;
    };
    return { ...one, name, cutOff, held: () => one.scheduler.partitions() };
  };
  let from = 0;
  const begin = async () => {
    from = box.clock.fleetNow();
    for (const agent of agents) await box.agent(agent, created(agent), provisioned, started);
  };
  const nothingIsMissing = () => {
    const to = box.clock.fleetNow() + 1;
    for (const agent of agents) expect(box.dues(agent).sort((a, b) => a - b)).toEqual(planned(agent, from, to));
  };
  return { box, sent, start, begin, nothingIsMissing };
};

const holderOf = (box: ReturnType<typeof fleetInABox>, agent: TestAgent) =>
  box.leases.entries().get(blockKey(blockOf(partitionOf(agent.id))));

describe('schedulers that share the partitions', () => {
  test('one alone holds them all; a second takes half; each agent has one that publishes for it', async () => {
    const { box, sent, start, begin, nothingIsMissing } = await schedulers();
    const one = await start('one');
    expect([one.held(), one.scheduler.leads(), one.scheduler.members()]).toEqual([PARTITIONS, true, 1]);
    const two = await start('two');
    await box.clock.advance(5_000);
    expect([one.held(), two.held()]).toEqual([PARTITIONS / 2, PARTITIONS / 2]);
    expect([one.scheduler.leads(), two.scheduler.leads()]).toEqual([true, false]);
    expect(two.scheduler.leader()).toBe('one');
    await begin();
    await box.clock.advance(5 * MINUTE_MS);
    nothingIsMissing();
    for (const agent of agents) {
      const publishers = new Set(sent.filter(({ agentId }) => agentId === agent.id).map(({ by }) => by));
      expect([...publishers]).toEqual([holderOf(box, agent)]);
    }
    expect(Math.max(...sent.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(1);
    await one.stop();
    await two.stop();
  });

  test('three become two and three again: shares stay even, nothing is lost, doubled or late by more than 15 s', async () => {
    const { box, sent, start, begin, nothingIsMissing } = await schedulers();
    const all = [await start('one'), await start('two'), await start('three')];
    await begin();
    await box.clock.advance(2 * MINUTE_MS);
    const shares = () => all.map((each) => each.held()).sort((a, b) => a - b);
    expect(shares()).toEqual([16, 24, 24]);
    const [gone] = all.splice(0, 1);
    gone?.cutOff(true);
    await box.clock.advance(2 * MINUTE_MS);
    expect(shares()).toEqual([32, 32]);
    expect(gone?.held()).toBe(0);
    all.push(await start('four'));
    await box.clock.advance(2 * MINUTE_MS);
    expect(shares()).toEqual([16, 24, 24]);
    const [leaving] = all.splice(0, 1);
    await leaving?.stop();
    await box.clock.advance(2 * MINUTE_MS);
    expect(shares()).toEqual([32, 32]);
    nothingIsMissing();
    expect(Math.max(...sent.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(LATE_AT_MOST_MS);
    for (const one of [...all, ...(gone ? [gone] : [])]) await one.stop();
  });

  test('one that was cut off publishes nothing while others hold its blocks, and takes its share when it is back', async () => {
    const { box, sent, start, begin, nothingIsMissing } = await schedulers();
    const one = await start('one');
    const two = await start('two');
    await begin();
    await box.clock.advance(MINUTE_MS);
    one.cutOff(true);
    await box.clock.advance(LATE_AT_MOST_MS);
    expect([one.held(), one.scheduler.leads(), two.held(), two.scheduler.leads()]).toEqual([
      0,
      false,
      PARTITIONS,
      true,
    ]);
    const before = sent.length;
    await box.clock.advance(MINUTE_MS);
    expect(new Set(sent.slice(before).map(({ by }) => by))).toEqual(new Set(['two']));
    one.cutOff(false);
    await box.clock.advance(10_000);
    expect([one.held(), two.held()]).toEqual([PARTITIONS / 2, PARTITIONS / 2]);
    await box.clock.advance(MINUTE_MS);
    nothingIsMissing();
    await one.stop();
    await two.stop();
  });

  test('one that stops gives everything back at once', async () => {
    const { box, sent, start, begin, nothingIsMissing } = await schedulers();
    const one = await start('one');
    const two = await start('two');
    await begin();
    await box.clock.advance(MINUTE_MS);
    await one.stop();
    expect([...box.leases.entries()].some(([, holder]) => holder === 'one')).toBe(false);
    await box.clock.advance(MINUTE_MS);
    expect(two.held()).toBe(PARTITIONS);
    nothingIsMissing();
    expect(Math.max(...sent.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(2_000);
    await two.stop();
  });

  test('more schedulers than blocks: the rest stand by and know who leads', async () => {
    const { box, start } = await schedulers();
    const all = [];
    for (let i = 0; i < BLOCKS + 1; i++) all.push(await start(`s${i}`));
    await box.clock.advance(20_000);
    const held = all.map((one) => one.held());
    expect(held.reduce((sum, one) => sum + one, 0)).toBe(PARTITIONS);
    expect(held.filter((one) => one === 0)).toHaveLength(1);
    expect(new Set(all.map(({ scheduler }) => scheduler.leader()))).toEqual(new Set([all[0]?.name]));
    for (const one of all) await one.stop();
  });

  test('users are asked for by whoever holds their agent, and again by whoever takes it over', async () => {
    const { box, start } = await schedulers();
    const one = await start('one');
    const two = await start('two');
    await box.clock.advance(5_000);
    for (const agent of agents) await box.agent(agent, created(agent));
    await box.clock.advance(5_000);
    const asked = () => box.jobs().map(({ messageId }) => messageId);
    expect(asked().sort()).toEqual(agents.map(({ id }) => `provision.${id}`).sort());
    expect(box.bus.repeats()).toBe(0);
    const ofTwo = agents.filter((agent) => holderOf(box, agent) === 'two');
    expect(ofTwo.length).toBeGreaterThan(0);
    two.cutOff(true);
    await box.clock.advance(3 * MINUTE_MS);
    for (const { id } of ofTwo) expect(asked().filter((job) => job === `provision.${id}`).length).toBeGreaterThan(1);
    await one.stop();
    await two.stop();
  });
});
