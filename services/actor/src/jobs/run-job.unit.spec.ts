import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { encode } from '@fleet/domain/codec';
import { agentIdOf, factId, STREAM } from '@fleet/domain/identity';
import type { AgentJob } from '@fleet/domain/messages';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { manualClock } from '@fleet/testkit/manual-clock';
import { describe, expect, it } from 'vitest';
import type { ActingAgent, Answer, CallContext, Grown } from '../ports.ts';
import { type JobDeps, runJob } from './run-job.ts';

const username = 'pixel_tam';
const agentId = agentIdOf(username);
const stream = STREAM.agent(agentId);
const by = 'operator:eva';

const created: Extract<AgentEvent, { type: 'AgentCreated' }> = {
  type: 'AgentCreated',
  data: {
    agentId,
    username,
    persona: { id: 'indie_game_dev', version: 1 },
    seedIndex: null,
    config: {
      name: 'Tam',
      personality: '',
      vibe: 'creative',
      interests: [],
      schedule: { timezone: 'UTC', activeDays: [], peakHours: [], peakMultiplier: 1, offPeakMultiplier: 1 },
      minIntervalS: 60,
      maxIntervalS: 300,
      weights: { post: 0.5, comment: 0.5, like: 0.7 },
      workflow: 'pixel_sprite',
    },
    by,
  },
};
const provisioned: AgentEvent = { type: 'AgentProvisioned', data: { platformUserId: 'u1', created: true } };
const deletionRequested: AgentEvent = { type: 'AgentDeletionRequested', data: { by, reason: '' } };

const ok = <T>(value: T): Answer<T> => ({ kind: 'ok', value, skewMs: 0 });
const job = (kind: AgentJob['kind']): AgentJob => ({ v: 1, jobId: `${kind}.1`, kind, agentId });

const WRITES = { voice: 'Lower-case devlog.', examples: ['the slime says hi'], bank: null };

const stage = async (...history: AgentEvent[]) => {
  const events = fakeEventStore();
  const append = async (event: AgentEvent): Promise<void> => {
    const at = events.stream(stream).length;
    const id = factId('history', at);
    const envelope = { id, occurredAtMs: 0, correlationId: 'test', causationId: null, traceparent: null };
    await events.append(stream, [encode(event, envelope)], at === 0 ? 'noStream' : at - 1);
  };
  for (const event of history) await append(event);
  const calls: { name: string; agent?: ActingAgent; key: string | null }[] = [];
  const answers = {
    provision: ok({ id: 'u1', created: true }) as Answer<{ id: string; created: boolean }>,
    deprovision: ok({ found: true }) as Answer<{ found: boolean }>,
    grow: ({ config }: ActingAgent): Grown => ({
      ...{ outcome: 'grown', reason: '', costUsd: 0.001 },
      config: { ...config, personality: 'Collects doors.', interests: ['doors', 'pixel art'] },
    }),
  };
  const deps: JobDeps = {
    events,
    clock: manualClock(),
    floimg: {
      provision: async (agent: ActingAgent, { key }: CallContext) => {
        calls.push({ name: 'provision', agent, key });
        return answers.provision;
      },
      deprovision: async (_id: string, _username: string, { key }: CallContext) => {
        calls.push({ name: 'deprovision', key });
        return answers.deprovision;
      },
    },
    grow: async (agent, { key }) => {
      calls.push({ name: 'grow', agent, key });
      return answers.grow(agent);
    },
    textsOf: (persona) => persona && { persona: persona.id, version: persona.version, ...WRITES },
    hasOpenTick: () => false,
    signal: new AbortController().signal,
  };
  const types = () => events.stream(stream).map(({ type }) => type);
  return { events, append, calls, answers, deps, types };
};

describe('provisioning an agent', () => {
  it('makes its user with its name and persona, and states it once however often the job runs', async () => {
    const { calls, deps, types } = await stage(created);
    expect(await runJob(job('provision'), deps)).toBe('done');
    expect(await runJob(job('provision'), deps)).toBe('done');
    expect(types()).toEqual(['AgentCreated', 'AgentProvisioned']);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      key: 'provision.1',
      agent: { username, name: 'Tam', personaId: 'indie_game_dev' },
    });
  });

  it('grows its character first where that was asked for, once, and makes its user with it', async () => {
    const growing: AgentEvent = { type: 'AgentCreated', data: { ...created.data, grow: true } };
    const { calls, deps, types } = await stage(growing);
    expect(await runJob(job('provision'), deps)).toBe('done');
    expect(await runJob(job('provision'), deps)).toBe('done');
    expect(types()).toEqual(['AgentCreated', 'AgentGrown', 'AgentProvisioned']);
    expect(calls.map(({ name }) => name)).toEqual(['grow', 'provision']);
    expect(calls[0]?.key).toMatch(/\.grow\./);
    expect(calls[1]?.agent?.config.personality).toBe('Collects doors.');
  });

  it('grows it to fit the voice of its persona’s version', async () => {
    const growing: AgentEvent = { type: 'AgentCreated', data: { ...created.data, grow: true } };
    const { calls, deps } = await stage(growing);
    await runJob(job('provision'), deps);
    expect(calls[0]?.agent?.texts).toEqual({ persona: 'indie_game_dev', version: 1, ...WRITES });
  });

  it('goes on with the character of its persona when none could be grown', async () => {
    const growing: AgentEvent = { type: 'AgentCreated', data: { ...created.data, grow: true } };
    const { answers, deps, types, events } = await stage(growing);
    answers.grow = ({ config }) => ({ outcome: 'kept', config, reason: 'connection refused', costUsd: 0 });
    expect(await runJob(job('provision'), deps)).toBe('done');
    expect(types()).toEqual(['AgentCreated', 'AgentGrown', 'AgentProvisioned']);
    expect(events.stream(stream)[1]?.data).toMatchObject({ outcome: 'kept', reason: 'connection refused' });
  });

  it('folds again when the agent changes meanwhile', async () => {
    const { append, deps, events, types } = await stage(created);
    events.beforeAppend(async () => {
      events.beforeAppend(null);
      await append({ type: 'AgentStarted', data: { by, reason: '' } });
    });
    expect(await runJob(job('provision'), deps)).toBe('done');
    expect(types()).toEqual(['AgentCreated', 'AgentStarted', 'AgentProvisioned']);
  });

  it('records a definite refusal once, and tries again later', async () => {
    const { answers, deps, types } = await stage(created);
    answers.provision = { kind: 'invalid', reason: 'HTTP 422 name taken' };
    const outcome = await runJob(job('provision'), deps);
    expect(outcome).toMatchObject({ retryInMs: expect.any(Number) });
    await runJob(job('provision'), deps);
    expect(types()).toEqual(['AgentCreated', 'AgentProvisioningFailed']);
    answers.provision = ok({ id: 'u1', created: false });
    expect(await runJob(job('provision'), deps)).toBe('done');
    expect(types().at(-1)).toBe('AgentProvisioned');
  });

  it.each([
    { kind: 'unsent', reason: 'refused' },
    { kind: 'unclear', reason: 'timeout' },
    { kind: 'unauthorized', reason: '401' },
    { kind: 'platform_paused', reason: '503' },
    { kind: 'throttled', retryAfterMs: 7_000, reason: '429' },
    { kind: 'fleet_limit', code: 'X', untilWall: Number.MAX_SAFE_INTEGER, reason: '429' },
  ] as const)('waits and states nothing when the platform is $kind', async (answer) => {
    const { answers, deps, types } = await stage(created);
    answers.provision = answer;
    const outcome = await runJob(job('provision'), deps);
    if (outcome === 'done') throw new Error('it should be tried again');
    expect(outcome.retryInMs).toBeGreaterThan(0);
    expect(outcome.retryInMs).toBeLessThanOrEqual(3_600_000);
    expect(types()).toEqual(['AgentCreated']);
  });

  it('removes the user again when the agent was deleted while it was being made', async () => {
    const { append, calls, deps, events, types } = await stage(created);
    events.beforeAppend(async () => {
      events.beforeAppend(null);
      await append(deletionRequested);
    });
    expect(await runJob(job('provision'), deps)).toBe('done');
    expect(calls.map(({ name }) => name)).toEqual(['provision', 'deprovision']);
    expect(types()).toContain('AgentDeletionRequested');
  });

  it('does nothing for an agent that is unknown or being deleted', async () => {
    const unknown = await stage();
    expect(await runJob(job('provision'), unknown.deps)).toBe('done');
    const leaving = await stage(created, deletionRequested);
    expect(await runJob(job('provision'), leaving.deps)).toBe('done');
    expect([...unknown.calls, ...leaving.calls]).toEqual([]);
  });
});

describe('removing an agent', () => {
  it.each([true, false])('ends the deletion, whether the platform knew the user or not (%s)', async (found) => {
    const { answers, deps, events, types } = await stage(created, provisioned, deletionRequested);
    answers.deprovision = ok({ found });
    expect(await runJob(job('deprovision'), deps)).toBe('done');
    expect(types().at(-1)).toBe('AgentDeprovisioned');
    expect(events.stream(stream).at(-1)?.data).toEqual({ found });
  });

  it('waits for the open tick to end', async () => {
    const { calls, deps } = await stage(created, provisioned, deletionRequested);
    const outcome = await runJob(job('deprovision'), { ...deps, hasOpenTick: () => true });
    expect(outcome).toMatchObject({ retryInMs: expect.any(Number) });
    expect(calls).toEqual([]);
  });

  it('tries again after an outage, and leaves alone whom nobody deletes', async () => {
    const { answers, deps, types } = await stage(created, provisioned, deletionRequested);
    answers.deprovision = { kind: 'unclear', reason: 'timeout' };
    expect(await runJob(job('deprovision'), deps)).toMatchObject({ retryInMs: expect.any(Number) });
    expect(types().at(-1)).toBe('AgentDeletionRequested');
    const staying = await stage(created, provisioned);
    expect(await runJob(job('deprovision'), staying.deps)).toBe('done');
    expect(staying.calls).toEqual([]);
  });
});
