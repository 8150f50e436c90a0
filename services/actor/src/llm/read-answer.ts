import type { Composed } from '@fleet/domain/activity/activity-events';
import { cleanText } from '@fleet/domain/content/clean-text';
import type { ComposeInput } from '../ports.ts';
import { shownCandidates } from '../prompts/messages.ts';
import { CommentAnswer, PostAnswer } from './answer-schemas.ts';

/** Above this no structured answer of ours can be meant. */
const MAX_CONTENT_CHARS = 20_000;

export type ReadAnswer =
  | { readonly kind: 'ok'; readonly composed: Composed }
  /** `again`: a slip of form, which the model can mend when told. */
  | { readonly kind: 'unusable'; readonly code: string; readonly reason: string; readonly again: boolean };

type Unusable = Extract<ReadAnswer, { kind: 'unusable' }>;

const slip = (code: string, reason: string): Unusable => ({ kind: 'unusable', code, reason, again: true });
const hopeless = (code: string, reason: string): Unusable => ({ kind: 'unusable', code, reason, again: false });
const unquoted = (text: string): string => text.replace(/^["'“”‘’«»]+|["'“”‘’«»]+$/gu, '').trim();

/** The words of a post as they may be sealed: one line each, clean, without the quotation marks models love. */
export const cleanPost = ({ imagePrompt, title, caption }: PostAnswer): Extract<Composed, { kind: 'post' }> => ({
  kind: 'post',
  imagePrompt: cleanText(imagePrompt),
  title: unquoted(cleanText(title)),
  caption: cleanText(caption),
});

const readPost = (json: unknown): ReadAnswer => {
  const parsed = PostAnswer.safeParse(json);
  if (!parsed.success) return slip('schema', 'the answer has another shape than asked for');
  return { kind: 'ok', composed: cleanPost(parsed.data) };
};

const readComment = (input: ComposeInput & { kind: 'comment' }, json: unknown): ReadAnswer => {
  const parsed = CommentAnswer.safeParse(json);
  if (!parsed.success) return slip('schema', 'the answer has another shape than asked for');
  const { index, text } = parsed.data;
  if (index === null) return { kind: 'ok', composed: { kind: 'skip', reason: 'nothing to say about these posts' } };
  const chosen = shownCandidates(input)[index];
  if (chosen === undefined) return slip('index_out_of_range', `chose post ${index}, which was not offered`);
  return { kind: 'ok', composed: { kind: 'comment', postId: chosen.id, text: unquoted(cleanText(text ?? '')) } };
};

export type RawAnswer = { readonly content: string; readonly refusal: string | null; readonly finish: string };

/** The JSON of an answer, or why there is none. */
export const jsonOf = (
  answer: RawAnswer,
  maxChars = MAX_CONTENT_CHARS,
): { readonly kind: 'json'; readonly json: unknown } | Unusable => {
  if (answer.refusal !== null || answer.finish === 'content_filter') {
    const words = cleanText((answer.refusal ?? answer.finish).slice(0, 300));
    return hopeless('refusal', `the model refused: ${words}`);
  }
  const { content } = answer;
  if (content.trim() === '') return slip('empty', 'the model answered nothing');
  if (content.length > maxChars) return hopeless('too_large', `an answer of ${content.length} characters`);
  if (answer.finish === 'length') return slip('cut_off', 'the answer reached its token limit');
  try {
    return { kind: 'json', json: JSON.parse(content) };
  } catch {
    return slip('prose', 'the model answered in prose instead of JSON');
  }
};

/** From the model's words to what may be judged: parsed, cleaned, and within what was offered. */
export const readAnswer = (input: ComposeInput, answer: RawAnswer): ReadAnswer => {
  const read = jsonOf(answer);
  if (read.kind === 'unusable') return read;
  return input.kind === 'post' ? readPost(read.json) : readComment(input, read.json);
};
