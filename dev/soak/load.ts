import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import { agentIdOf, factId, STREAM } from '@fleet/domain/identity';
import type { EventStore } from '@fleet/platform/eventstore';

/** One moment in 7.5 s on average: 220 of them are nearly 30 a second, more than what a fault in ten seconds leaves of it. */
const BUSY: AgentConfig = {
  ...{ name: 'Soak', personality: 'curious', vibe: 'calm', interests: ['lamps', 'charts'], workflow: 'chart' },
  schedule: {
    ...{ timezone: 'UTC', activeDays: [0, 1, 2, 3, 4, 5, 6], peakHours: [] },
    ...{ peakMultiplier: 1, offPeakMultiplier: 1 },
  },
  ...{ minIntervalS: 5, maxIntervalS: 10 },
  // Pictures are drawn for real, which is what costs this machine most.
  weights: { post: 0.05, comment: 0.25, like: 0.4 },
  rhythm: { model: 'interval' },
};

/** Started agents; the scheduler sees to their platform users. Gives the username of each id. */
export const makeAgents = async (events: EventStore, count: number): Promise<ReadonlyMap<string, string>> => {
  const usernames = new Map<string, string>();
  for (let i = 0; i < count; i++) {
    const username = `soak_${i}`;
    const agentId = agentIdOf(username);
    const facts: readonly FleetDomainEvent[] = [
      {
        type: 'AgentCreated',
        data: { agentId, username, persona: null, seedIndex: null, by: 'soak', config: { ...BUSY, name: `Soak ${i}` } },
      },
      { type: 'AgentStarted', data: { by: 'soak', reason: 'soak' } },
    ];
    const none = { correlationId: 'soak', causationId: null, traceparent: null };
    const encoded = facts.map((fact, place) =>
      encode(fact, { ...none, id: factId(STREAM.agent(agentId), place), occurredAtMs: Date.now() }),
    );
    await events.append(STREAM.agent(agentId), encoded, 'noStream');
    usernames.set(agentId, username);
  }
  return usernames;
};
