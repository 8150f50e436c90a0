import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { levelOf } from '@fleet/domain/timing/level';
import { planTicks } from '@fleet/domain/timing/plan';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { by, created, fleetInABox, planned, provisioned, started, testAgent } from '../test/fleet-in-a-box.ts';
import { countDue, firstDue, type Segment } from './timeline.ts';

const MINUTE_MS = 60_000;
const one = testAgent(0);
const two = testAgent(1);

const createdOf = (agent: typeof one, personaId: string): AgentEvent => {
  const event = created(agent);
  return event.type === 'AgentCreated'
    ? { ...event, data: { ...event.data, persona: { id: personaId, version: 3 } } }
    : event;
};

describe('the level of a persona', () => {
  test('is honoured from its moment on, for the agents of that persona alone, and again after a restart', async () => {
    const box = fleetInABox();
    const first = await box.start();
    const at = [box.clock.fleetNow()];
    const pass = async () => {
      await box.clock.advance(10 * MINUTE_MS + 137);
      at.push(box.clock.fleetNow());
    };
    await box.agent(one, createdOf(one, 'ai_artist'), provisioned, started);
    await box.agent(two, createdOf(two, 'data_viz'), provisioned, started);
    await pass();
    await box.fleet({ type: 'PersonaLevelSet', data: { personaId: 'ai_artist', level: 2.5, ...by } });
    await pass();
    await box.fleet({ type: 'ActivityLevelSet', data: { level: 0.5, ...by } });
    await pass();
    await first.stop();
    const second = await box.start('two');
    await pass();
    await box.fleet({ type: 'PersonaLevelSet', data: { personaId: 'ai_artist', level: 0, ...by } });
    await pass();
    const [t0 = 0, t1 = 0, t2 = 0, , t4 = 0, t5 = 0] = at;
    const levels = (agent: typeof one, a: number, b: number, c: number, d: number) => [
      ...planned(agent, t0, t1, a),
      ...planned(agent, t1, t2, b),
      ...planned(agent, t2, t4, c),
      ...planned(agent, t4, t5, d),
    ];
    expect([...new Set(box.dues(one))]).toEqual(levels(one, 1, 2.5, 1.25, 0));
    expect([...new Set(box.dues(two))]).toEqual(levels(two, 1, 1, 0.5, 0.5));
    expect(box.dues(one).length).toBeGreaterThan(40);
    await second.stop();
  });

  test('keeps to an agent that was reconfigured or took a newer version over', async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    await box.fleet({ type: 'PersonaLevelSet', data: { personaId: 'ai_artist', level: 0, ...by } });
    const persona = { id: 'ai_artist', version: 4 };
    await box.agent(one, createdOf(one, 'ai_artist'), provisioned, started);
    await box.agent(one, { type: 'AgentReconfigured', data: { config: one.config, ...by } });
    await box.agent(one, { type: 'AgentReconfigured', data: { config: one.config, persona, ...by } });
    await box.clock.advance(10 * MINUTE_MS);
    expect(box.ticks()).toEqual([]);
    await stop();
  });

  test('over any changes of levels the timeline gives the plan’s own moments, first and counted', () => {
    const { id, config } = testAgent(3, { rhythm: { model: 'sessions', sessionsPerDay: 20 } });
    const { schedule, minIntervalS, maxIntervalS, rhythm } = config;
    const plan = { id, schedule, minIntervalS, maxIntervalS, rhythm, effectiveFrom: 0, personaId: 'p' };
    const level = fc.constantFrom(0, 0.3, 1, 2, 4);
    const from = Date.UTC(2026, 2, 2);
    const HOURS = 36;
    fc.assert(
      fc.property(fc.array(fc.tuple(level, level), { minLength: 1, maxLength: 6 }), (levels) => {
        const segments = levels.map(([fleet, persona], i): Segment => {
          const begin = i === 0 ? Number.NEGATIVE_INFINITY : from + i * 5 * 60 * MINUTE_MS;
          return { from: begin, level: fleet, personas: { p: persona, other: 4 } };
        });
        const to = from + HOURS * 60 * MINUTE_MS;
        const expected = segments.flatMap((segment, i) => {
          const begin = Math.max(from, segment.from);
          const end = Math.min(to, segments[i + 1]?.from ?? to);
          return planTicks({ ...plan, level: levelOf(segment.level, segment.personas, 'p') }, 's', begin, end);
        });
        const walked: number[] = [];
        for (let due = firstDue(plan, segments, 's', from, to); due !== null; ) {
          walked.push(due);
          due = firstDue(plan, segments, 's', due + 1, to);
        }
        expect(walked).toEqual(expected);
        expect(countDue(plan, segments, 's', from, to)).toBe(expected.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a user that is asked for again', () => {
  test('becomes a job at once, with an id of its own, and is asked for as ever afterwards', async () => {
    const box = fleetInABox();
    const { stop } = await box.start();
    const ids = () => box.jobs().map(({ messageId }) => messageId);
    await box.agent(one, created(one), { type: 'AgentProvisioningFailed', data: { reason: 'name taken' } });
    await box.clock.advance(1_000);
    expect(ids()).toEqual([`provision.${one.id}`]);
    await box.agent(one, { type: 'AgentProvisioningRequested', data: by });
    await box.clock.advance(1_000);
    expect(ids()).toHaveLength(2);
    expect(ids()[1]).toMatch(new RegExp(`^provision\\.${one.id}\\.[0-9a-f-]{36}$`));
    expect(JSON.parse(box.jobs()[1]?.payload ?? '')).toMatchObject({ kind: 'provision', agentId: one.id });
    await box.agent(one, provisioned);
    await box.clock.advance(10 * MINUTE_MS);
    expect(ids()).toHaveLength(2);
    await box.agent(one, { type: 'AgentDeletionRequested', data: by });
    await box.clock.advance(1_000);
    expect(ids()[2]).toBe(`deprovision.${one.id}`);
    await stop();
  });
});
