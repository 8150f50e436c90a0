import { AgentConfig } from '@fleet/domain/agent/agent-config';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import type { PersonaEvent } from '@fleet/domain/persona/persona-events';
import type { AuditEntry } from '@fleet/domain/read-models/audit';

type Audited = AgentEvent | FleetEvent | PersonaEvent;
type Target = AuditEntry['target'];

/** Who is behind events that name nobody: a service that found something out, or carried something to its end. */
const SYSTEM: Readonly<Record<string, string>> = {
  AgentFailed: 'system:actor',
  AgentProvisioningFailed: 'system:actor',
  AgentDeprovisioned: 'system:actor',
  PlatformPaused: 'system:actor',
  PlatformResumed: 'system:actor',
} satisfies Partial<Record<Audited['type'], string>>;

/** As the commands are called everywhere else; what is not named here is named after its event. */
const ACTIONS: Readonly<Record<string, string>> = {
  AgentCreated: 'agent.create',
  AgentReconfigured: 'agent.configure',
  AgentStarted: 'agent.start',
  AgentPaused: 'agent.pause',
  AgentResumed: 'agent.resume',
  AgentStopped: 'agent.stop',
  AgentDeletionRequested: 'agent.delete',
  AgentDeprovisioned: 'agent.removed',
  AgentActRequested: 'agent.act',
  AgentProvisioningRequested: 'agent.provision',
  DraftApproved: 'draft.approve',
  DraftRejected: 'draft.reject',
  FleetPaused: 'fleet.pause',
  FleetResumed: 'fleet.resume',
  ActivityLevelSet: 'fleet.setLevel',
  PersonaLevelSet: 'persona.setLevel',
  BudgetCapsSet: 'budget.set',
  PersonaPublished: 'persona.publish',
  PersonaRetired: 'persona.retire',
} satisfies Partial<Record<Audited['type'], string>>;

/** `AgentSomethingDone` → `agent.somethingDone`. */
const namedAfter = (category: string, type: string): string => {
  const name = type.replace(/^(Agent|Fleet|Persona)/, '');
  return `${category}.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
};

/** Commands to many agents, and those whose routes call them otherwise, under the name of what they do. */
const commandName = (command: string): string =>
  command === 'budget.setCaps' ? 'budget.set' : command.replace(/^agents\./, 'agent.');

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A draft is named by the tick that made it, and that by its agent. */
const agentOfDraft = (draftId: string): string => draftId.split('.', 1)[0] ?? '';

/** The agent that a refused command was for, where it names one by id. */
export const refusedAgentOf = (event: Audited): string | null => {
  if (event.type !== 'CommandRefused') return null;
  const { command, target } = event.data;
  if (target === null) return null;
  const agentId = command.startsWith('draft.') ? agentOfDraft(target) : command.startsWith('agent.') ? target : '';
  return UUID.test(agentId) ? agentId : null;
};

const refusedTarget = (command: string, target: string | null, nameOf: (id: string) => string | null): Target => {
  const part = command.split('.', 1)[0] ?? '';
  if (part === 'budget') return { kind: 'budget', id: 'main', name: null };
  if (part === 'draft' && target !== null) {
    const agentId = agentOfDraft(target);
    return { kind: 'agent', id: agentId, name: nameOf(agentId) };
  }
  if (target === null || (part !== 'agent' && part !== 'persona')) return { kind: 'fleet', id: 'main', name: null };
  return { kind: part, id: target, name: part === 'agent' ? nameOf(target) : null };
};

const usd = (amount: number): string => `$${amount}`;

/** Fields of a configuration that are not what they were. */
const changedFields = (before: AgentConfig | null, after: AgentConfig): string | null => {
  if (before === null) return null;
  const fields = (Object.keys(AgentConfig.shape) as (keyof AgentConfig)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  return fields.length === 0 ? null : `changed ${fields.join(', ')}`;
};

/** What an event set, in one line; null where the action says it. `config`: the agent's before it. */
export const detailOf = (event: Audited, config: AgentConfig | null): string | null => {
  switch (event.type) {
    case 'AgentCreated': {
      const { persona } = event.data;
      return persona === null ? 'without a persona' : `from ${persona.id} version ${persona.version}`;
    }
    case 'AgentReconfigured': {
      const { persona, config: after } = event.data;
      const changed = changedFields(config, after);
      if (persona === undefined) return changed;
      return `took ${persona.id} version ${persona.version} over${changed === null ? '' : `, ${changed}`}`;
    }
    case 'DraftApproved':
    case 'DraftRejected':
      return `draft ${event.data.draftId}`;
    case 'AgentActRequested':
      return event.data.kind;
    case 'FleetPaused':
      return event.data.cause === 'operator' ? null : event.data.cause.replaceAll('_', ' ');
    case 'PlatformPaused':
      return event.data.until === null ? event.data.code : `${event.data.code}, until ${event.data.until}`;
    case 'ActivityLevelSet':
    case 'PersonaLevelSet':
      return `activity level ${event.data.level}`;
    case 'BudgetCapsSet': {
      const { day, month, agentDay } = event.data;
      return `day ${usd(day)}, month ${usd(month)}, agent's day ${usd(agentDay)}`;
    }
    case 'PersonaPublished':
    case 'PersonaRetired':
      return `version ${event.data.version}`;
    default:
      return null;
  }
};

/** What an event changed, where that is not what its stream is of. */
const targetOf = (event: Audited, own: Target): Target => {
  if (event.type === 'BudgetCapsSet') return { kind: 'budget', id: 'main', name: null };
  return event.type === 'PersonaLevelSet' ? { kind: 'persona', id: event.data.personaId, name: null } : own;
};

export type Told = Pick<AuditEntry, 'by' | 'action' | 'target' | 'outcome' | 'code' | 'reason'>;

/**
 * What an event says to the audit; null for what nobody ordered and nobody needs to know. Whatever names who ordered
 * it is in, event types not known here too: an order that is missing from the audit is worse than one oddly named.
 */
export const auditOf = (event: Audited, own: Target, nameOf: (agentId: string) => string | null): Told | null => {
  if (event.type === 'CommandRefused') {
    const { command, target, by, code, reason } = event.data;
    const action = commandName(command);
    return { by, action, target: refusedTarget(command, target, nameOf), outcome: 'refused', code, reason };
  }
  const data = event.data as { readonly by?: unknown; readonly reason?: unknown };
  const by = typeof data.by === 'string' ? data.by : SYSTEM[event.type];
  if (by === undefined) return null;
  const target = targetOf(event, own);
  const action = ACTIONS[event.type] ?? namedAfter(own.kind, event.type);
  const reason = typeof data.reason === 'string' && data.reason !== '' ? data.reason : null;
  return { by, action, target, outcome: 'done', code: null, reason };
};
