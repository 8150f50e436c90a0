import { randomUUID } from 'node:crypto';
import type { ActionKind, ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import { agentIdOf, STREAM, tickIdOf } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import type { EventStore, NewEvent } from '@fleet/platform/eventstore';

/** Writes what a fleet would: sentences for specs, and masses of it for load. */

const FIRST_MS = Date.parse('2031-03-01T09:00:00.000Z');
export const by = 'operator:ada';
export const persona = BUILT_IN_PERSONAS[0] as (typeof BUILT_IN_PERSONAS)[number];
export const config = {
  name: 'Ada Byte',
  personality: 'curious',
  vibe: 'calm',
  interests: ['charts'],
  schedule: persona.schedule,
  minIntervalS: 30,
  maxIntervalS: 600,
  weights: { post: 0.4, comment: 0.3, like: 0.3 },
  workflow: persona.workflow,
};

export type History = {
  /** One commit. Gives its position. */
  append(stream: string, ...events: FleetDomainEvent[]): Promise<bigint>;
  /** As `append`, for events no decider would write. */
  appendRaw(stream: string, ...events: NewEvent[]): Promise<bigint>;
  agent(username: string, name?: string): Promise<string>;
  lifecycle(agentId: string, ...events: AgentEvent[]): Promise<bigint>;
  fleet(...events: FleetEvent[]): Promise<bigint>;
  /** An accepted tick of one kind and its end, in the commits the actor writes. Gives the tick's id. */
  tick(agentId: string, what: Tick): Promise<string>;
};

export type Tick = {
  readonly kind: ActionKind;
  readonly outcome?: 'done' | 'rejected' | 'unknown' | 'skipped';
  /** The post made, liked or commented on. */
  readonly postId?: string;
  readonly costUsd?: number;
  readonly text?: string;
};

export const historyOf = (store: EventStore): History => {
  const revisions = new Map<string, number>();
  let ms = FIRST_MS;

  const appendRaw = async (stream: string, ...events: NewEvent[]): Promise<bigint> => {
    const revision = revisions.get(stream);
    const result = await store.append(stream, events, revision ?? 'noStream');
    if (result.kind !== 'appended') throw new Error(`conflict on ${stream} at ${result.current}`);
    revisions.set(stream, result.revision);
    return result.position;
  };
  const append = (stream: string, ...events: FleetDomainEvent[]): Promise<bigint> => {
    const envelope = { correlationId: 'spec', causationId: null, traceparent: null };
    ms += 1_000;
    const occurredAtMs = ms;
    return appendRaw(stream, ...events.map((event) => encode(event, { ...envelope, id: randomUUID(), occurredAtMs })));
  };

  const fact = (tickId: string, { kind, postId = 'post', text = 'well said' }: Tick): ActivityEvent => {
    switch (kind) {
      case 'post': {
        const imageUrl = `https://studio.example/${postId}.png`;
        return { type: 'PostPublished', data: { tickId, postId, title: `Title ${postId}`, caption: text, imageUrl } };
      }
      case 'comment':
        return { type: 'CommentLeft', data: { tickId, postId, commentId: randomUUID(), text, foundIn: tickId } };
      case 'like':
        return { type: 'PostLiked', data: { tickId, postId, likeCount: 1, foundIn: tickId } };
      case 'browse':
        return { type: 'FeedBrowsed', data: { tickId, pages: 1, seen: [], opened: [] } };
    }
  };

  return {
    append,
    appendRaw,
    agent: async (username, name = config.name) => {
      const agentId = agentIdOf(username);
      const { id, version } = { id: persona.id, version: 1 };
      const data = { agentId, username, persona: { id, version }, seedIndex: null, config: { ...config, name }, by };
      await append(STREAM.agent(agentId), { type: 'AgentCreated', data });
      return agentId;
    },
    lifecycle: (agentId, ...events) => append(STREAM.agent(agentId), ...events),
    fleet: (...events) => append(STREAM.fleet, ...events),
    tick: async (agentId, what) => {
      const { kind, outcome = 'done', costUsd = 0 } = what;
      const tickId = tickIdOf(agentId, ms + 1_000);
      const stream = STREAM.activity(agentId);
      const accepted = { tickId, due: ms, kind, agentRevision: 0, shadow: false };
      const attemptId = `${tickId}.publish.1`;
      const request = { step: 'publish', kind: 'like', postId: 'x' } as const;
      const attempted = { tickId, attemptId, n: 1, claimId: 'c', ceilingUsd: costUsd, attemptedAt: ms, request };
      const began: ActivityEvent[] = [{ type: 'TickAccepted', data: accepted }];
      if (kind !== 'browse') began.push({ type: 'EffectAttempted', data: attempted });
      await append(stream, ...began);
      const model = kind === 'post' || kind === 'comment' ? 'gpt-4o-mini' : null;
      const ended: ActivityEvent = {
        type: 'TickEnded',
        data: {
          ...{ tickId, kind, outcome, costUsd, model, tookMs: 12, shadow: false },
          code: outcome === 'done' ? null : 'busy_api',
          reason: outcome === 'done' ? null : 'the API said no',
          inputTokens: model ? 100 : 0,
          outputTokens: model ? 20 : 0,
          prompt: model ? { id: kind, version: 1, hash: 'h' } : null,
        },
      };
      await append(stream, ...(outcome === 'done' ? [fact(tickId, what)] : []), ended);
      return tickId;
    },
  };
};

/** A mixed history of so many ticks by so many agents, deterministic but for ids. Posts are liked and commented on. */
export const writeLoad = async (
  store: EventStore,
  options: { agents: number; ticks: number; prefix: string; signal?: AbortSignal },
): Promise<void> => {
  const { agents, ticks, prefix, signal } = options;
  const parallel = Math.min(agents, 8);
  const posts: string[] = [];
  const kinds = ['browse', 'post', 'like', 'browse', 'comment', 'browse', 'like'] as const;
  const lane = async (n: number): Promise<void> => {
    const history = historyOf(store);
    const ids: string[] = [];
    for (let a = n; a < agents; a += parallel) ids.push(await history.agent(`${prefix}_${a}`, `Agent ${a}`));
    for (const id of ids) await history.lifecycle(id, { type: 'AgentStarted', data: { by, reason: '' } });
    for (let t = n; t < ticks && signal?.aborted !== true; t += parallel) {
      const agentId = ids[t % ids.length] as string;
      const kind = kinds[t % kinds.length] as ActionKind;
      const postId = kind === 'post' ? `${prefix}-post-${t}` : (posts[t % Math.max(1, posts.length)] ?? 'a-human-post');
      const outcome = t % 11 === 0 ? 'rejected' : t % 13 === 0 ? 'unknown' : 'done';
      await history.tick(agentId, { kind, postId, outcome, costUsd: kind === 'post' ? 0.0123 : 0.00007 });
      if (kind === 'post' && outcome === 'done') posts.push(postId);
    }
  };
  await Promise.all(Array.from({ length: parallel }, (_, n) => lane(n)));
};
