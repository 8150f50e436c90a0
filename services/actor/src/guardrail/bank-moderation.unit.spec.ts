import { createBlocklist } from '@fleet/domain/content/blocklist';
import { describe, expect, it } from 'vitest';
import type { ActingAgent, ComposeAnswer, ComposeInput, Moderation, TextClaims } from '../ports.ts';
import { guardCompose } from './guarded-compose.ts';
import { moderateBy, moderateOnce } from './moderate.ts';

const signal = new AbortController().signal;
type Said = Awaited<ReturnType<Moderation['check']>>;
const DOWN: Said = { kind: 'failed', reason: 'HTTP 500' };

/** A provider that says of each text what it is told to, and what it was asked. */
const provider = (of: (texts: readonly string[]) => Said = () => ({ kind: 'allowed' })) => {
  const asked: (readonly string[])[] = [];
  const said = { of };
  const moderation: Moderation = {
    check: async ({ texts }) => {
      asked.push(texts);
      return said.of(texts);
    },
  };
  return { asked, moderation, said };
};

const bank = { captions: ['One curve.', 'Two bars.'], imagePrompts: ['Line chart of tides, slate'] };
const TITLE = 'Tides';
const input: ComposeInput = {
  ...{ kind: 'post', localTime: 'Monday 09:00', recentCaptions: [], trending: [], draw: 0.5 },
  agent: {
    ...{ id: 'agent-1', username: 'tide', name: 'Tide', personaId: 'tide_watcher', config: { workflow: 'chart' } },
    texts: { persona: 'tide_watcher', version: 4, voice: null, examples: [], bank },
  } as unknown as ActingAgent,
};
const unsent: ComposeAnswer = { kind: 'unsent', reason: 'down' };
const written = (caption: string): ComposeAnswer => ({
  ...{ kind: 'ok', costUsd: 0.01 },
  result: {
    ...{ step: 'compose', composed: { kind: 'post', imagePrompt: 'Bar chart of rain', title: 'Rain', caption } },
    ...{
      prompt: { id: 'post', version: 3, hash: 'h' },
      provider: 'openai',
      model: 'm',
      inputTokens: 1,
      outputTokens: 1,
    },
    ...{ answer: '{}', verdicts: [] },
  },
});

/** Claims refuse nothing, so that the same caption may come again. */
const claims: TextClaims = { claim: async () => 'claimed' };
const open = (moderation: Moderation | null) => {
  const model: { answer: ComposeAnswer } = { answer: unsent };
  const compose = { ceilingUsd: () => 0, prompt: () => ({ id: 'post', version: 3, hash: 'h' }) };
  const guarded = guardCompose({
    compose: { ...compose, compose: async () => model.answer },
    ...{ claims, moderation, blocklist: createBlocklist(), whenDown: 'bank' },
  });
  let n = 0;
  const post = async () => {
    const answer = await guarded.compose(input, { key: `a.${++n}.compose.1`, traceparent: null, signal });
    if (answer.kind !== 'ok' || answer.result.composed.kind !== 'post') throw new Error(answer.kind);
    const { composed, prompt, verdicts } = answer.result;
    const noteOf = (check: string) => verdicts.find((verdict) => verdict.check === check)?.note;
    return { caption: composed.caption, of: prompt.id, verdicts, noteOf };
  };
  return { model, post };
};

describe('texts of a persona’s own bank', () => {
  it('are shown to the provider’s moderation, each once, in the guardrail’s order', async () => {
    const { asked, moderation } = provider();
    const { post } = open(moderation);
    const { of, verdicts } = await post();
    expect(of).toBe('bank:tide_watcher');
    expect(verdicts.find(({ check }) => check === 'moderation')).toEqual({ check: 'moderation', ok: true });
    const checks = verdicts.map(({ check }) => check);
    expect(checks.indexOf('moderation')).toBeGreaterThan(checks.indexOf('caption-blocklist'));
    expect(checks.indexOf('moderation')).toBeLessThan(checks.indexOf('near-duplicate'));
    await post();
    expect(asked).toHaveLength(3);
    expect(asked.flat()).toEqual(expect.arrayContaining([TITLE, bank.imagePrompts[0]]));
  });

  it('are not said when they are flagged, and are not asked about again', async () => {
    const { asked, moderation } = provider(([text]) =>
      text === 'One curve.' ? { kind: 'flagged', categories: ['hate'] } : { kind: 'allowed' },
    );
    const { post } = open(moderation);
    const captions = [await post(), await post(), await post()].map(({ caption }) => caption);
    expect(captions).toEqual(['Two bars.', 'Two bars.', 'Two bars.']);
    expect(asked.filter(([text]) => text === 'One curve.').length).toBeLessThanOrEqual(1);
  });

  it('give way to the built-in ones where none is allowed, and the verdict says so', async () => {
    const { moderation } = provider(() => ({ kind: 'flagged', categories: ['hate'] }));
    const { of, noteOf } = await open(moderation).post();
    expect([of, noteOf('moderation')]).toEqual(['bank:data_viz', 'of the bank']);
    expect(noteOf('own-bank')).toMatch(/0 said before, 2 not passed, 0 not moderated/);
  });

  it('are said in an outage of the provider when it had seen them before, and only then', async () => {
    const { asked, moderation, said } = provider();
    const { model, post } = open(moderation);
    said.of = () => DOWN;
    expect(await post().then(({ of, noteOf }) => [of, noteOf('own-bank')])).toEqual([
      'bank:data_viz',
      expect.stringMatching(/0 not passed, 2 not moderated/),
    ]);
    // One silence is enough: the second caption was not asked about.
    expect(asked.flat()).not.toEqual(expect.arrayContaining(bank.captions));
    said.of = () => ({ kind: 'allowed' });
    model.answer = written('It rained twice.');
    await post();
    said.of = () => DOWN;
    model.answer = unsent;
    expect((await post()).of).toBe('bank:tide_watcher');
  });

  it('are looked at one post at a time while the model writes, until all are known', async () => {
    const { asked, moderation } = provider();
    const { model, post } = open(moderation);
    model.answer = written('It rained twice.');
    for (let i = 0; i < 6; i++) await post();
    const own = asked.filter((texts) => texts.length === 1).flat();
    expect(own.toSorted()).toEqual([...bank.captions, ...bank.imagePrompts, TITLE].toSorted());
  });

  it('say where a provider has no moderation', async () => {
    const { of, noteOf } = await open(null).post();
    expect([of, noteOf('moderation')]).toEqual(['bank:tide_watcher', 'not available']);
  });
});

describe('a moderation that remembers', () => {
  it('asks again about what it was asked longest ago, and about what nobody looked at', async () => {
    const { asked, moderation, said } = provider();
    const once = moderateOnce(moderateBy(moderation), 2);
    for (const text of ['a', 'b', 'a', 'c', 'a']) await once.moderate(true)([text], signal);
    expect(asked.flat()).toEqual(['a', 'b', 'c', 'a']);
    said.of = () => ({ kind: 'not_available', reason: 'HTTP 404' });
    for (let i = 0; i < 2; i++) await once.moderate(true)(['d'], signal);
    expect(asked.flat().slice(4)).toEqual(['d', 'd']);
    expect(once.isKnown('d')).toBe(false);
  });
});
