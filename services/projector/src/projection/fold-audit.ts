import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import type { PersonaEvent } from '@fleet/domain/persona/persona-events';
import { operationOf } from '@fleet/domain/read-models/operations';
import { auditOf, detailOf } from './audit-entry.ts';
import type { Fact } from './facts.ts';
import type { WorkingSet } from './working-set.ts';

type Category = 'agent' | 'fleet' | 'persona';

/** Notes who did what. To be called before the event is folded: what it changes is told from what was. */
export const foldAudit = (
  set: WorkingSet,
  category: Category,
  id: string,
  { event, recorded }: Fact<AgentEvent | FleetEvent | PersonaEvent>,
): void => {
  const agent = category === 'agent' ? (set.agents.get(id) ?? null) : null;
  const nameOf = (agentId: string): string | null => set.agents.get(agentId)?.config.name ?? null;
  const ownName = (): string | null => {
    if (event.type === 'AgentCreated') return event.data.config.name;
    if (event.type === 'PersonaPublished') return event.data.persona.name;
    return category === 'persona' ? (set.personas.get(id)?.definition.name ?? null) : nameOf(id);
  };
  const own =
    category === 'fleet' ? { kind: category, id: 'main', name: null } : { kind: category, id, name: ownName() };
  const told = auditOf(event, own, nameOf);
  if (told === null) return;
  set.changed.audit.push({
    ...told,
    id: recorded.id,
    at: recorded.recordedAt,
    detail: detailOf(event, agent?.config ?? null),
    operationId: operationOf(recorded.metadata.correlationId),
    position: recorded.position,
    revision: recorded.revision,
  });
};
