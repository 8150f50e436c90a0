import { type AgentState, type ExistingAgent, evolveAgent, initialAgent } from '@fleet/domain/agent/agent';
import { decodeAgentEvent } from '@fleet/domain/codec';
import type { EventStore, RecordedEvent } from '@fleet/platform/eventstore';
import type { Log } from '../deps.ts';
import type { ActingAgent, PersonaTexts } from '../ports.ts';
import { type Following, followCategory } from './follow-category.ts';

/** An agent as of a revision of its stream. */
export type KnownAgent = { readonly state: ExistingAgent; readonly revision: number };

export type AgentDirectory = Following & {
  get(agentId: string): KnownAgent | null;
  isFleetUser(username: string): boolean;
  ids(): IterableIterator<string>;
  /** Agents that the platform refused since `sinceWallMs`. */
  refusedSince(sinceWallMs: number): number;
  /** A refusal of our own, before its event comes back to us. */
  noteRefused(agentId: string, atWallMs: number): void;
};

/** Code of AgentFailed where the platform answered 403. */
export const FORBIDDEN = 'forbidden';
const REFUSALS_KEPT = 100;

/** @param texts of the agent's persona; null where nothing will be written */
export const actingAgent = (state: ExistingAgent, texts: PersonaTexts | null): ActingAgent => ({
  id: state.id,
  username: state.username,
  name: state.config.name,
  personaId: state.persona?.id ?? null,
  config: state.config,
  texts,
});

/** All agents by id, kept current by following their lifecycle events. */
export const createAgentDirectory = (events: EventStore, log: Log): AgentDirectory => {
  const agents = new Map<string, { state: AgentState; revision: number }>();
  const usernames = new Set<string>();
  let refusals: readonly { agentId: string; atMs: number }[] = [];

  const noteRefused = (agentId: string, atMs: number) => {
    refusals = [...refusals, { agentId, atMs }].slice(-REFUSALS_KEPT);
  };

  const take = (recorded: RecordedEvent) => {
    const agentId = recorded.stream.slice(recorded.stream.indexOf('-') + 1);
    const known = agents.get(agentId) ?? { state: initialAgent, revision: -1 };
    if (recorded.revision <= known.revision) return;
    const decoded = decodeAgentEvent(recorded);
    if (decoded.kind === 'unreadable') {
      log.error({ stream: recorded.stream, revision: recorded.revision, reason: decoded.reason }, 'event passed over');
      return;
    }
    const { event } = decoded;
    const state = evolveAgent(known.state, event, Date.parse(recorded.occurredAt));
    agents.set(agentId, { state, revision: recorded.revision });
    if (event.type === 'AgentCreated') usernames.add(event.data.username);
    if (event.type === 'AgentFailed' && event.data.code === FORBIDDEN)
      noteRefused(agentId, Date.parse(recorded.recordedAt));
  };

  return {
    get: (agentId) => {
      const known = agents.get(agentId);
      return known?.state.exists ? { state: known.state, revision: known.revision } : null;
    },
    isFleetUser: (username) => usernames.has(username),
    ids: () => agents.keys(),
    refusedSince: (sinceWallMs) =>
      new Set(refusals.filter(({ atMs }) => atMs >= sinceWallMs).map(({ agentId }) => agentId)).size,
    noteRefused,
    ...followCategory(events, 'agent', take),
  };
};
