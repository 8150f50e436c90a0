import type { ComposeResult, Wrote } from '@fleet/domain/activity/activity-events';
import { createBlocklist } from '@fleet/domain/content/blocklist';
import { describe, expect, it } from 'vitest';
import type {
  ActingAgent,
  CallContext,
  Compose,
  ComposeAnswer,
  ComposeInput,
  Moderation,
  TextClaims,
} from '../ports.ts';
import { type Guardrail, guardCompose } from './guarded-compose.ts';
import { createLocalTexts } from './local-texts.ts';

const agent = {
  id: 'agent-1',
  username: 'data_ada',
  name: 'Ada',
  personaId: 'data_viz',
  config: { workflow: 'chart' },
} as ActingAgent;
const posting: ComposeInput = {
  kind: 'post',
  agent,
  localTime: 'Monday 09:00',
  recentCaptions: ['Rain again.'],
  trending: [],
  draw: 0.5,
};
const commenting: ComposeInput = {
  kind: 'comment',
  agent,
  localTime: 'Monday 09:00',
  recentComments: [],
  candidates: [{ id: 'p0', title: 'A', description: '', author: 'x', isAgent: true, comments: ['Lovely axis.'] }],
  draw: 0.5,
};
const wrote: Wrote = {
  ...{ prompt: { id: 'post', version: 2, hash: 'h' }, provider: 'openai', model: 'm', inputTokens: 9, outputTokens: 4 },
  ...{ answer: '{}', verdicts: [] },
};
const result = (composed: ComposeResult['composed']): ComposeAnswer => {
  const { verdicts: _, ...sealed } = wrote;
  return { kind: 'ok', costUsd: 0.01, result: { step: 'compose', composed, ...sealed, verdicts: [] } };
};
const post = (caption: string): ComposeAnswer =>
  result({ kind: 'post', imagePrompt: 'Bar chart of rain', title: 'Rain', caption });
const comment = (text: string): ComposeAnswer => result({ kind: 'comment', postId: 'p0', text });
const slip = (code: string, again: boolean): ComposeAnswer => ({
  ...{ kind: 'unusable', code, reason: code, costUsd: 0.01, again, wrote },
});

const again = (input: ComposeInput): ComposeInput => ({ ...input, attempt: { n: 2, rejected: wrote } });
const call = (key = 'agent-1.abc.compose.1', signal = new AbortController().signal): CallContext => ({
  ...{ key, traceparent: null, signal },
});

const open = (answer: ComposeAnswer, how: Partial<Guardrail> = {}) => {
  const claimed: { id: string; text: string }[] = [];
  const texts = createLocalTexts();
  const claims: TextClaims = {
    claim: (id, text) => {
      claimed.push({ id, text });
      return texts.claim(id, text);
    },
  };
  const compose: Compose = {
    ceilingUsd: () => 0.05,
    prompt: () => wrote.prompt,
    compose: async () => answer,
  };
  const guarded = guardCompose({
    ...{ compose, claims, moderation: null, blocklist: createBlocklist(), whenDown: 'bank' },
    ...how,
  });
  return { guarded, claimed, texts };
};
const moderation = (verdict: Awaited<ReturnType<Moderation['check']>>): Moderation => ({ check: async () => verdict });
const verdictsOf = (answer: ComposeAnswer): Record<string, boolean> => {
  const verdicts =
    answer.kind === 'ok' ? answer.result.verdicts : answer.kind === 'unusable' ? answer.wrote.verdicts : [];
  return Object.fromEntries(verdicts.map(({ check, ok }) => [check, ok]));
};

describe('a text that passes', () => {
  it('is sealed with every verdict in order, and claimed for its step', async () => {
    const { guarded, claimed } = open(post('It rained twice.'), { moderation: moderation({ kind: 'allowed' }) });
    const answer = await guarded.compose(posting, call());
    if (answer.kind !== 'ok') throw new Error(answer.reason);
    const checks = answer.result.verdicts.map(({ check }) => check);
    const order = ['schema', 'caption-length', 'caption-sentences', 'caption-links', 'caption-blocklist'];
    const places = [...order, 'moderation', 'caption-repeated', 'near-duplicate', 'caption-human'].map((check) =>
      checks.indexOf(check),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(answer.result.verdicts.every(({ ok }) => ok)).toBe(true);
    expect(claimed).toEqual([{ id: 'agent-1.abc.compose', text: 'It rained twice.' }]);
  });

  it('says where a provider has no moderation', async () => {
    const { guarded } = open(comment('That axis holds.'));
    const answer = await guarded.compose(commenting, call());
    expect(answer).toMatchObject({
      kind: 'ok',
      result: { verdicts: expect.arrayContaining([{ check: 'moderation', ok: true, note: 'not available' }]) },
    });
  });

  it('lets a skip be a skip', async () => {
    const skip = result({ kind: 'skip', reason: 'nothing' });
    const { guarded, claimed } = open(skip);
    expect(await guarded.compose(commenting, call())).toEqual(skip);
    expect(claimed).toEqual([]);
  });
});

describe('a persona with texts of its own', () => {
  const bank = {
    captions: [
      'Ebb again, and the jetty shows its knees.',
      'Tide tables are poems with numbers.',
      'See www.evil.example',
    ],
    imagePrompts: ['Line chart of tides, slate and foam, one calm curve', 'Bar chart of ferries by hour, deep blue'],
  };
  const of = (own: typeof bank | null, examples: readonly string[] = []): ComposeInput => ({
    ...posting,
    agent: { ...agent, texts: { persona: 'tide_watcher', version: 4, voice: null, examples, bank: own } },
  });
  const unsent: ComposeAnswer = { kind: 'unsent', reason: 'down' };

  it('posts these while the model is away, and says whose they are and of which version', async () => {
    const { guarded } = open(unsent);
    for (let i = 0; i < 2; i++) {
      const answer = await guarded.compose(of(bank), call(`a.${i}.compose.1`));
      if (answer.kind !== 'ok' || answer.result.composed.kind !== 'post') throw new Error('no post');
      const { composed, prompt, source } = answer.result;
      expect([source, prompt]).toEqual([
        'bank',
        { id: 'bank:tide_watcher', version: 4, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ]);
      expect(bank.captions.slice(0, 2)).toContain(composed.caption);
      expect(bank.imagePrompts).toContain(composed.imagePrompt);
      expect(['Tides', 'Ferries by hour']).toContain(composed.title);
    }
  });

  it('says none of them twice and none that does not pass; then it takes the built-in ones, and says why', async () => {
    const { guarded, claimed } = open(unsent);
    for (let i = 0; i < 2; i++) await guarded.compose(of(bank), call(`a.${i}.compose.1`));
    for (let i = 2; i < 4; i++) {
      const answer = await guarded.compose(of(bank), call(`a.${i}.compose.1`));
      if (answer.kind !== 'ok' || answer.result.composed.kind !== 'post') throw new Error('no post');
      const { composed, prompt, source, verdicts } = answer.result;
      expect([source, prompt.id]).toEqual(['bank', 'bank:data_viz']);
      expect(bank.captions).not.toContain(composed.caption);
      expect(verdicts[0]).toEqual({
        ...{ check: 'own-bank', ok: true },
        note: 'none of its 3 captions (2 said before, 1 not passed, 0 not moderated, 0 left for later): a built-in one instead',
      });
    }
    const said = claimed.map(({ text }) => text);
    for (const caption of bank.captions.slice(0, 2)) expect(said).toContain(caption);
    expect(said).not.toContain(bank.captions[2]);
  });

  it('gets to the one of many texts that is left, and asks about none a second time', async () => {
    const captions = Array.from({ length: 120 }, (_, i) => `Tide number ${i} came in.`);
    const asked: string[] = [];
    const claim = async (_: string, text: string) => {
      asked.push(text);
      return captions.includes(text) && text !== captions[70] ? 'near_duplicate' : 'claimed';
    };
    const { guarded } = open(unsent, { claims: { claim } });
    const posted: string[] = [];
    for (let i = 0; i < 6; i++) {
      const answer = await guarded.compose(of({ ...bank, captions }), call(`a.${i}.compose.1`));
      if (answer.kind === 'ok' && answer.result.composed.kind === 'post') posted.push(answer.result.composed.caption);
    }
    expect(posted).toHaveLength(6);
    expect(posted).toContain(captions[70]);
    const refused = asked.filter((text) => captions.includes(text) && text !== captions[70]);
    expect(new Set(refused).size).toBe(refused.length);
  });

  it('takes the built-in ones where it has none', async () => {
    const answer = await open(unsent).guarded.compose(of(null), call());
    expect(answer).toMatchObject({ kind: 'ok', result: { prompt: { id: 'bank:data_viz' } } });
  });

  it('does not publish one of its examples as its own', async () => {
    const { guarded } = open(post('One curve, no drama.'));
    const answer = await guarded.compose(of(null, ['one curve, NO drama']), call());
    expect(answer).toMatchObject({ kind: 'unusable', code: 'guardrail', again: true });
    expect(verdictsOf(answer)['caption-repeated']).toBe(false);
  });
});

describe('a text that does not pass', () => {
  it.each([
    ['See https://evil.example', 'caption-links'],
    ['You idiot, look at this.', 'caption-blocklist'],
    ['rain AGAIN', 'caption-repeated'],
    ['I am a real person.', 'caption-human'],
    ['Das Wetter ist nicht das, was es war.', 'caption-language'],
  ])('is told to the model once: %j', async (caption, check) => {
    const { guarded } = open(post(caption));
    const answer = await guarded.compose(posting, call());
    expect(answer).toMatchObject({ kind: 'unusable', code: 'guardrail', again: true, costUsd: 0.01 });
    expect(verdictsOf(answer)[check]).toBe(false);
  });

  it('claims nothing before its form is right', async () => {
    const { guarded, claimed } = open(post('Hi @you.'));
    await guarded.compose(posting, call());
    expect(claimed).toEqual([]);
  });

  it('then gives way to a text of the bank, paid as the call was, with what it replaces', async () => {
    const { guarded } = open(post('Hi @you.'));
    const answer = await guarded.compose(again(posting), call('agent-1.abc.compose.2'));
    expect(answer).toMatchObject({
      kind: 'ok',
      costUsd: 0.01,
      result: { source: 'bank', provider: 'bank', inputTokens: 0, rejected: { model: 'm', inputTokens: 9 } },
    });
    if (answer.kind !== 'ok') return;
    expect(answer.result.prompt).toMatchObject({
      id: 'bank:data_viz',
      version: 1,
      hash: expect.stringMatching(/^\w{64}$/),
    });
    expect(answer.result.rejected?.verdicts).toContainEqual(
      expect.objectContaining({ check: 'caption-handles', ok: false }),
    );
    expect(verdictsOf(answer)['near-duplicate']).toBe(true);
  });

  it('a comment has no bank: it is not said', async () => {
    const { guarded } = open(comment('One. Two.'));
    expect(await guarded.compose(again(commenting), call())).toMatchObject({
      ...{ kind: 'unusable', code: 'guardrail', again: false },
    });
  });

  it('and says what stands under the post already', async () => {
    const { guarded } = open(comment('lovely axis'));
    expect(verdictsOf(await guarded.compose(commenting, call()))['comment-repeated']).toBe(false);
  });

  it('is found to be a twin of another agent’s, but not of its own first try', async () => {
    const text = 'The rain of March fell on two days, and both were Sundays.';
    const { guarded, texts } = open(post(text));
    await texts.claim('other.abc.compose', text.replace('two', 'ten'));
    expect(verdictsOf(await guarded.compose(posting, call()))['near-duplicate']).toBe(false);
    const own = open(post(text));
    await own.texts.claim('agent-1.abc.compose', text);
    expect(await own.guarded.compose(again(posting), call('agent-1.abc.compose.2'))).toMatchObject({ kind: 'ok' });
  });

  it('flagged by the provider, it is mended; without an answer, a post takes the bank’s text and a comment is not said', async () => {
    const flagged = open(post('It rained twice.'), {
      moderation: moderation({ kind: 'flagged', categories: ['hate'] }),
    });
    expect(await flagged.guarded.compose(posting, call())).toMatchObject({ code: 'guardrail', again: true });
    const silent = { moderation: moderation({ kind: 'failed', reason: 'HTTP 500' }) };
    expect(await open(post('It rained twice.'), silent).guarded.compose(posting, call())).toMatchObject({
      ...{ kind: 'ok', result: { source: 'bank' } },
    });
    expect(await open(comment('That axis holds.'), silent).guarded.compose(commenting, call())).toMatchObject({
      ...{ kind: 'unusable', code: 'moderation_unavailable', again: false },
    });
  });

  it('is not said when nobody can tell whether it was said before', async () => {
    const claims: TextClaims = { claim: async () => 'unavailable' };
    for (const [input, answer] of [
      [posting, post('It rained twice.')],
      [commenting, comment('That axis holds.')],
    ] as const)
      expect(await open(answer, { claims }).guarded.compose(input, call())).toMatchObject({
        ...{ kind: 'unusable', code: 'texts_unavailable', again: false, costUsd: 0.01 },
      });
  });

  it('claims nothing for an answer that nobody waits for', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const { guarded, claimed } = open(post('It rained twice.'));
    await guarded.compose(posting, call('k.compose.1', stopped.signal));
    expect(claimed).toEqual([]);
  });

  it('gives up when the bank has nothing new either', async () => {
    const claims: TextClaims = { claim: async () => 'near_duplicate' };
    const { guarded } = open(post('It rained twice.'), { claims });
    expect(await guarded.compose(again(posting), call())).toMatchObject({
      kind: 'unusable',
      code: 'guardrail',
      again: false,
    });
  });
});

describe('an answer that cannot be read', () => {
  it.each(['prose', 'empty', 'schema', 'cut_off', 'index_out_of_range'])(
    '%s is told to the model once',
    async (code) => {
      const { guarded } = open(slip(code, true));
      expect(await guarded.compose(commenting, call())).toMatchObject({ kind: 'unusable', code, again: true });
      expect(await guarded.compose(again(commenting), call())).toMatchObject({ kind: 'unusable', code, again: false });
      expect(await guarded.compose(again(posting), call())).toMatchObject({ kind: 'ok', result: { source: 'bank' } });
    },
  );

  it.each(['refusal', 'too_large'])('%s is not asked again', async (code) => {
    const { guarded } = open(slip(code, false));
    expect(await guarded.compose(posting, call())).toMatchObject({ kind: 'ok', result: { source: 'bank' } });
    expect(await guarded.compose(commenting, call())).toMatchObject({ kind: 'unusable', code, again: false });
  });
});

describe('a model that cannot be reached', () => {
  const unsent: ComposeAnswer = { kind: 'unsent', reason: 'refused' };
  const unclear: ComposeAnswer = { kind: 'unclear', reason: 'silence' };

  it('costs nothing: a post takes a text of the bank, or is left if that is set; a comment is left', async () => {
    expect(await open(unsent).guarded.compose(posting, call())).toMatchObject({ kind: 'ok', costUsd: 0 });
    expect(await open(unsent, { whenDown: 'skip' }).guarded.compose(posting, call())).toBe(unsent);
    expect(await open(unsent).guarded.compose(commenting, call())).toBe(unsent);
  });

  it('may have been paid: charged at the ceiling, and the post is had from the bank after the second silence', async () => {
    const { guarded } = open(unclear);
    expect(await guarded.compose(posting, call())).toBe(unclear);
    const second = { ...posting, attempt: { n: 2, rejected: null } };
    expect(await guarded.compose(second, call())).toMatchObject({ kind: 'ok', costUsd: 0.05 });
    expect(await open(unclear, { whenDown: 'skip' }).guarded.compose(second, call())).toBe(unclear);
  });
});
