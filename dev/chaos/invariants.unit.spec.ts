import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { describe, expect, it } from 'vitest';
import { type Call, check } from './invariants.ts';

const TICK = '3f333df6-90a4-5bf5-a3a2-0f1b1a3c1d11.mm9kq1c0';
const accepted: ActivityEvent = {
  type: 'TickAccepted',
  data: { tickId: TICK, due: 1, kind: 'like', agentRevision: 0, shadow: false },
};
const liked: ActivityEvent = { type: 'PostLiked', data: { tickId: TICK, postId: 'p1', likeCount: 1, foundIn: TICK } };
const ended: ActivityEvent = {
  type: 'TickEnded',
  data: {
    ...{ tickId: TICK, kind: 'like', outcome: 'done', code: null, reason: null, costUsd: 0, inputTokens: 0 },
    ...{ outputTokens: 0, model: null, prompt: null, tookMs: 1, shadow: false },
  },
};
const unknown: ActivityEvent = {
  type: 'EffectUnknown',
  data: { tickId: TICK, attemptId: `${TICK}.publish.1`, step: 'publish', reason: 'nobody knows', costUsd: 0 },
};
const call = (effect: string | null, n = 1, agent: string | null = 'mira'): Call => ({
  ...{ agent, effect, idempotencyKey: agent === null ? null : `${TICK}.publish.${n}` },
});
const found = (events: readonly ActivityEvent[], calls: readonly Call[]) => {
  const { duplicates, lost, untold } = check([{ username: 'mira', events }], calls);
  return { duplicates, lost, untold };
};
const NOTHING = { duplicates: 0, lost: 0, untold: 0 };

describe('what chaos and soak look at', () => {
  it('is content with a tick that was accepted, took effect once and ended', () => {
    expect(found([accepted, liked, ended], [call('like:p1'), call(null)])).toEqual(NOTHING);
  });
  it('takes all attempts of one step for one: the second effect is a duplicate', () => {
    expect(found([accepted, liked, ended], [call('like:p1', 1), call('like:p1', 2)])).toMatchObject({ duplicates: 1 });
  });
  it('counts a like taken back, and a tick accepted twice', () => {
    expect(found([accepted, liked, ended], [call('like:p1'), call('unlike:p1', 2)]).duplicates).toBeGreaterThan(0);
    expect(found([accepted, accepted, liked, ended], [call('like:p1')])).toMatchObject({ duplicates: 1 });
  });
  it('counts a tick without an end, and one with two, as lost', () => {
    expect(found([accepted, liked], [call('like:p1')])).toMatchObject({ lost: 1 });
    expect(found([accepted, liked, ended, ended], [call('like:p1')])).toMatchObject({ lost: 1 });
  });
  it('counts what only the stream, or only the gallery, knows of', () => {
    expect(found([accepted, liked, ended], [])).toMatchObject({ lost: 1 });
    expect(found([accepted, ended], [call('like:p1')])).toMatchObject({ lost: 1, untold: 1 });
  });
  it('lets a stream say that an effect cannot be told', () => {
    expect(found([accepted, unknown, ended], [call('like:p1')])).toEqual({ ...NOTHING, untold: 1 });
  });
  it('leaves the probe of a paused platform out', () => {
    expect(found([], [call('workflow:1', 1, null), call('workflow:2', 1, null)])).toEqual(NOTHING);
  });
});
