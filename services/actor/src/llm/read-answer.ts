import type { Composed } from '@fleet/domain/activity/activity-events';
import type { ComposeInput } from '../ports.ts';
import { cleanText } from '../prompts/clean-text.ts';
import { shownCandidates } from '../prompts/messages.ts';
import { CommentAnswer, PostAnswer } from './answer-schemas.ts';
import { checkImagePrompt, checkRepeat, checkText, type Verdict } from './checks.ts';

/** Above this no structured answer of ours can be meant. */
const MAX_CONTENT_CHARS = 20_000;
const MAX_TITLE_CHARS = 80;
const MAX_CAPTION_CHARS = 400;
const MAX_COMMENT_CHARS = 280;
const MAX_IMAGE_PROMPT_CHARS = 1_000;

export type ReadAnswer =
  | { readonly kind: 'ok'; readonly composed: Composed; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'unusable'; readonly code: string; readonly reason: string };

const unusable = (code: string, reason: string): ReadAnswer => ({ kind: 'unusable', code, reason });
const unquoted = (text: string): string => text.replace(/^["'“”‘’«»]+|["'“”‘’«»]+$/gu, '').trim();

const judged = (composed: Composed, verdicts: readonly Verdict[]): ReadAnswer => {
  const failed = verdicts.filter(({ ok }) => !ok);
  if (failed.length === 0) return { kind: 'ok', composed, verdicts };
  const reason = failed.map(({ check, note }) => `${check}${note === undefined ? '' : ` (${note})`}`).join(', ');
  return unusable('guardrail', reason.slice(0, 500));
};

const SCHEMA_OK: Verdict = { check: 'schema', ok: true };

const readPost = (input: ComposeInput & { kind: 'post' }, json: unknown): ReadAnswer => {
  const parsed = PostAnswer.safeParse(json);
  if (!parsed.success) return unusable('schema', 'the answer has another shape than asked for');
  const title = unquoted(cleanText(parsed.data.title));
  const caption = cleanText(parsed.data.caption);
  const imagePrompt = cleanText(parsed.data.imagePrompt);
  return judged({ kind: 'post', imagePrompt, title, caption }, [
    SCHEMA_OK,
    ...checkImagePrompt(imagePrompt, MAX_IMAGE_PROMPT_CHARS),
    ...checkText('title', title, { maxChars: MAX_TITLE_CHARS, maxSentences: null }),
    ...checkText('caption', caption, { maxChars: MAX_CAPTION_CHARS, maxSentences: 2 }),
    checkRepeat('caption', caption, input.recentCaptions),
  ]);
};

const readComment = (input: ComposeInput & { kind: 'comment' }, json: unknown): ReadAnswer => {
  const parsed = CommentAnswer.safeParse(json);
  if (!parsed.success) return unusable('schema', 'the answer has another shape than asked for');
  const { index, text } = parsed.data;
  if (index === null) {
    return {
      kind: 'ok',
      composed: { kind: 'skip', reason: 'nothing to say about these posts' },
      verdicts: [SCHEMA_OK],
    };
  }
  const chosen = shownCandidates(input)[index];
  if (chosen === undefined) return unusable('index_out_of_range', `chose post ${index}, which was not offered`);
  const comment = unquoted(cleanText(text ?? ''));
  return judged({ kind: 'comment', postId: chosen.id, text: comment }, [
    SCHEMA_OK,
    ...checkText('comment', comment, { maxChars: MAX_COMMENT_CHARS, maxSentences: 1 }),
    checkRepeat('comment', comment, [...input.recentComments, ...chosen.comments]),
  ]);
};

/** From the model's words to what may be sealed: parsed, cleaned, and every check passed. */
export const readAnswer = (
  input: ComposeInput,
  answer: { readonly content: string; readonly refusal: string | null; readonly finish: string },
): ReadAnswer => {
  if (answer.refusal !== null || answer.finish === 'content_filter') {
    return unusable('refusal', `the model refused: ${cleanText((answer.refusal ?? answer.finish).slice(0, 300))}`);
  }
  const { content } = answer;
  if (content.trim() === '') return unusable('empty', 'the model answered nothing');
  if (content.length > MAX_CONTENT_CHARS) return unusable('too_large', `an answer of ${content.length} characters`);
  if (answer.finish === 'length') return unusable('cut_off', 'the answer reached its token limit');
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return unusable('prose', 'the model answered in prose instead of JSON');
  }
  return input.kind === 'post' ? readPost(input, json) : readComment(input, json);
};
