import { describe, expect, it } from 'vitest';
import { agent, call, open, post, posting, verdictsOf } from '../../test/guarded.ts';
import type { ComposeAnswer, ComposeInput } from '../ports.ts';

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
