import { agentIdOf, STREAM } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { seedAgent } from '@fleet/domain/persona/seeding';
import { describe, expect, test } from 'vitest';
import { parseOptions } from '../../../dev/realism/options.ts';
import { planLines } from '../../../dev/realism/plan-lines.ts';
import { by, created, fleetInABox, provisioned, SEED, started } from './fleet-in-a-box.ts';

const HOUR_MS = 3_600_000;
const SCALE = 60;
const AGENTS = 12;
const DAYS = 3;

type Line = { agent: string; at: string };

/** What `npm run plan` prints for these flags, from a moment on: every agent's moments by its username. */
const printed = (from: number, level: number): Map<string, number[]> => {
  const flags = ['--agents', String(AGENTS), '--days', String(DAYS + 1), '--preset', 'natural', '--seed', SEED];
  const options = parseOptions('plan', [...flags, '--level', String(level), '--from', new Date(from).toISOString()]);
  const lines = [...planLines(options)].join('').trimEnd().split('\n');
  const moments = new Map<string, number[]>();
  for (const line of lines) {
    const { agent, at } = JSON.parse(line) as Line;
    moments.set(agent, [...(moments.get(agent) ?? []), Date.parse(at)]);
  }
  return moments;
};

describe('npm run plan', () => {
  test('prints the very moments that the scheduler publishes, over three fleet days of orders', async () => {
    const box = fleetInABox({ scale: SCALE });
    const { stop, count } = await box.start();
    const from = box.clock.fleetNow();
    const personas = BUILT_IN_PERSONAS.map((persona) => ({ version: 1, persona }));
    const agents = Array.from({ length: AGENTS }, (_, index) => {
      const seeded = seedAgent({ fleetSeed: SEED, index, personas, preset: 'natural' });
      if (!seeded) return expect.fail();
      const { username, config } = seeded;
      return { id: agentIdOf(username), username, config };
    });
    for (const agent of agents) await box.agent(agent, created(agent), provisioned, started);
    /** Fleet hours go by. */
    const pass = async (hours: number) => {
      await box.clock.advance((hours * HOUR_MS) / SCALE);
      return box.clock.fleetNow();
    };
    const [paused, stopped, deleted] = agents;
    if (!paused || !stopped || !deleted) return expect.fail();
    const t1 = await pass(20);
    await box.agent(paused, { type: 'AgentPaused', data: by });
    await box.agent(stopped, { type: 'AgentStopped', data: by });
    const t2 = await pass(6);
    await box.agent(paused, { type: 'AgentResumed', data: by });
    const t3 = await pass(10);
    await box.fleet({ type: 'FleetPaused', data: { cause: 'operator', ...by } });
    const t4 = await pass(3);
    await box.fleet({ type: 'FleetResumed', data: by });
    await box.fleet({ type: 'ActivityLevelSet', data: { level: 2, ...by } });
    const t5 = await pass(20);
    await box.agent(deleted, { type: 'AgentDeletionRequested', data: by });
    await box.agent(stopped, { type: 'AgentStarted', data: by });
    const t6 = await pass(13);
    await stop();

    const atOne = printed(from, 1);
    const atTwo = printed(from, 2);
    const expected = (username: string, level: 1 | 2, begin: number, end: number) =>
      ((level === 1 ? atOne : atTwo).get(username) ?? []).filter((at) => at >= begin && at < end);
    let ticks = 0;
    for (const agent of agents) {
      const { username } = agent;
      const one = (begin: number, end: number) => expected(username, 1, begin, end);
      const two = (begin: number, end: number) => expected(username, 2, begin, end);
      const plan =
        agent === paused
          ? [...one(from, t1), ...one(t2, t3), ...two(t4, t6)]
          : agent === stopped
            ? [...one(from, t1), ...two(t5, t6)]
            : agent === deleted
              ? [...one(from, t3), ...two(t4, t5)]
              : [...one(from, t3), ...two(t4, t6)];
      expect(box.dues(agent), username).toEqual(plan);
      ticks += plan.length;
    }
    expect(t6 - from).toBeGreaterThanOrEqual(DAYS * 24 * HOUR_MS);
    expect(ticks).toBeGreaterThan(50);
    expect(count('skipped')).toBe(0);
    expect(box.events.stream(STREAM.fleet)).toHaveLength(3);
  });
});
