import { describe, expect, it } from 'vitest';
import { again, call, comment, commenting, open, post, posting, result, slip, verdictsOf } from '../../test/guarded.ts';
import type { ComposeAnswer, Moderation, TextClaims } from '../ports.ts';

const moderation = (verdict: Awaited<ReturnType<Moderation['check']>>): Moderation => ({ check: async () => verdict });
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
