import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import { agentIdOf, factId, STREAM, tickIdOf } from '@fleet/domain/identity';
import { LATCH_KEY } from '@fleet/platform/bus';
import type { Outside } from './outside.ts';
import { EPOCH_MS } from './process.ts';

const BY = { by: 'operator:sim', reason: '' };
const KINDS = ['post', 'post', 'comment', 'like', 'like', 'browse'] as const;

const EARLIER_TICKS = 30;
const EARLIER_MS = 7 * 86_400_000;

/** Who makes agents, asks them to act, and stops and resumes the fleet. Writes at once, or is told that it cannot be. */
export const openOperator = ({ events, buckets, time, chance }: Outside) => {
  const { store } = events;

  const append = async (stream: string, facts: readonly FleetDomainEvent[]): Promise<boolean> => {
    const head = store.stream(stream).length - 1;
    const occurredAtMs = EPOCH_MS + time.now();
    const encoded = facts.map((fact, i) =>
      encode(fact, {
        ...{ id: factId('operator', stream, head + 1 + i), correlationId: 'sim', causationId: null, traceparent: null },
        occurredAtMs,
      }),
    );
    try {
      const { kind } = await store.append(stream, encoded, head < 0 ? 'noStream' : head);
      events.noteCommit();
      return kind === 'appended';
    } catch {
      // The event store is down: the operator is told so, and nothing was commanded.
      return false;
    }
  };

  const configOf = (name: string): AgentConfig => ({
    ...{ name, personality: 'curious', vibe: 'calm', interests: ['lamps'], workflow: 'chart' },
    schedule: {
      ...{ timezone: 'UTC', activeDays: [0, 1, 2, 3, 4, 5, 6], peakHours: [] },
      ...{ peakMultiplier: 1, offPeakMultiplier: 1 },
    },
    ...{ minIntervalS: 5 + chance.int(5), maxIntervalS: 12 + chance.int(20) },
    weights: { post: 0.3, comment: 0.3, like: 0.3 },
  });

  return {
    /** `provisioned`: the platform knows it already. Otherwise a job has to make it known. */
    agent: async (username: string, provisioned: boolean): Promise<string> => {
      const agentId = agentIdOf(username);
      const config = configOf(username);
      const known: FleetDomainEvent = {
        type: 'AgentProvisioned',
        data: { platformUserId: `u-${username}`, created: true },
      };
      await append(STREAM.agent(agentId), [
        { type: 'AgentCreated', data: { ...{ agentId, username, config }, persona: null, seedIndex: null, by: BY.by } },
        ...(provisioned ? [known] : []),
        { type: 'AgentStarted', data: BY },
      ]);
      return agentId;
    },
    /** What it did a week ago, and nobody remembers but the stream: so much that its memory is soon summarized. */
    earlierLife: async (agentId: string): Promise<void> => {
      const none = { costUsd: 0, inputTokens: 0, outputTokens: 0, model: null, prompt: null };
      for (let i = 0; i < EARLIER_TICKS; i++) {
        const due = EPOCH_MS - EARLIER_MS + i * 60_000;
        const tickId = tickIdOf(agentId, due);
        const seen = [{ postId: `long-gone-${i}`, createdAt: due - 1_000, comments: 0 }];
        await append(STREAM.activity(agentId), [
          { type: 'TickAccepted', data: { tickId, due, kind: 'browse', agentRevision: 0, shadow: false } },
          { type: 'FeedBrowsed', data: { tickId, pages: 1, seen, opened: [] } },
          {
            type: 'TickEnded',
            data: {
              ...none,
              tickId,
              kind: 'browse',
              outcome: 'done',
              code: null,
              reason: null,
              tookMs: 1,
              shadow: false,
            },
          },
        ]);
      }
    },
    askToAct: (agentId: string) => {
      const due = EPOCH_MS + time.now();
      const kind = chance.pick(KINDS);
      const data = { tickId: tickIdOf(agentId, due), due, kind, by: BY.by };
      return append(STREAM.agent(agentId), [{ type: 'AgentActRequested', data }]);
    },
    pause: () => append(STREAM.fleet, [{ type: 'FleetPaused', data: { cause: 'operator', ...BY } }]),
    resume: () => append(STREAM.fleet, [{ type: 'FleetResumed', data: BY }]),
    latch: (paused: boolean) =>
      buckets.control
        .put(LATCH_KEY, JSON.stringify({ paused, by: BY.by, reason: '', at: '' }))
        .then(() => true)
        .catch(() => false),
  };
};
export type Operator = ReturnType<typeof openOperator>;
