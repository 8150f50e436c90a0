import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickIdOf } from '../identity.ts';
import {
  type ActivityState,
  abandon,
  acceptTick,
  attempt,
  end,
  evolveActivity,
  initialActivity,
  nextStep,
  openAttempt,
  outcome,
  restore,
  screenTick,
  skipTick,
  snapshot,
} from './activity.ts';
import type { ActionKind, ActivityEvent, AttemptRequest, StepResult } from './activity-events.ts';

const AGENT = '5f0c1f7e-0000-5000-8000-000000000001';
const WALL = Date.UTC(2026, 2, 2, 12);
const tick = (dueMs: number) => ({ tickId: tickIdOf(AGENT, dueMs), due: dueMs });
const fold = (events: readonly ActivityEvent[], from: ActivityState = initialActivity) =>
  events.reduce((state, event) => evolveActivity(state, event, { recordedAtMs: WALL }), from);
const how = (kind: ActionKind) => ({ kind, agentRevision: 3, shadow: false });

const T1 = tick(1_000_000);
const acceptedAs = (kind: ActionKind, of = T1): ActivityEvent => ({
  type: 'TickAccepted',
  data: { tickId: of.tickId, due: of.due, kind, agentRevision: 3, shadow: false },
});
const browsedIn = (of: { tickId: string }, ...posts: readonly string[]): ActivityEvent => ({
  type: 'FeedBrowsed',
  data: {
    tickId: of.tickId,
    pages: 1,
    opened: [],
    seen: posts.map((postId) => ({ postId, createdAt: WALL - 1_000, comments: 0 })),
  },
});
const like = (postId: string): AttemptRequest => ({ step: 'publish', kind: 'like', postId });
const command = (of: { tickId: string }, request: AttemptRequest, claimId = 'claim-1') => ({
  tickId: of.tickId,
  claimId,
  ceilingUsd: 0.5,
  attemptedAt: WALL,
  request,
});
const eventsOf = (decision: ReturnType<typeof end>): readonly ActivityEvent[] => {
  if (decision.kind === 'refused') throw new Error(`${decision.code}: ${decision.reason}`);
  return decision.events;
};
const liked = (id: string): StepResult => ({ step: 'publish', id, liked: true, likeCount: 1 });
const succeeded = (result: StepResult, costUsd = 0) =>
  ({ kind: 'succeeded', observed: 'answer', costUsd, result }) as const;
const composedPost: StepResult = {
  step: 'compose',
  composed: { kind: 'post', imagePrompt: 'a lamp', title: 'Lamp', caption: 'On a desk' },
  prompt: { id: 'post', version: 1, hash: 'h' },
  provider: 'offline',
  model: 'stand-in',
  inputTokens: 10,
  outputTokens: 5,
  answer: '{}',
  verdicts: [],
};
const compose: AttemptRequest = { step: 'compose', kind: 'post', promptId: 'post', candidates: [] };
const done = { outcome: 'done', code: null, reason: null, nowMs: WALL + 5_000 } as const;

describe('which ticks an agent takes', () => {
  it('takes a fresh one', () => {
    expect(acceptTick(fold([]), T1, how('browse'))).toEqual({ kind: 'accepted', events: [acceptedAs('browse')] });
  });
  it('goes on with the open one instead of accepting it again', () => {
    const state = fold([acceptedAs('like')]);
    expect(acceptTick(state, T1, how('like'))).toEqual({ kind: 'accepted', events: [] });
    expect(screenTick(state, T1).kind).toBe('resume');
  });
  it('ignores one that is due at or before the last accepted', () => {
    const state = fold([acceptedAs('browse'), ...eventsOf(end(fold([acceptedAs('browse')]), T1.tickId, done))]);
    for (const due of [T1.due, T1.due - 60_000])
      expect(screenTick(state, tick(due))).toEqual({ kind: 'ignored', reason: 'past' });
  });
  it('ignores one less than 5 s after the last accepted', () => {
    const state = fold([acceptedAs('browse'), ...eventsOf(end(fold([acceptedAs('browse')]), T1.tickId, done))]);
    expect(screenTick(state, tick(T1.due + 4_999))).toEqual({ kind: 'ignored', reason: 'too_close' });
    expect(screenTick(state, tick(T1.due + 5_000))).toEqual({ kind: 'fresh' });
  });
  it('skips another one while one is open, once', () => {
    const next = tick(T1.due + 60_000);
    const state = fold([acceptedAs('like')]);
    const decided = acceptTick(state, next, how('like'));
    expect(decided).toMatchObject({ events: [{ type: 'TickSkipped', data: { reason: 'busy' } }] });
    expect(skipTick(fold(eventsOf(decided), state), next, 'busy')).toEqual({ kind: 'accepted', events: [] });
  });
});

describe('the steps of a tick', () => {
  it('are compose, render, publish for a post, each waiting for the one before', () => {
    const state = fold([acceptedAs('post')]);
    expect(state.open && nextStep(state.open)).toEqual({ kind: 'attempt', step: 'compose', n: 1 });
    const render: AttemptRequest = { step: 'render', workflow: 'chart', imagePrompt: 'a lamp' };
    expect(attempt(state, command(T1, render))).toMatchObject({ kind: 'refused', code: 'not_next' });
    const open = fold(eventsOf(attempt(state, command(T1, compose))), state);
    expect(attempt(open, command(T1, compose, 'claim-2'))).toMatchObject({ kind: 'refused', code: 'not_next' });
    const sealed = fold(
      eventsOf(outcome(open, { attemptId: `${T1.tickId}.compose.1`, claimId: 'claim-1' }, succeeded(composedPost))),
      open,
    );
    expect(sealed.open && nextStep(sealed.open)).toEqual({ kind: 'attempt', step: 'render', n: 1 });
  });
  it('a workflow is never sent twice, even where it failed for certain', () => {
    const render: AttemptRequest = { step: 'render', workflow: 'chart', imagePrompt: 'a lamp' };
    let state = fold([acceptedAs('post')]);
    state = fold(eventsOf(attempt(state, command(T1, compose))), state);
    state = fold(eventsOf(outcome(state, ref('compose'), succeeded(composedPost))), state);
    state = fold(eventsOf(attempt(state, command(T1, render))), state);
    const failed = { kind: 'failed', code: 'X', reason: 'no', costUsd: 0, again: true } as const;
    state = fold(eventsOf(outcome(state, ref('render'), failed)), state);
    expect(state.open && nextStep(state.open).kind).toBe('failed');
  });
  it('an answer of the model that got lost is charged and asked for once more', () => {
    let state = fold([acceptedAs('post')]);
    state = fold(eventsOf(attempt(state, command(T1, compose))), state);
    state = fold(eventsOf(outcome(state, ref('compose'), { kind: 'unknown', reason: 'lost', costUsd: 0.5 })), state);
    expect(state.open && nextStep(state.open)).toEqual({ kind: 'attempt', step: 'compose', n: 2 });
    state = fold(eventsOf(attempt(state, command(T1, compose))), state);
    const again = { attemptId: `${T1.tickId}.compose.2`, claimId: 'claim-1' };
    state = fold(eventsOf(outcome(state, again, { kind: 'unknown', reason: 'lost', costUsd: 0.5 })), state);
    expect(state.open && nextStep(state.open).kind).toBe('failed');
    expect(eventsOf(end(state, T1.tickId, { ...done, outcome: 'unknown' }))).toMatchObject([{ data: { costUsd: 1 } }]);
  });
  it('an outcome of a superseded claim says nothing', () => {
    let state = fold([acceptedAs('like'), browsedIn(T1, 'p1')]);
    state = fold(eventsOf(attempt(state, command(T1, like('p1')))), state);
    const foreign = { attemptId: `${T1.tickId}.publish.1`, claimId: 'another' };
    expect(outcome(state, foreign, succeeded(liked('p1')))).toMatchObject({ code: 'superseded' });
  });
  it('a tick with an open attempt cannot end', () => {
    let state = fold([acceptedAs('like'), browsedIn(T1, 'p1')]);
    state = fold(eventsOf(attempt(state, command(T1, like('p1')))), state);
    expect(end(state, T1.tickId, done)).toMatchObject({ code: 'attempt_open' });
  });
  it('a like names the browse that first saw the post', () => {
    const T2 = tick(T1.due + 60_000);
    let state = fold([acceptedAs('browse'), browsedIn(T1, 'p1')]);
    state = fold([...eventsOf(end(state, T1.tickId, done)), acceptedAs('like', T2), browsedIn(T2, 'p1')], state);
    state = fold(eventsOf(attempt(state, command(T2, like('p1')))), state);
    const of = { attemptId: `${T2.tickId}.publish.1`, claimId: 'claim-1' };
    expect(eventsOf(outcome(state, of, succeeded(liked('p1'))))[1]).toMatchObject({
      type: 'PostLiked',
      data: { foundIn: T1.tickId },
    });
  });
  it('an abandoned tick is charged its ceilings, and a late delivery of it is ignored', () => {
    let state = fold([acceptedAs('like'), browsedIn(T1, 'p1')]);
    state = fold(eventsOf(attempt(state, command(T1, like('p1')))), state);
    const events = eventsOf(abandon(state, T1, 6, 'poison'));
    expect(events).toMatchObject([{ type: 'TickAbandoned', data: { kind: 'like', costUsd: 0.5 } }]);
    state = fold(events, state);
    expect(state.open).toBeNull();
    expect(state.lastEnded?.settlements).toEqual([{ attemptId: `${T1.tickId}.publish.1`, costUsd: 0.5 }]);
    expect(abandon(state, T1, 7, 'poison')).toEqual({ kind: 'accepted', events: [] });
  });
});

const ref = (step: string, n = 1) => ({ attemptId: `${T1.tickId}.${step}.${n}`, claimId: 'claim-1' });

/** A random life: each number picks what happens next, by the decisions alone. */
const live = (choices: readonly number[]): { state: ActivityState; events: ActivityEvent[] } => {
  let state = initialActivity;
  const events: ActivityEvent[] = [];
  let due = 1_000_000;
  const take = (decision: ReturnType<typeof end>) => {
    if (decision.kind === 'refused') return;
    for (const event of decision.events) {
      state = evolveActivity(state, event, { recordedAtMs: WALL });
      events.push(event);
    }
  };
  for (const choice of choices) {
    const post = `p${choice % 7}`;
    const claimId = `claim-${choice % 3}`;
    const open = openAttempt(state);
    const tickId = state.open?.tickId ?? '';
    const result = open?.step === 'compose' ? composedPost : liked(post);
    switch (choice % 10) {
      case 0:
      case 1: {
        due += (choice % 4) * 3_000;
        const kind = (['post', 'comment', 'like', 'browse'] as const)[choice % 4] ?? 'browse';
        const before = state;
        take(acceptTick(state, tick(due), how(kind)));
        if (state.open && state.open !== before.open) {
          const browsed = browsedIn(state.open, 'p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6');
          take({ kind: 'accepted', events: [browsed] });
        }
        break;
      }
      case 2:
      case 3:
        take(attempt(state, command({ tickId }, like(post), claimId)));
        break;
      case 4:
        take(
          attempt(state, command({ tickId }, { step: 'publish', kind: 'comment', postId: post, text: 't' }, claimId)),
        );
        break;
      case 5:
        take(attempt(state, command({ tickId }, compose, claimId)));
        break;
      case 6:
        if (open) take(outcome(state, { attemptId: open.attemptId, claimId }, succeeded(result)));
        break;
      case 7: {
        const failed = { kind: 'failed', code: 'x', reason: 'y', costUsd: 0, again: choice % 2 === 1 } as const;
        if (open) take(outcome(state, { attemptId: open.attemptId, claimId: open.claimId }, failed));
        break;
      }
      case 8:
        if (open) take(outcome(state, open, succeeded(result)));
        break;
      default:
        if (tickId !== '') take(choice % 3 === 0 ? abandon(state, { tickId, due }, 6, 'z') : end(state, tickId, done));
    }
  }
  return { state, events };
};
const lives = fc.array(fc.nat(999), { minLength: 10, maxLength: 150 }).map(live);

describe('whatever happens', () => {
  it('no two ticks are open at once, and every accepted tick has at most one end', () => {
    fc.assert(
      fc.property(lives, ({ state, events }) => {
        let open: string | null = null;
        const ends = new Map<string, number>();
        for (const { type, data } of events) {
          if (type === 'TickAccepted') {
            expect(open).toBeNull();
            open = data.tickId;
          }
          if (type === 'TickEnded' || type === 'TickAbandoned') {
            expect(data.tickId).toBe(open);
            open = null;
            ends.set(data.tickId, (ends.get(data.tickId) ?? 0) + 1);
          }
        }
        expect([...ends.values()].every((count) => count === 1)).toBe(true);
        expect(state.open?.tickId ?? null).toBe(open);
      }),
    );
  });
  it('no post is liked or commented twice', () => {
    fc.assert(
      fc.property(lives, ({ events }) => {
        for (const type of ['PostLiked', 'CommentLeft'] as const) {
          const posts = events.flatMap((event) => (event.type === type ? [event.data.postId] : []));
          expect(new Set(posts).size).toBe(posts.length);
        }
      }),
    );
  });
  it('a summary changes nothing for what comes later', () => {
    fc.assert(
      fc.property(lives, fc.nat(149), ({ events }, cut) => {
        const head = fold(events.slice(0, cut));
        const summary = JSON.parse(JSON.stringify(snapshot(head, WALL))) as unknown;
        const restored = restore(summary);
        expect(restored).not.toBeNull();
        const plain = fold(events.slice(cut), { ...head, eventsSinceSummary: 0 });
        expect(fold(events.slice(cut), restored ?? initialActivity)).toEqual(plain);
        const told = fold(events.slice(cut), fold([{ type: 'MemorySummarized', data: { state: summary } }]));
        expect(told).toEqual(plain);
      }),
    );
  });
});
