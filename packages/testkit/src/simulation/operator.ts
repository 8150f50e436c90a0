import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import { agentIdOf, factId, STREAM, tickIdOf } from '@fleet/domain/identity';
import { LATCH_KEY } from '@fleet/platform/bus';
import type { Cast, Member } from './cast.ts';
import type { Outside } from './outside.ts';
import { EPOCH_MS } from './process.ts';

const BY = { by: 'operator:sim', reason: '' };

const EARLIER_TICKS = 30;
const DAY_MS = 86_400_000;
const EARLIER_DAYS = 7;
const NONE = { costUsd: 0, inputTokens: 0, outputTokens: 0, model: null, prompt: null };

/** Who makes agents, and stops and resumes the fleet. Writes at once, or is told that it cannot be. */
export const openOperator = ({ events, buckets, time }: Outside) => {
  const { store } = events;

  const append = async (stream: string, facts: readonly FleetDomainEvent[], agoMs = 0): Promise<boolean> => {
    const head = store.stream(stream).length - 1;
    const encoded = facts.map((fact, i) =>
      encode(fact, {
        ...{ id: factId('operator', stream, head + 1 + i), correlationId: 'sim', causationId: null, traceparent: null },
        occurredAtMs: EPOCH_MS + time.now() - agoMs,
      }),
    );
    try {
      const { kind } = await events.ago(agoMs, () => store.append(stream, encoded, head < 0 ? 'noStream' : head));
      events.noteCommit();
      return kind === 'appended';
    } catch {
      // The event store is down: the operator is told so, and nothing was commanded.
      return false;
    }
  };

  /** A post that was made so long ago and waits for a word since. */
  const draftedAgo = async (agentId: string, username: string, days: number): Promise<void> => {
    const due = Math.floor(EPOCH_MS - days * DAY_MS);
    const tickId = tickIdOf(agentId, due);
    const post = {
      title: `Lamp of ${due} by ${username}`,
      caption: 'On a desk',
      imageUrl: `http://gallery/${due}.png`,
    };
    const kind = 'post' as const;
    await append(
      STREAM.activity(agentId),
      [
        { type: 'TickAccepted', data: { tickId, due, kind, agentRevision: 0, shadow: false } },
        { type: 'PostDrafted', data: { tickId, personaId: null, ...post } },
        {
          type: 'TickEnded',
          data: { ...NONE, tickId, kind, outcome: 'skipped', code: 'held', reason: null, tookMs: 1, shadow: false },
        },
      ],
      days * DAY_MS,
    );
  };

  /** What it did a week ago, and nobody remembers but the stream: so much that its memory is soon summarized. */
  const earlierLife = async (agentId: string): Promise<void> => {
    const kind = 'browse' as const;
    for (let i = 0; i < EARLIER_TICKS; i++) {
      const agoMs = EARLIER_DAYS * DAY_MS - i * 60_000;
      const due = EPOCH_MS - agoMs;
      const tickId = tickIdOf(agentId, due);
      const seen = [{ postId: `long-gone-${i}`, createdAt: due - 1_000, comments: 0 }];
      await append(
        STREAM.activity(agentId),
        [
          { type: 'TickAccepted', data: { tickId, due, kind, agentRevision: 0, shadow: false } },
          { type: 'FeedBrowsed', data: { tickId, pages: 1, seen, opened: [] } },
          {
            type: 'TickEnded',
            data: { ...NONE, tickId, kind, outcome: 'done', code: null, reason: null, tookMs: 1, shadow: false },
          },
        ],
        agoMs,
      );
    }
  };

  return {
    /** The first version of the persona that agents are made from. */
    persona: ({ versions }: Cast) =>
      append(STREAM.persona(versions[0].id), [
        { type: 'PersonaPublished', data: { version: 1, persona: versions[0], by: BY.by } },
      ]),
    /** Made, started, and, where `hasPast`, with a week behind it; gives its id. */
    agent: async (member: Member, { versions }: Cast, hasPast: boolean): Promise<string> => {
      const { username, provisioned, ofPersona, config, draftedDaysAgo } = member;
      const agentId = agentIdOf(username);
      const known: FleetDomainEvent = {
        type: 'AgentProvisioned',
        data: { platformUserId: `u-${username}`, created: true },
      };
      const persona = ofPersona ? { id: versions[0].id, version: 1 } : null;
      await append(STREAM.agent(agentId), [
        { type: 'AgentCreated', data: { ...{ agentId, username, config, persona }, seedIndex: null, by: BY.by } },
        ...(provisioned ? [known] : []),
        { type: 'AgentStarted', data: BY },
      ]);
      const oldestFirst = [...draftedDaysAgo].sort((a, b) => b - a);
      for (const days of oldestFirst) if (days > EARLIER_DAYS) await draftedAgo(agentId, username, days);
      if (hasPast) await earlierLife(agentId);
      for (const days of oldestFirst) if (days <= EARLIER_DAYS) await draftedAgo(agentId, username, days);
      return agentId;
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
