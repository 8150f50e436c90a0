import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import { agentIdOf } from '@fleet/domain/identity';
import type { Commit } from '@fleet/platform/eventstore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommit } from '../src/projection/facts.ts';
import { foldCommits } from '../src/projection/fold.ts';
import type { ActivityRow, AuditRow } from '../src/projection/rows.ts';
import { emptyWorkingSet, needsOf } from '../src/projection/working-set.ts';
import { projectOrPassOver } from '../src/run/skip-poison.ts';
import type { ProjectionStore } from '../src/store/projection-store.ts';
import { by, config } from './history.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const agentId = agentIdOf('ada');
const noUnreadable = (): never => {
  throw new Error('unreadable');
};

const commit = (n: number, stream: string, ...events: FleetDomainEvent[]): Commit => ({
  stream,
  position: BigInt(n),
  events: events.map((event, index) => ({
    ...encode(event, { id: ID, occurredAtMs: n * 1_000, correlationId: 'c', causationId: null, traceparent: null }),
    ...{ stream, revision: n, position: BigInt(n), index, recordedAt: new Date(n * 40_000).toISOString() },
  })),
});

const ended = (
  tickId: string,
  kind: 'post' | 'like' | 'browse',
  outcome: 'done' | 'rejected',
  costUsd = 0,
): ActivityEvent => ({
  type: 'TickEnded',
  data: {
    ...{ tickId, kind, outcome, costUsd, code: null, reason: null, inputTokens: 1, outputTokens: 2 },
    ...{ model: null, prompt: null, tookMs: 1, shadow: false },
  },
});

const created = commit(1, `agent-${agentId}`, {
  type: 'AgentCreated',
  data: { agentId, username: 'ada', persona: null, seedIndex: null, config, by },
});

const history = (choices: readonly number[]): Commit[] => [
  created,
  ...choices.map((choice, n): Commit => {
    const tickId = `${agentId}.${choice % 5 === 0 ? n >> 1 : n}`;
    const postId = `p${choice % 3}`;
    const at = n + 2;
    const stream = `activity-${agentId}`;
    if (choice % 4 === 0) {
      const data = { tickId, postId, title: 't', caption: 'c', imageUrl: `https://x/${postId}` };
      return commit(at, stream, { type: 'PostPublished', data }, ended(tickId, 'post', 'done', 0.1));
    }
    if (choice % 4 === 1) {
      const data = { tickId, postId, likeCount: null, foundIn: tickId };
      return commit(at, stream, { type: 'PostLiked', data }, ended(tickId, 'like', 'done', 0.2));
    }
    if (choice % 4 === 2) return commit(at, stream, ended(tickId, 'post', 'rejected', 0.3));
    return commit(at, stream, { type: 'TickSkipped', data: { tickId, due: 1, reason: 'busy' } });
  }),
];

/** Folds in batches the way the store does: kept rows go on, changes are collected. */
const foldInBatches = (commits: readonly Commit[], size: number) => {
  let kept = emptyWorkingSet();
  const activities: unknown[] = [];
  const audit: AuditRow[] = [];
  for (let at = 0; at < commits.length; at += size) {
    const { agents, posts, activities: known, rhythms } = kept;
    const set = { ...emptyWorkingSet(), agents, posts, activities: known, rhythms };
    foldCommits(
      set,
      commits.slice(at, at + size).map((one) => readCommit(one, noUnreadable)),
    );
    activities.push(...set.changed.activities);
    audit.push(...set.changed.audit);
    kept = set;
  }
  return { agents: [...kept.agents], posts: [...kept.posts], activities, audit, rhythms: [...kept.rhythms] };
};

describe('projection', () => {
  it('comes to the same rows in batches of any size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 19 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        (choices, size) => {
          const commits = history(choices);
          expect(foldInBatches(commits, size)).toEqual(foldInBatches(commits, commits.length));
        },
      ),
    );
  });

  it('tells a tick once, however often its end is told', () => {
    const tickId = `${agentId}.1`;
    const twice = [1, 2].map((n) => commit(n + 1, `activity-${agentId}`, ended(tickId, 'browse', 'done')));
    const { activities, agents } = foldInBatches([created, ...twice], 10);
    expect(activities).toHaveLength(1);
    expect(agents[0]?.[1]).toMatchObject({ browses: 1 });
  });

  it('counts a streak of errors until the next good tick', () => {
    const outcomes = ['rejected', 'rejected', 'done', 'rejected'] as const;
    const commits = outcomes.map((outcome, n) =>
      commit(n + 2, `activity-${agentId}`, ended(`${agentId}.${n}`, 'post', outcome)),
    );
    const streaks = [1, 2, 3, 4].map(
      (n) => foldInBatches([created, ...commits.slice(0, n)], 99).agents[0]?.[1]?.errorStreak,
    );
    expect(streaks).toEqual([1, 2, 0, 1]);
  });

  it('tells of a browse what was looked at, and of nothing else', () => {
    const reasonOf = (kind: 'browse' | 'like', pages: number, seen: number, opened: readonly number[]) => {
      const tickId = `${agentId}.1`;
      const some = (count: number) => Array.from({ length: count }, (_, n) => `${n}`);
      const data = {
        ...{ tickId, pages },
        seen: some(seen).map((postId) => ({ postId, createdAt: 1, comments: 0 })),
        opened: opened.map((comments, n) => ({ postId: `${n}`, commentIds: some(comments) })),
      };
      const stream = `activity-${agentId}`;
      const browsed = commit(2, stream, { type: 'FeedBrowsed', data }, ended(tickId, kind, 'done'));
      return (foldInBatches([created, browsed], 9).activities[0] as ActivityRow | undefined)?.reason;
    };
    expect(reasonOf('browse', 1, 20, [3, 2])).toBe('saw 20 posts on 1 page, opened 2, read 5 comments');
    expect(reasonOf('browse', 2, 21, [1])).toBe('saw 21 posts on 2 pages, opened 1, read 1 comment');
    expect(reasonOf('browse', 1, 1, [0])).toBe('saw 1 post on 1 page, opened 1, read no comments');
    expect(reasonOf('browse', 1, 0, [])).toBe('saw 0 posts on 1 page, opened none');
    expect(reasonOf('like', 1, 20, [3])).toBeNull();
  });

  it('asks for exactly the rows it will look at', () => {
    const tickId = `${agentId}.1`;
    const data = { tickId, postId: 'p1', likeCount: null, foundIn: tickId };
    const liked = commit(2, `activity-${agentId}`, { type: 'PostLiked', data }, ended(tickId, 'like', 'done'));
    const needs = needsOf([readCommit(liked, noUnreadable)]);
    expect(needs).toEqual({
      ...{ agents: new Set([agentId]), posts: new Set(['p1']), activities: new Set([tickId]) },
      ...{ personas: new Set(), humanPosts: new Set(), humanComments: new Set() },
      ...{ rhythms: new Set([agentId]), fleet: false },
      ...{ personas: new Set(), drafts: new Set(), humanPosts: new Set(), humanComments: new Set(), fleet: false },
    });
  });

  it('finds the one commit the database refuses among many, and passes over that one alone', async () => {
    const commits = history([2, 2, 2, 2, 2, 2, 2]).map((one) => readCommit(one, noUnreadable));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat({ max: commits.length - 1 })), async (poisonous) => {
        const bad = new Set(poisonous.map((n) => commits[n]));
        const stored: unknown[] = [];
        const moves: [bigint, bigint][] = [];
        const store: ProjectionStore = {
          forget: () => undefined,
          project: async (batch, { from, to }) => {
            if (batch.some((one) => bad.has(one))) throw Object.assign(new Error('refused'), { code: '22003' });
            stored.push(...batch);
            moves.push([from, to.position]);
            return { activities: batch.length, agents: false, fleet: false, gallery: false };
          },
        };
        const passed: unknown[] = [];
        const last = commits.at(-1)?.position ?? 0n;
        const move = { from: 0n, to: { position: last, last: null }, lagMs: 0, caughtUp: true };
        await projectOrPassOver(store, commits, move, (one) => passed.push(one));
        expect(stored).toEqual(commits.filter((one) => !bad.has(one)));
        expect(passed).toEqual(commits.filter((one) => bad.has(one)));
        expect(moves[0]?.[0]).toBe(0n);
        expect(moves.at(-1)?.[1]).toBe(last);
        for (const [n, [from]] of moves.entries()) if (n > 0) expect(from).toBe(moves[n - 1]?.[1]);
      }),
    );
  });
});
