import { describe, expect, it } from 'vitest';
import type { Decision } from '../decision.ts';
import { tickIdOf } from '../identity.ts';
import {
  type ActivityState,
  abandon,
  acceptTick,
  attempt,
  DRAFTS,
  end,
  evolveActivity,
  freshDrafts,
  holdBack,
  initialActivity,
  MEMORY,
  nextStep,
  outcome,
  restore,
  snapshot,
} from './activity.ts';
import type { ActivityEvent, AttemptRequest, StepResult } from './activity-events.ts';

const AGENT = '5f0c1f7e-0000-5000-8000-000000000001';
const WALL = Date.UTC(2026, 2, 2, 12);
const DAY_MS = 86_400_000;
const at = (n: number) => ({ tickId: tickIdOf(AGENT, n * 60_000), due: n * 60_000 });

/** A stream of one agent that decisions are appended to. */
const agent = (state: ActivityState = initialActivity, wallMs = WALL) => {
  const events: ActivityEvent[] = [];
  const take = (decision: Decision<ActivityEvent>) => {
    if (decision.kind === 'refused') throw new Error(`${decision.code}: ${decision.reason}`);
    for (const event of decision.events) {
      events.push(event);
      state = evolveActivity(state, event, { recordedAtMs: wallMs });
    }
  };
  const command = (tickId: string, request: AttemptRequest) => ({
    ...{ tickId, claimId: 'c', ceilingUsd: 0, attemptedAt: wallMs, request },
  });
  const step = (tickId: string, request: AttemptRequest, result: StepResult) => {
    take(attempt(state, command(tickId, request)));
    const attemptId = `${tickId}.${request.step}.1`;
    take(outcome(state, { attemptId, claimId: 'c' }, { kind: 'succeeded', observed: 'answer', costUsd: 0, result }));
  };
  const how = (draftId?: string) => ({ kind: 'post', agentRevision: 1, shadow: false, draftId }) as const;
  const title = (n: number) => `Lamp ${n}`;
  return {
    state: () => state,
    events,
    take,
    command,
    /** Composed and rendered, as far as a post goes before it is published. */
    make: (n: number) => {
      const { tickId } = at(n);
      take(acceptTick(state, at(n), how()));
      const composed = { kind: 'post', imagePrompt: 'a lamp', title: title(n), caption: 'On a desk' } as const;
      const sealed = { prompt: { id: 'post', version: 1, hash: 'h' }, provider: 'offline', model: 'm', answer: '{}' };
      step(
        tickId,
        { step: 'compose', kind: 'post', promptId: 'post', candidates: [] },
        { step: 'compose', composed, ...sealed, inputTokens: 1, outputTokens: 1, verdicts: [] },
      );
      step(
        tickId,
        { step: 'render', workflow: 'chart', imagePrompt: 'a lamp' },
        { step: 'render', imageUrl: `http://i/${n}.png`, imageId: null, workflow: 'chart', usage: [] },
      );
      return tickId;
    },
    hold: (tickId: string) => {
      take(holdBack(state, tickId, 'ai_artist'));
      take(end(state, tickId, { outcome: 'skipped', code: 'held', reason: null, nowMs: wallMs }));
    },
    begin: (n: number, draftId: string) => take(acceptTick(state, at(n), how(draftId))),
    publish: (n: number): AttemptRequest => ({
      ...{ step: 'publish', kind: 'post', title: title(n), caption: 'On a desk', imageUrl: `http://i/${n}.png` },
    }),
    ending: (n: number, how: 'done' | 'rejected' | 'unknown' | 'skipped', code: string | null = null) =>
      take(end(state, at(n).tickId, { outcome: how, code, reason: 'why', nowMs: wallMs })),
    after: (ms: number) => agent(state, wallMs + ms),
  };
};

const withDraft = () => {
  const it = agent();
  const draftId = it.make(1);
  it.hold(draftId);
  return { it, draftId };
};

describe('a post on hold', () => {
  it('is kept whole, and its tick ends without having published it', () => {
    const { it, draftId } = withDraft();
    expect(it.events.slice(-2)).toMatchObject([
      {
        type: 'PostDrafted',
        data: { tickId: draftId, title: 'Lamp 1', caption: 'On a desk', imageUrl: 'http://i/1.png' },
      },
      { type: 'TickEnded', data: { tickId: draftId, outcome: 'skipped', code: 'held' } },
    ]);
    expect(it.events.at(-1)?.data).not.toHaveProperty('draftId');
    expect(it.state().drafts.get(draftId)).toMatchObject({ title: 'Lamp 1', atMs: WALL, tries: 0 });
    expect(it.state().open).toBeNull();
  });

  it('is none before it is made, nor once it has perhaps been published', () => {
    const it = agent();
    expect(holdBack(it.state(), at(1).tickId, null)).toMatchObject({ code: 'not_open' });
    const tickId = it.make(1);
    it.take(attempt(it.state(), it.command(tickId, it.publish(1))));
    expect(holdBack(it.state(), tickId, null)).toMatchObject({ code: 'not_ready' });
    const of = { attemptId: `${tickId}.publish.1`, claimId: 'c' };
    it.take(outcome(it.state(), of, { kind: 'unknown', reason: 'lost', costUsd: 0 }));
    expect(holdBack(it.state(), tickId, null)).toMatchObject({ code: 'not_ready' });
  });

  it('is published by a tick of its own, which has that one step', () => {
    const { it, draftId } = withDraft();
    it.begin(2, draftId);
    expect(it.state().open && nextStep(it.state().open as never)).toEqual({ kind: 'attempt', step: 'publish', n: 1 });
    it.take(attempt(it.state(), it.command(at(2).tickId, it.publish(1))));
    const of = { attemptId: `${at(2).tickId}.publish.1`, claimId: 'c' };
    const result = { step: 'publish', id: 'p1' } as const;
    it.take(outcome(it.state(), of, { kind: 'succeeded', observed: 'answer', costUsd: 0, result }));
    it.ending(2, 'done');
    expect(it.events.slice(-2)).toMatchObject([
      { type: 'PostPublished', data: { postId: 'p1', title: 'Lamp 1' } },
      { type: 'TickEnded', data: { draftId, draftOver: true } },
    ]);
    expect(it.state().drafts.size).toBe(0);
  });

  it('that is gone is not published again, whatever tick is asked to', () => {
    const { it, draftId } = withDraft();
    it.begin(2, draftId);
    it.ending(2, 'unknown');
    expect(it.state().drafts.size).toBe(0);
    it.begin(3, draftId);
    expect(attempt(it.state(), it.command(at(3).tickId, it.publish(1)))).toMatchObject({ code: 'draft_gone' });
  });

  it('stays for another try where the platform said nothing about it, and no longer than three refusals', () => {
    const { it, draftId } = withDraft();
    it.begin(2, draftId);
    it.ending(2, 'skipped', 'paused');
    it.begin(3, draftId);
    it.ending(3, 'rejected', 'AGENT_DAILY_LIMIT_EXCEEDED');
    expect(it.state().drafts.get(draftId)?.tries).toBe(0);
    for (const n of [4, 5]) {
      it.begin(n, draftId);
      it.ending(n, 'rejected', 'invalid');
    }
    expect(it.state().drafts.get(draftId)?.tries).toBe(DRAFTS.triesMost - 1);
    expect(it.events.at(-1)).toMatchObject({ data: { draftId, draftOver: false } });
    it.begin(6, draftId);
    it.ending(6, 'rejected', 'invalid');
    expect(it.events.at(-1)).toMatchObject({ data: { draftId, draftOver: true } });
    expect(it.state().drafts.size).toBe(0);
  });

  it('whose tick is given up is none any more: it may have been published', () => {
    const { it, draftId } = withDraft();
    it.begin(2, draftId);
    it.take(abandon(it.state(), at(2), 6, 'poison'));
    expect(it.events.at(-1)).toMatchObject({ type: 'TickAbandoned', data: { draftId } });
    expect(it.state().drafts.size).toBe(0);
  });

  it('expires after 14 days of wall time', () => {
    const { it } = withDraft();
    expect(freshDrafts(it.state(), WALL + 14 * DAY_MS - 1)).toHaveLength(1);
    expect(freshDrafts(it.state(), WALL + 14 * DAY_MS)).toEqual([]);
  });

  it('is in the summary until it expires; summaries of before there were drafts have none', () => {
    const { it, draftId } = withDraft();
    it.begin(2, draftId);
    const kept = snapshot(it.state(), WALL + DAY_MS);
    expect(restore(JSON.parse(JSON.stringify(kept)))).toMatchObject({
      drafts: it.state().drafts,
      open: { draftId },
    });
    const { drafts: _, ...old } = kept;
    expect(restore(old)?.drafts.size).toBe(0);
    expect(snapshot(it.state(), WALL + 15 * DAY_MS).drafts).toEqual([]);
  });

  it('makes room for newer ones where too many wait', () => {
    const it = agent();
    for (let n = 1; n <= MEMORY.drafts + 3; n++) it.hold(it.make(n));
    expect(it.state().drafts.size).toBe(MEMORY.drafts);
    expect(it.state().drafts.has(at(3).tickId)).toBe(false);
    expect(it.state().drafts.has(at(4).tickId)).toBe(true);
    const later = it.after(14 * DAY_MS);
    later.hold(later.make(100));
    expect(later.state().drafts.size).toBe(1);
  });
});
