import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import { agentIdOf } from '@fleet/domain/identity';
import { operationCorrelation } from '@fleet/domain/read-models/operations';
import type { Commit } from '@fleet/platform/eventstore';
import { describe, expect, it } from 'vitest';
import { readCommit } from '../src/projection/facts.ts';
import { foldCommits } from '../src/projection/fold.ts';
import { emptyWorkingSet, needsOf } from '../src/projection/working-set.ts';
import { by, config, persona } from './history.ts';

const agentId = agentIdOf('ada');
const main = { id: 'main', name: null };
let n = 0;

const commit = (stream: string, event: FleetDomainEvent, correlationId = 'c'): Commit => {
  const position = BigInt(++n);
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const encoded = encode(event, { id, occurredAtMs: 0, correlationId, causationId: null, traceparent: null });
  const recordedAt = '2031-03-01T09:00:00.000Z';
  return { stream, position, events: [{ ...encoded, stream, revision: n, position, index: 0, recordedAt }] };
};
const created: AgentEvent = {
  type: 'AgentCreated',
  data: { agentId, username: 'ada', persona: { id: 'data_viz', version: 3 }, seedIndex: null, config, by },
};
const audit = (...commits: readonly Commit[]) => {
  const set = emptyWorkingSet();
  const facts = commits.map((one) =>
    readCommit(one, (_, reason) => {
      throw new Error(reason);
    }),
  );
  foldCommits(set, facts);
  return set.changed.audit;
};
const ofAgent = (event: AgentEvent, correlationId?: string) =>
  audit(commit(`agent-${agentId}`, created), commit(`agent-${agentId}`, event, correlationId)).at(-1);
const ofFleet = (event: FleetEvent) => audit(commit('fleet-main', event)).at(-1);

describe('the audit', () => {
  it('says who did what to whom, when and why', () => {
    expect(ofAgent({ type: 'AgentPaused', data: { by, reason: 'too loud' } })).toMatchObject({
      ...{ by, action: 'agent.pause', outcome: 'done', code: null, reason: 'too loud', detail: null },
      ...{
        target: { kind: 'agent', id: agentId, name: 'Ada Byte' },
        at: '2031-03-01T09:00:00.000Z',
        operationId: null,
      },
    });
    expect(audit(commit(`agent-${agentId}`, created))[0]).toMatchObject({
      ...{ position: BigInt(n), revision: n },
      ...{ action: 'agent.create', detail: 'from data_viz version 3', target: { name: 'Ada Byte' } },
    });
  });

  it('says what was said about drafts, asked for again and taken over', () => {
    const draftId = `${agentId}.abc`;
    const target = { kind: 'agent', id: agentId, name: 'Ada Byte' };
    expect(ofAgent({ type: 'DraftApproved', data: { draftId, by, reason: 'lovely' } })).toMatchObject({
      ...{ action: 'draft.approve', target, reason: 'lovely', detail: `draft ${draftId}` },
    });
    expect(ofAgent({ type: 'DraftRejected', data: { draftId, by, reason: '' } })).toMatchObject({
      action: 'draft.reject',
    });
    expect(ofAgent({ type: 'AgentProvisioningRequested', data: { by, reason: '' } })).toMatchObject({
      ...{ action: 'agent.provision', target },
    });
    const adopted = { config: { ...config, vibe: 'fresh' }, persona: { id: 'data_viz', version: 4 }, by, reason: '' };
    expect(ofAgent({ type: 'AgentReconfigured', data: adopted })?.detail).toBe(
      'took data_viz version 4 over, changed vibe',
    );
    const refused = { command: 'draft.approve', target: draftId, by, code: 'draft_over', reason: 'too late' };
    const told = audit(
      commit(`agent-${agentId}`, created),
      commit('fleet-main', { type: 'CommandRefused', data: refused }),
    ).at(-1);
    expect(told).toMatchObject({ action: 'draft.approve', target, outcome: 'refused', code: 'draft_over' });
  });

  it('says what was set, in one line', () => {
    const changed = { ...config, name: 'Ada B.', maxIntervalS: 900 };
    const details = [
      ofAgent({ type: 'AgentReconfigured', data: { config: changed, by, reason: '' } }),
      ofFleet({ type: 'ActivityLevelSet', data: { level: 2, by, reason: '' } }),
      ofFleet({ type: 'PersonaLevelSet', data: { personaId: 'data_viz', level: 0.5, by, reason: '' } }),
      ofFleet({ type: 'BudgetCapsSet', data: { day: 5, month: 100, agentDay: 1, by, reason: '' } }),
      audit(commit('persona-x', { type: 'PersonaPublished', data: { version: 2, persona, by } })).at(-1),
    ].map((entry) => [entry?.action, entry?.target.kind, entry?.detail]);
    expect(details).toEqual([
      ['agent.configure', 'agent', 'changed name, maxIntervalS'],
      ['fleet.setLevel', 'fleet', 'activity level 2'],
      ['persona.setLevel', 'persona', 'activity level 0.5'],
      ['budget.set', 'budget', "day $5, month $100, agent's day $1"],
      ['persona.publish', 'persona', 'version 2'],
    ]);
  });

  it('ties what one operation did together, and nothing else', () => {
    const stopped: AgentEvent = { type: 'AgentStopped', data: { by, reason: '' } };
    expect(ofAgent(stopped, operationCorrelation('op-1'))?.operationId).toBe('op-1');
    expect(ofAgent(stopped, '4bf92f3577b34da6a3ce929d0e0e4736')?.operationId).toBeNull();
  });

  it('keeps refused commands, with the name of whom they were for', () => {
    const refused = (command: string, target: string | null): Commit =>
      commit('fleet-main', { type: 'CommandRefused', data: { command, target, by, code: 'no', reason: 'because' } });
    const toAda = refused('agent.pause', agentId);
    const entries = audit(
      commit(`agent-${agentId}`, created),
      ...[
        toAda,
        refused('draft.approve', `${agentId}.k3f9`),
        refused('agents.stop', null),
        refused('budget.setCaps', null),
        refused('agent.create', 'taken'),
      ],
    ).slice(1);
    expect(entries.map(({ action, target, outcome }) => [action, target, outcome])).toEqual([
      ['agent.pause', { kind: 'agent', id: agentId, name: 'Ada Byte' }, 'refused'],
      ['draft.approve', { kind: 'agent', id: agentId, name: 'Ada Byte' }, 'refused'],
      ['agent.stop', { kind: 'fleet', ...main }, 'refused'],
      ['budget.set', { kind: 'budget', ...main }, 'refused'],
      ['agent.create', { kind: 'agent', id: 'taken', name: null }, 'refused'],
    ]);
    expect(entries[0]).toMatchObject({ code: 'no', reason: 'because' });
    const facts = readCommit(toAda, () => {});
    expect(needsOf([facts]).agents).toEqual(new Set([agentId]));
  });

  it("tells an operator's word on a draft under its own name", () => {
    const approved: AgentEvent = { type: 'DraftApproved', data: { draftId: `${agentId}.k3f9`, by, reason: 'good' } };
    expect(ofAgent(approved)).toMatchObject({ action: 'draft.approve', detail: `draft ${agentId}.k3f9` });
  });

  it('names the service that stopped itself, and leaves out what nobody ordered', () => {
    const paused = { cause: 'unauthorized', by: 'system:actor', reason: '401' } as const;
    expect(ofFleet({ type: 'FleetPaused', data: paused })).toMatchObject({
      by: 'system:actor',
      detail: 'unauthorized',
    });
    const asleep = { cause: 'budget', code: 'BUDGET', until: null, reason: 'spent' } as const;
    expect(ofFleet({ type: 'PlatformPaused', data: asleep })).toMatchObject({
      ...{ by: 'system:actor', action: 'fleet.platformPaused', detail: 'BUDGET' },
    });
    const provisioned: AgentEvent = { type: 'AgentProvisioned', data: { platformUserId: 'u', created: true } };
    expect(audit(commit(`agent-${agentId}`, provisioned))).toEqual([]);
  });
});
