import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { agentIdOf, STREAM } from '@fleet/domain/identity';
import type { AgentJob } from '@fleet/domain/messages';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runJob } from '../src/jobs/run-job.ts';
import { openStudioWorld, type StudioWorld } from './studio-world.ts';
import { CONFIG } from './world.ts';

const username = 'pixel_tam';
const agentId = agentIdOf(username);
const by = { by: 'operator:ada', reason: '' };
let stage: StudioWorld;

beforeEach(async () => {
  stage = await openStudioWorld();
  const persona = { id: 'indie_game_dev', version: 1 };
  await append({ type: 'AgentCreated', data: { agentId, username, persona, seedIndex: 0, config: CONFIG, by: 'cli' } });
});
afterEach(() => stage.close());

const append = (...events: AgentEvent[]) => stage.world.append(STREAM.agent(agentId), events);
const run = (kind: AgentJob['kind'], hasOpenTick = false) =>
  runJob(
    { v: 1, jobId: `${kind}.${agentId}`, kind, agentId },
    {
      ...{ events: stage.world.store, clock: stage.world.clock, floimg: stage.client },
      grow: async ({ config }) => ({ outcome: 'kept', config, reason: '', costUsd: 0 }),
      textsOf: () => null,
      ...{ hasOpenTick: () => hasOpenTick, signal: new AbortController().signal },
    },
  );
/** What the Studio's own log says of users that were made and removed. */
const effects = async () => (await stage.calls()).flatMap(({ effect }) => (effect?.startsWith('user') ? [effect] : []));
/** Whether the platform lets anybody act under the name. */
const mayAct = async () => {
  const acting = { id: agentId, username, name: 'Tam', personaId: null, config: CONFIG, texts: null };
  const call = { key: null, traceparent: null, signal: new AbortController().signal };
  const answer = await stage.client.items(acting, { limit: 1, offset: 0, sort: 'recent' }, call);
  return answer.kind === 'ok';
};
const told = () => stage.world.lifecycle(agentId);

describe('the user of an agent, at the Studio', () => {
  it('is made once, by its own name, and removed with its agent: nobody can act under the name afterwards', async () => {
    expect(await mayAct()).toBe(false);
    expect(await run('provision')).toBe('done');
    expect(await run('provision')).toBe('done');
    expect(await mayAct()).toBe(true);
    const [made = ''] = await effects();
    expect(made).toMatch(/^user:/);

    await append({ type: 'AgentDeletionRequested', data: by });
    expect(await run('deprovision', true)).toEqual({ retryInMs: expect.any(Number) });
    expect(await mayAct()).toBe(true);
    expect(await run('deprovision')).toBe('done');
    expect(await mayAct()).toBe(false);
    expect((await effects()).sort()).toEqual([made.replace('user:', 'user-gone:'), made]);
    expect(stage.world.store.stream(STREAM.agent(agentId)).at(-1)).toMatchObject({
      type: 'AgentDeprovisioned',
      data: { found: true },
    });
    expect(await run('deprovision')).toBe('done');
    expect(await run('provision')).toBe('done');
    expect(await mayAct()).toBe(false);
    expect(told().filter((type) => type === 'AgentDeprovisioned')).toHaveLength(1);
  });

  it('that was removed by somebody else is gone too, and said to be', async () => {
    await run('provision');
    await stage.client.deprovision(agentId, username, {
      ...{ key: null, traceparent: null, signal: new AbortController().signal },
    });
    await append({ type: 'AgentDeletionRequested', data: by });
    expect(await run('deprovision')).toBe('done');
    expect(stage.world.store.stream(STREAM.agent(agentId)).at(-1)?.data).toEqual({ found: false });
  });

  it('that the Studio refuses is told, and made when it is asked for again', async () => {
    await stage.control({
      addFaults: [{ kind: 'status', route: 'POST /api/admin/users/invite', status: 400, body: { error: 'no seats' } }],
    });
    expect(await run('provision')).toEqual({ retryInMs: expect.any(Number) });
    expect(told().at(-1)).toBe('AgentProvisioningFailed');
    expect(await mayAct()).toBe(false);
    await append({ type: 'AgentProvisioningRequested', data: by });
    expect(await run('provision')).toBe('done');
    expect(told().at(-1)).toBe('AgentProvisioned');
    expect(await mayAct()).toBe(true);
  });

  it('is not removed while the Studio does not answer: the deletion goes on until it is', async () => {
    await run('provision');
    await append({ type: 'AgentDeletionRequested', data: by });
    await stage.control({ addFaults: [{ kind: 'status', status: 502 }] });
    expect(await run('deprovision')).toEqual({ retryInMs: expect.any(Number) });
    expect(told().at(-1)).toBe('AgentDeletionRequested');
    expect(await run('deprovision')).toBe('done');
    expect(await mayAct()).toBe(false);
  });
});
