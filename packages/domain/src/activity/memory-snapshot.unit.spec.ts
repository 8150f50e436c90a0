import { describe, expect, it } from 'vitest';
import { tickIdOf } from '../identity.ts';
import { type ActivityState, evolveActivity, initialActivity, MEMORY, restore, snapshot } from './activity.ts';
import type { ActivityEvent } from './activity-events.ts';

const tick = (due: number) => ({ tickId: tickIdOf('5f0c1f7e-0000-5000-8000-000000000001', due), due });
const fold = (events: readonly ActivityEvent[], from: ActivityState) =>
  events.reduce((state, event) => evolveActivity(state, event, { recordedAtMs: 5_000 }), from);
const acceptedIn = (of: ReturnType<typeof tick>): ActivityEvent => ({
  type: 'TickAccepted',
  data: { ...of, kind: 'like', agentRevision: 3, shadow: false },
});
const attemptOn = ({ tickId }: { tickId: string }, postId: string): ActivityEvent => ({
  type: 'EffectAttempted',
  data: {
    tickId,
    attemptId: `${tickId}.publish.1`,
    n: 1,
    claimId: 'claim-1',
    ceilingUsd: 0,
    attemptedAt: 5_000,
    request: { step: 'publish', kind: 'like', postId },
  },
});

describe('bounded memory', () => {
  it('makes room by never looking at posts as old as the forgotten one', () => {
    let state = initialActivity;
    const posts = MEMORY.touchedPosts + 5;
    for (let i = 0; i < posts; i++) {
      const of = tick(1_000_000 + i * 10_000);
      const seen: ActivityEvent = {
        type: 'FeedBrowsed',
        data: {
          tickId: of.tickId,
          pages: 1,
          opened: [],
          seen: [{ postId: `p${i}`, createdAt: 1_000 + i, comments: 0 }],
        },
      };
      state = fold([acceptedIn(of), seen], state);
      state = fold([attemptOn(of, `p${i}`)], state);
    }
    expect(state.touched.size).toBe(MEMORY.touchedPosts);
    expect(state.seen.size).toBe(MEMORY.seenPosts);
    expect(state.forgottenUntil).toBe(1_004);
    expect(Buffer.byteLength(JSON.stringify(snapshot(state, 2_000)))).toBeLessThan(200_000);
  });
  it('keeps when the agent last made a post, and reads summaries of before there was a cooldown', () => {
    const of = tick(2_000_000);
    const request = { step: 'publish', kind: 'post', title: 'T', caption: 'C', imageUrl: 'https://i/1.png' } as const;
    const attempt = attemptOn(of, 'p1');
    if (attempt.type !== 'EffectAttempted') return expect.fail();
    const posted: ActivityEvent = { ...attempt, data: { ...attempt.data, request } };
    const liked = fold([acceptedIn(of), attempt], initialActivity);
    expect(liked.lastPostDue).toBeNull();
    const state = fold([acceptedIn(of), posted], initialActivity);
    expect(state.lastPostDue).toBe(of.due);
    const summary = JSON.parse(JSON.stringify(snapshot(state, 5_000)));
    expect(restore(summary)?.lastPostDue).toBe(of.due);
    const { lastPostDue: _, ...before } = summary;
    expect(restore(before)).toMatchObject({ lastPostDue: null, lastAcceptedDue: of.due });
  });
  it('an unreadable summary is none', () => {
    for (const data of [null, {}, { v: 2 }, 'x']) expect(restore(data)).toBeNull();
  });
});
