import { type AgentCommand, type AgentState, decideAgent, evolveAgent, initialAgent } from '@fleet/domain/agent/agent';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { decodeAgentEvent, encode } from '@fleet/domain/codec';
import { factId, STREAM } from '@fleet/domain/identity';
import type { Clock } from '@fleet/platform/clock';
import type { EventStore } from '@fleet/platform/eventstore';

export type FoldedAgent = { readonly state: AgentState; readonly revision: number | null };

export type AgentStreamDeps = { readonly events: EventStore; readonly clock: Clock };

/** The agent as its own stream tells it. An event of a newer version is passed over, as everywhere. */
export const foldAgent = async (agentId: string, { events }: AgentStreamDeps): Promise<FoldedAgent> => {
  let state: AgentState = initialAgent;
  let revision: number | null = null;
  for await (const recorded of events.read(STREAM.agent(agentId), { direction: 'forwards' })) {
    const decoded = decodeAgentEvent(recorded);
    if (decoded.kind === 'event') state = evolveAgent(state, decoded.event, Date.parse(recorded.occurredAt));
    revision = recorded.revision;
  }
  return { state, revision };
};

/** The end of a job is one fact per agent; a failure may come again later, at another place in the stream. */
const idOf = (event: AgentEvent, agentId: string, revision: number): string =>
  event.type === 'AgentProvisioningFailed' ? factId(event.type, agentId, revision) : factId(event.type, agentId);

/**
 * Appends what the command decides at exactly the folded revision.
 * `refused`: the agent has changed so that the command fits no more; `conflict`: fold again.
 * @throws EventStoreError `unavailable`
 */
export const stateOutcome = async (
  folded: FoldedAgent,
  command: AgentCommand,
  about: { readonly agentId: string; readonly jobId: string },
  { events, clock }: AgentStreamDeps,
): Promise<'recorded' | 'refused' | 'conflict'> => {
  const decision = decideAgent(folded.state, command);
  if (decision.kind === 'refused' || folded.revision === null) return 'refused';
  if (decision.events.length === 0) return 'recorded';
  const { revision } = folded;
  const envelope = {
    occurredAtMs: clock.fleetNow(),
    correlationId: about.jobId,
    causationId: null,
    traceparent: null,
  };
  const appended = await events.append(
    STREAM.agent(about.agentId),
    decision.events.map((event) => encode(event, { ...envelope, id: idOf(event, about.agentId, revision) })),
    revision,
  );
  return appended.kind === 'appended' ? 'recorded' : 'conflict';
};
