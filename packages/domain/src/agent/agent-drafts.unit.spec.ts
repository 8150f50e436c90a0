import { given } from '@fleet/testkit/given';
import { describe, expect, test } from 'vitest';
import { tickIdOf } from '../identity.ts';
import { adoptVersion } from '../persona/adoption.ts';
import { BUILT_IN_PERSONAS } from '../persona/catalogue.ts';
import { seedAgent } from '../persona/seeding.ts';
import { type AgentCommand, type AgentState, decideAgent, evolveAgent, initialAgent, statusOf } from './agent.ts';
import type { AgentEvent } from './agent-events.ts';

const persona = BUILT_IN_PERSONAS[0] ?? expect.fail();
const seeded =
  seedAgent({ fleetSeed: 's', index: 1, personas: [{ version: 1, persona }], preset: 'natural' }) ?? expect.fail();
const { username, seedIndex, config } = seeded;
const agentId = '3f333df6-90a4-5bf5-a3a2-0f1b1a3c1d11';
const agent = given<AgentState, AgentEvent, AgentCommand>({
  initial: initialAgent,
  evolve: evolveAgent,
  decide: decideAgent,
});
const by = { by: 'operator:ada', reason: 'because' };
const created: AgentEvent = {
  type: 'AgentCreated',
  data: { agentId, username, persona: { id: persona.id, version: 1 }, seedIndex, config, by: 'cli' },
};
const provisioned: AgentEvent = { type: 'AgentProvisioned', data: { platformUserId: 'u1', created: true } };
const started: AgentEvent = { type: 'AgentStarted', data: by };
const paused: AgentEvent = { type: 'AgentPaused', data: by };
const deleting: AgentEvent = { type: 'AgentDeletionRequested', data: by };
const now = Date.UTC(2026, 2, 2, 12);

describe('an operator’s word on a draft', () => {
  const draftId = `${agentId}.abc`;
  const yes: AgentEvent = { type: 'DraftApproved', data: { draftId, ...by } };
  const no: AgentEvent = { type: 'DraftRejected', data: { draftId, ...by } };
  const say = (approved: boolean, nowMs = now): AgentCommand => ({
    ...{ type: 'decideDraft', draftId, approved, nowMs, ...by },
  });
  const act = (due: number): AgentEvent => ({
    type: 'AgentActRequested',
    data: { tickId: tickIdOf(agentId, due), due, kind: null, by: by.by },
  });

  test('yes makes a running agent act at once, so that it publishes it', () => {
    agent(created, provisioned, started).when(say(true)).then(yes, act(now));
  });

  test('yes to several keeps their ticks far enough apart', () => {
    agent(created, provisioned, started, act(now))
      .when(say(true, now + 1_000))
      .then(yes, act(now + 6_000));
    agent(created, provisioned, started, act(now))
      .when(say(true, now + 60_000))
      .then(yes, act(now + 60_000));
  });

  test('yes is kept for later where the agent does not run', () => {
    agent(created, provisioned, started, paused).when(say(true)).then(yes);
    agent(created, started).when(say(true)).then(yes);
  });

  test('the same again decides nothing, the opposite is refused', () => {
    agent(created, provisioned, started, yes).when(say(true)).thenNothing();
    agent(created, provisioned, started, no).when(say(false)).thenNothing();
    agent(created, provisioned, started, yes)
      .when(say(false))
      .thenRefused('invalid_state', /approved before/);
    agent(created, provisioned, started, no)
      .when(say(true))
      .thenRefused('invalid_state', /rejected before/);
  });

  test('no is said once and nothing follows', () => {
    agent(created, provisioned, started).when(say(false)).then(no);
  });

  test('comes too late for an agent that is being deleted', () => {
    agent(created, provisioned, started, deleting)
      .when(say(true))
      .thenRefused('invalid_state', /being deleted/);
    const gone: AgentEvent = { type: 'AgentDeprovisioned', data: { found: true } };
    agent(created, deleting, gone)
      .when(say(true))
      .thenRefused('invalid_state', /deleted/);
    agent().when(say(true)).thenRefused('not_found');
  });

  test('is remembered for the newest two hundred', () => {
    const many = Array.from(
      { length: 205 },
      (_, n): AgentEvent => ({
        type: 'DraftRejected',
        data: { draftId: `d${n}`, ...by },
      }),
    );
    const state = agent(created, ...many).state();
    expect(state.exists && state.draftDecisions).toHaveLength(200);
    expect(state.exists && state.draftDecisions[0]).toEqual({ draftId: 'd5', approved: false });
  });
});

describe('a user that the platform would not make', () => {
  const refused: AgentEvent = { type: 'AgentProvisioningFailed', data: { reason: 'name taken' } };
  const asked: AgentEvent = { type: 'AgentProvisioningRequested', data: by };

  test('is asked for again on demand, and the agent is in error no longer', () => {
    agent(created, refused)
      .when({ type: 'provision', ...by })
      .then(asked);
    const state = agent(created, refused, asked).state();
    expect(state.exists && statusOf(state, now)).toBe('idle');
  });

  test('nothing is asked where it is being made, or made, or gone', () => {
    for (const before of [[created], [created, provisioned], [created, refused, asked]])
      agent(...before)
        .when({ type: 'provision', ...by })
        .thenNothing();
    agent(created, refused, deleting)
      .when({ type: 'provision', ...by })
      .thenRefused('invalid_state');
  });
});

describe('a newer version of its persona', () => {
  const now2 = { ...persona, vibe: 'calm', hold: true };
  const definitions = new Map([
    [1, persona],
    [2, now2],
  ]);
  const adopt = (version = 2, id: string = persona.id): AgentCommand => ({
    ...{ type: 'adopt', persona: { id, version }, definitions, ...by },
  });
  const taken: AgentEvent = {
    type: 'AgentReconfigured',
    data: { config: adoptVersion(config, persona, now2), persona: { id: persona.id, version: 2 }, ...by },
  };

  test('is taken over once, with what it changes', () => {
    agent(created).when(adopt()).then(taken);
    agent(created, taken).when(adopt()).thenNothing();
    const state = agent(created, taken).state();
    expect(state).toMatchObject({ persona: { version: 2 }, config: { vibe: 'calm', hold: true } });
  });

  test('is not for agents of others, nor where a version is not known', () => {
    agent(created)
      .when(adopt(2, 'ai_artist'))
      .thenRefused('invalid_state', /ai_artist/);
    agent(created).when(adopt(3)).thenRefused('unknown_version', /3/);
    agent(created, deleting).when(adopt()).thenRefused('invalid_state');
  });

  test('a change of configuration leaves the version as it is', () => {
    const changed: AgentEvent = { type: 'AgentReconfigured', data: { config, ...by } };
    expect(agent(created, taken, changed).state()).toMatchObject({ persona: { version: 2 } });
  });
});
