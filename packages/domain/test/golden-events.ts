import { expect } from 'vitest';
import { BUILT_IN_PERSONAS } from '../src/persona/catalogue.ts';
import { seedAgent } from '../src/persona/seeding.ts';

/**
 * One sample of every event type in every schema version ever written, as it stands in stores. Never change one:
 * a new version gets a new sample and an upcast.
 */
export type Golden = { readonly type: string; readonly schemaVersion: number; readonly data: unknown };

const whole = BUILT_IN_PERSONAS[0] ?? expect.fail();
/** As personas were before they had a voice, examples, templates, a hold and a bank. */
const { voice: _voice, examples: _examples, nameTemplates: _templates, ...persona } = whole;
const full = {
  ...whole,
  hold: true,
  bank: { captions: ['Lit from the left.'], imagePrompts: ['a mug on linen'] },
};
const seeded = seedAgent({ fleetSeed: 's', index: 0, personas: [{ version: 1, persona }], preset: 'lively' });
/** As agents were configured before there was a choice of rhythm. */
const { rhythm: _, ...config } = seeded?.config ?? expect.fail();
const by = { by: 'operator:ada', reason: 'lunch' };
const at = '2026-03-02T13:00:00.000Z';
const tickId = '3f333df6-90a4-5bf5-a3a2-0f1b1a3c1d11.mm9kq1c0';
const attemptId = `${tickId}.publish.1`;
const prompt = { id: 'post', version: 1, hash: 'abc' };
const one = (type: string, data: unknown): Golden => ({ type, schemaVersion: 1, data });

export const AGENT: readonly Golden[] = [
  one('AgentCreated', {
    agentId: '3f333df6-90a4-5bf5-a3a2-0f1b1a3c1d11',
    username: 'studio_one',
    persona: { id: 'product_photographer', version: 1 },
    seedIndex: 0,
    config,
    by: 'cli',
  }),
  one('AgentCreated', {
    agentId: '3f333df6-90a4-5bf5-a3a2-0f1b1a3c1d11',
    username: 'studio_two',
    persona: { id: 'product_photographer', version: 1 },
    seedIndex: 1,
    config,
    grow: true,
    by: 'cli',
  }),
  one('AgentGrown', {
    ...{ config, outcome: 'grown', reason: '', costUsd: 0.0002 },
    wrote: {
      ...{
        prompt: { id: 'grow', version: 1, hash: 'h' },
        provider: 'openai',
        model: 'm',
        inputTokens: 300,
        outputTokens: 90,
      },
      ...{ answer: '{"personality":"…","interests":["slate"]}', verdicts: [{ check: 'schema', ok: true }] },
    },
  }),
  one('AgentGrown', { config, outcome: 'kept', reason: 'refused', costUsd: 0 }),
  one('AgentProvisioned', { platformUserId: 'u1', created: true }),
  one('AgentProvisioningFailed', { reason: 'name taken' }),
  one('AgentReconfigured', { config, ...by }),
  one('AgentReconfigured', { config: { ...config, rhythm: { model: 'sessions', sessionsPerDay: 1.75 } }, ...by }),
  one('AgentProvisioningRequested', by),
  one('AgentReconfigured', {
    config: { ...config, hold: true },
    persona: { id: 'product_photographer', version: 2 },
    ...by,
  }),
  one('AgentStarted', by),
  one('AgentPaused', by),
  one('AgentResumed', by),
  one('AgentStopped', by),
  one('AgentSlept', { until: at, code: 'DAILY_LIMIT', reason: 'enough' }),
  one('AgentFailed', { code: 'FORBIDDEN', reason: 'refused' }),
  one('AgentDeletionRequested', by),
  one('AgentDeprovisioned', { found: true }),
  one('AgentActRequested', { tickId, due: 1_772_452_800_000, kind: null, by: 'cli' }),
  one('DraftApproved', { draftId: tickId, ...by }),
  one('DraftRejected', { draftId: tickId, ...by }),
];

export const FLEET: readonly Golden[] = [
  one('FleetPaused', { cause: 'operator', ...by }),
  one('FleetResumed', by),
  one('PlatformPaused', { cause: 'budget', code: 'FLEET_BUDGET', until: at, reason: 'spent' }),
  one('PlatformResumed', { reason: 'probe' }),
  one('ActivityLevelSet', { level: 2.5, ...by }),
  one('PersonaLevelSet', { personaId: 'ai_artist', level: 0.5, ...by }),
  one('BudgetCapsSet', { day: 5, month: 100, agentDay: 0.5, ...by }),
  one('CommandRefused', { command: 'start', target: null, code: 'invalid_state', ...by }),
];

export const PERSONA: readonly Golden[] = [
  one('PersonaPublished', { version: 1, persona, by: 'cli' }),
  one('PersonaPublished', { version: 2, persona: full, by: 'cli', reason: 'a voice' }),
  one('PersonaRetired', { version: 1, ...by }),
];

const ended = { costUsd: 0, inputTokens: 10, outputTokens: 5, model: 'm', prompt, tookMs: 12, shadow: false };
const publish = { step: 'publish', kind: 'like', postId: 'p1' };

export const ACTIVITY: readonly Golden[] = [
  one('TickAccepted', { tickId, due: 1_772_452_800_000, kind: 'like', agentRevision: 3, shadow: false }),
  one('FeedBrowsed', {
    tickId,
    pages: 1,
    seen: [{ postId: 'p1', createdAt: 1_772_452_000_000, comments: 2 }],
    opened: [{ postId: 'p1', commentIds: ['c1'] }],
  }),
  one('EffectAttempted', {
    tickId,
    attemptId,
    n: 1,
    claimId: 'c',
    ceilingUsd: 0,
    attemptedAt: 1_772_452_800_100,
    request: publish,
  }),
  one('EffectSucceeded', {
    tickId,
    attemptId,
    observed: 'answer',
    costUsd: 0,
    result: { step: 'publish', id: 'p1', liked: true, likeCount: 3 },
  }),
  one('EffectFailed', { tickId, attemptId, step: 'publish', code: 'gone', reason: '404', costUsd: 0, again: false }),
  one('EffectSucceeded', {
    ...{ tickId, attemptId: `${tickId}.compose.2`, observed: 'answer', costUsd: 0.0002 },
    result: {
      step: 'compose',
      composed: { kind: 'post', imagePrompt: 'Bar chart of rain', title: 'Rain', caption: 'It rained twice.' },
      ...{ prompt: { id: 'bank:data_viz', version: 1, hash: 'h' }, provider: 'bank', model: 'bank:data_viz' },
      ...{ inputTokens: 0, outputTokens: 0, answer: '', source: 'bank' },
      verdicts: [
        { check: 'schema', ok: true },
        { check: 'moderation', ok: true, note: 'ours' },
      ],
      rejected: {
        ...{ prompt, provider: 'openai', model: 'm', inputTokens: 10, outputTokens: 5, answer: 'Sure!', verdicts: [] },
      },
    },
  }),
  one('EffectSucceeded', {
    ...{ tickId, attemptId: `${tickId}.render.1`, observed: 'answer', costUsd: 0.04 },
    result: {
      ...{ step: 'render', imageUrl: 'https://img.test/1.png', imageId: null, workflow: 'chart', usage: [] },
      verdicts: [{ check: 'picture-moderation', ok: true }],
    },
  }),
  one('EffectFailed', {
    ...{ tickId, attemptId: `${tickId}.compose.1`, step: 'compose', code: 'guardrail', reason: 'caption-links' },
    ...{ costUsd: 0.0001, again: true },
    wrote: {
      ...{
        prompt,
        provider: 'openai',
        model: 'm',
        inputTokens: 10,
        outputTokens: 5,
        answer: '{"caption":"See x.com"}',
      },
      verdicts: [
        { check: 'schema', ok: true },
        { check: 'caption-links', ok: false, note: 'looks like a link' },
      ],
    },
  }),
  one('EffectUnknown', { tickId, attemptId, step: 'render', reason: 'timeout', costUsd: 0.08 }),
  one('PostPublished', { tickId, postId: 'p2', title: 'T', caption: 'C', imageUrl: 'https://img.test/1.png' }),
  one('PostDrafted', {
    tickId,
    personaId: 'product_photographer',
    title: 'T',
    caption: 'C',
    imageUrl: 'https://img.test/1.png',
  }),
  one('CommentLeft', { tickId, postId: 'p1', commentId: 'c2', text: 'Lovely light.', foundIn: tickId }),
  one('PostLiked', { tickId, postId: 'p1', likeCount: null, foundIn: tickId }),
  one('TickEnded', { tickId, kind: 'like', outcome: 'done', code: null, reason: null, ...ended }),
  one('TickAccepted', {
    ...{ tickId, due: 1_772_452_800_000, kind: 'post', agentRevision: 3, shadow: false },
    draftId: attemptId,
  }),
  one('TickEnded', {
    ...{ tickId, kind: 'post', outcome: 'rejected', code: 'gone', reason: null, ...ended },
    ...{ draftId: attemptId, draftOver: false },
  }),
  one('TickAbandoned', { tickId, kind: 'post', deliveries: 6, reason: 'poison', costUsd: 0, draftId: attemptId }),
  one('TickAbandoned', { tickId, kind: null, deliveries: 6, reason: 'poison', costUsd: 0 }),
  one('TickSkipped', { tickId, due: 1_772_452_800_000, reason: 'busy' }),
  one('MemorySummarized', { state: { anything: true } }),
];

export const GALLERY: readonly Golden[] = [
  one('HumanPosted', { postId: 'p3', authorId: 'u-eva', postedAt: at }),
  one('HumanCommented', { commentId: 'c3', postId: 'p1', authorId: 'u-eva', commentedAt: at, on: 'agent' }),
  one('ReactionsObserved', {
    postId: 'p1',
    on: 'agent',
    likes: { before: 1, after: 4 },
    fleetLikes: 2,
    humanLikes: { before: 1, after: 2 },
    since: at,
  }),
  one('GalleryObserved', {
    runId: 'observe.29541780',
    pages: 2,
    items: 60,
    reached: 'known',
    newestPostAt: at,
    unnamed: 1,
    activityPosition: '812',
    behind: false,
    found: [{ postId: 'p3', createdAt: 1_772_452_000_000, by: 'person' }],
    counted: [{ postId: 'p1', likes: 4, comments: 2, humanLikes: 2, newest: { at: 1_772_452_000_000, ids: ['c3'] } }],
    fleetLiked: [{ postId: 'p1', count: 1 }],
    open: [{ attemptId, postId: 'p1' }],
  }),
  one('GallerySummarized', { state: { v: 1 } }),
];
