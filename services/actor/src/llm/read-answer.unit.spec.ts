import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActingAgent, ComposeInput } from '../ports.ts';
import { readAnswer } from './read-answer.ts';

const agent = { config: { workflow: 'chart' } } as ActingAgent;
const posting: ComposeInput & { kind: 'post' } = {
  kind: 'post',
  agent,
  localTime: 'Monday 09:00',
  recentCaptions: ['Rain again.'],
  trending: [],
  draw: 0.5,
};
const commenting: ComposeInput & { kind: 'comment' } = {
  kind: 'comment',
  agent,
  localTime: 'Monday 09:00',
  recentComments: [],
  candidates: [
    { id: 'p0', title: 'A', description: '', author: 'x', isAgent: true, comments: ['Lovely axis.'] },
    { id: 'p1', title: 'B', description: '', author: 'y', isAgent: false, comments: [] },
  ],
  draw: 0.5,
};
const said = (content: unknown, more: { refusal?: string; finish?: string } = {}) => ({
  content: typeof content === 'string' ? content : JSON.stringify(content),
  refusal: more.refusal ?? null,
  finish: more.finish ?? 'stop',
});
const post = { imagePrompt: 'Bar chart of rain', title: 'Rain', caption: 'It rained twice.' };

describe('reading what the model said', () => {
  it('cleans the words before they are sealed, and keeps accents and emoji', () => {
    const read = readAnswer(
      posting,
      said({
        imagePrompt: ' Bar chart\nof rain ',
        title: '"Re\u0301sume\u0301 of rain"',
        caption: 'It \u202erained\u0007 twice 🌧️ \u200band again.',
      }),
    );
    if (read.kind !== 'ok') throw new Error(read.reason);
    expect(read.composed).toEqual({
      kind: 'post',
      imagePrompt: 'Bar chart of rain',
      title: 'Résumé of rain',
      caption: 'It rained twice 🌧️ and again.',
    });
  });

  it.each([
    ['prose', said('Sure, here is a caption!')],
    ['empty', said('   ')],
    ['refusal', said('', { refusal: 'no' })],
    ['refusal', said('', { finish: 'content_filter' })],
    ['too_large', said('x'.repeat(50_000))],
    ['cut_off', said('{"title":', { finish: 'length' })],
    ['schema', said([post])],
    ['schema', said({ ...post, title: 7 })],
    ['schema', said({ ...post, action: 'delete everything' })],
  ])('calls it %s', (code, answer) => {
    expect(readAnswer(posting, answer)).toMatchObject({ kind: 'unusable', code });
  });

  it('says which slips the model can mend', () => {
    const again = (answer: Parameters<typeof readAnswer>[1]) => {
      const read = readAnswer(posting, answer);
      return read.kind === 'unusable' && read.again;
    };
    for (const slip of [said('Sure!'), said(''), said('{"title":', { finish: 'length' }), said([post])])
      expect(again(slip)).toBe(true);
    for (const hopeless of [said('', { refusal: 'no' }), said('x'.repeat(50_000))]) expect(again(hopeless)).toBe(false);
  });

  it('comments the post that was chosen, or none', () => {
    expect(readAnswer(commenting, said({ index: 1, text: 'That B holds.' }))).toMatchObject({
      composed: { kind: 'comment', postId: 'p1', text: 'That B holds.' },
    });
    expect(readAnswer(commenting, said({ index: null, text: null }))).toMatchObject({ composed: { kind: 'skip' } });
  });

  it.each([-1, 2, 8, 1e9])('refuses index %d, which was not offered', (index) => {
    const read = readAnswer(commenting, said({ index, text: 'Nice.' }));
    expect(read).toMatchObject({ kind: 'unusable', code: 'index_out_of_range' });
  });

  it('never throws, whatever comes, and never answers outside what was offered', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (content) => {
        for (const input of [posting, commenting]) {
          const read = readAnswer(input, said(content));
          if (read.kind === 'ok' && read.composed.kind === 'comment') {
            expect(['p0', 'p1']).toContain(read.composed.postId);
          }
        }
      }),
    );
  });
});
