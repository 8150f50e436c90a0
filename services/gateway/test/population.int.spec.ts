import { agentIdOf } from '@fleet/domain/identity';
import { AgentPlanView, AgentsSummary } from '@fleet/domain/read-models/population';
import { System } from '@fleet/domain/read-models/system';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';
import { insertAgent } from './rows.ts';

/** A Monday, 09:00 UTC: within the peak hours of the agents that rows.ts makes. */
const mondayMorningMs = Date.UTC(2026, 2, 2, 9);
const hourMs = 3_600_000;
let fleetMs = mondayMorningMs;
let fixture: Fixture;

beforeAll(async () => {
  const clock = {
    fleetNow: () => fleetMs,
    wallNow: () => Date.now(),
    monotonicNow: () => performance.now(),
    scale: () => 3,
    wallAt: (ms: number) => ms,
  };
  fixture = await startGateway({ clock });
  const soon = new Date(Date.now() + hourMs).toISOString();
  await insertAgent(fixture, { username: 'ann', persona: 'data_viz' });
  await insertAgent(fixture, { username: 'bob', persona: 'data_viz', sleepingUntil: soon });
  await insertAgent(fixture, { username: 'cat', status: 'paused' });
  await insertAgent(fixture, { username: 'dan' });
  await insertAgent(fixture, { username: 'eve', status: 'error', persona: 'ai_artist' });
  await insertAgent(fixture, { username: 'gone', status: 'deleted', persona: 'ai_artist' });
  await fixture.read(
    `update agents set config = jsonb_set(config, '{schedule,timezone}', '"Asia/Tokyo"') where username in ('dan', 'eve')`,
  );
});
afterAll(() => fixture.stop());

const ask = (url: string) => fixture.app.inject({ url: `/api/v1${url}`, headers: { host: 'localhost', ...bearer } });
const summary = async () => AgentsSummary.parse((await ask('/agents/summary')).json());

describe('the summary of agents', () => {
  it('counts every agent that is not deleted by zone, and who is awake there by the fleet clock', async () => {
    expect((await summary()).zones).toEqual([
      { timeZone: 'UTC', total: 3, running: 1, awake: 1 },
      // 18:00 in Tokyo is past their peak hours.
      { timeZone: 'Asia/Tokyo', total: 2, running: 1, awake: 0 },
    ]);
    fleetMs = mondayMorningMs - 8 * hourMs;
    expect((await summary()).zones.map(({ timeZone, awake }) => [timeZone, awake])).toEqual([
      ['UTC', 0],
      ['Asia/Tokyo', 1],
    ]);
    fleetMs = mondayMorningMs + 2 * 24 * hourMs;
    expect((await summary()).zones.every(({ awake }) => awake === 0)).toBe(true);
    fleetMs = mondayMorningMs;
  });

  it('counts by persona and status, agents without a persona too', async () => {
    const none = { idle: 0, running: 0, paused: 0, sleeping: 0, error: 0 };
    const { personas, at } = await summary();
    expect(at).toBe(new Date(mondayMorningMs).toISOString());
    expect(Object.fromEntries(personas.map(({ personaId, byStatus }) => [personaId, byStatus]))).toEqual({
      data_viz: { ...none, running: 1, sleeping: 1 },
      null: { ...none, running: 1, paused: 1 },
      ai_artist: { ...none, error: 1 },
    });
    expect(personas.reduce((sum, { total }) => sum + total, 0)).toBe(5);
  });

  it('is documented', async () => {
    const described = await fixture.app.inject({ url: '/docs/json', headers: { host: 'localhost', ...bearer } });
    const { paths } = described.json();
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/v1/agents/summary', '/api/v1/agents/{id}/plan', '/api/v1/system']),
    );
  });
});

describe("an agent's plan", () => {
  const plan = async (username: string, hours = 24) =>
    AgentPlanView.parse((await ask(`/agents/${agentIdOf(username)}/plan?hours=${hours}`)).json());

  it('is ascending, within the window, and the same however often it is asked for', async () => {
    const first = await plan('ann');
    expect(first.total).toBeGreaterThan(10);
    expect(first.moments).toEqual(first.moments.toSorted());
    expect(first.moments.every((at) => at >= first.from && at < first.to)).toBe(true);
    expect(await plan('ann')).toEqual(first);
    const shorter = await plan('ann', 2);
    expect(shorter.moments).toEqual(first.moments.filter((at) => at < shorter.to));
    expect(first.idleBecause).toBeNull();
  });

  it('says why an agent does not run, and shows what it would do', async () => {
    const paused = await plan('cat');
    expect(paused.idleBecause).toBe('The agent is paused.');
    expect(paused.total).toBeGreaterThan(0);
    expect((await plan('bob')).idleBecause).toBe('The agent is sleeping.');
  });

  it('lists 500 moments at most and counts all of them', async () => {
    const week = await plan('ann', 168);
    expect(week.total).toBeGreaterThan(500);
    expect(week.moments).toHaveLength(500);
  });

  it('refuses an unknown agent and a window that is too long', async () => {
    expect((await ask(`/agents/${agentIdOf('nobody')}/plan`)).statusCode).toBe(404);
    const tooLong = await ask(`/agents/${agentIdOf('ann')}/plan?hours=169`);
    expect([tooLong.statusCode, tooLong.json().errors[0].field]).toEqual([422, 'hours']);
  });
});

describe('the system', () => {
  it('tells services, their plain figures, checks, read model and problems', async () => {
    fixture.services[1] = {
      name: 'fleet-actor',
      id: 'a1',
      version: '0.1.0',
      started: '2026-03-02T08:00:00.123456789Z',
      data: { handled: 7, paused: null, nested: { not: 'shown' }, mode: 'x'.repeat(500) },
    };
    const answered = async () => System.parse((await ask('/system')).json());
    await expect.poll(async () => (await answered()).services?.[0]?.id, { timeout: 10_000 }).toBe('a1');
    const system = await answered();
    expect(system.services?.map(({ name }) => name)).toEqual(['fleet-actor', 'fleet-projector', 'fleet-scheduler']);
    expect(system.services?.[0]?.figures).toEqual({ handled: 7, mode: 'x'.repeat(100) });
    expect(system.checks.map(({ name, ok }) => [name, ok])).toContainEqual(['postgres', true]);
    expect(system.readModel).toMatchObject({ position: '0' });
    expect(system.problems).toEqual([]);
  });
});
