import { MAX_ATTEMPTS } from '@fleet/domain/activity/activity';
import type { ComposeResult, Wrote } from '@fleet/domain/activity/activity-events';
import type { Blocklist } from '@fleet/domain/content/blocklist';
import { claimedText, judgeForm, judgeHuman, judgeRepeat, type Text } from '@fleet/domain/content/guardrail';
import { problemsOf, type Verdict } from '@fleet/domain/content/verdict';
import { never } from '@fleet/domain/decision';
import type { CallContext, Compose, ComposeAnswer, ComposeInput, Moderation, TextClaims } from '../ports.ts';
import { bankPost } from './bank-post.ts';
import { GUARDRAIL, MODERATION_UNAVAILABLE, TEXTS_UNAVAILABLE } from './codes.ts';

/** Draws from the bank before a post is given up: the fleet may have said the first ones lately. */
const BANK_TRIES = 6;

export type Guardrail = {
  readonly compose: Compose;
  readonly claims: TextClaims;
  /** Null: the provider has none. */
  readonly moderation: Moderation | null;
  readonly blocklist: Blocklist;
  /** What a post becomes while the model cannot be reached: a text of the bank, or nothing. */
  readonly whenDown: 'bank' | 'skip';
};

type Judged = {
  readonly verdicts: readonly Verdict[];
  /** Null: passed. `mend`: telling the model may help. */
  readonly stopped: { readonly code: string; readonly mend: boolean } | null;
};
type Post = ComposeInput & { readonly kind: 'post' };

/**
 * A text is claimed for the whole compose step, not for one try at it: a repaired text takes the place of the one it
 * mends, and whoever goes on after a crash may claim the very text that the dead worker had claimed.
 */
export const claimIdOf = (attemptId: string): string => attemptId.replace(/\.\d+$/, '');

const examplesOf = ({ agent }: ComposeInput): readonly string[] => agent.texts?.examples ?? [];

/** Words that must not come again: one's own, the examples of one's manner, and what stands under the chosen post. */
const earlierOf = (input: ComposeInput, postId: string | null): readonly string[] =>
  input.kind === 'post'
    ? [...input.recentCaptions, ...examplesOf(input)]
    : [
        ...input.recentComments,
        ...examplesOf(input),
        ...(input.candidates.find(({ id }) => id === postId)?.comments ?? []),
      ];

/**
 * Composing with the guardrail around it. The words pass, in this order: schema, length, sentences, contacts,
 * blocklist, the provider's moderation, what was said before (their own words, then the fleet-wide claim), claims to be
 * human. What does not pass is told to the model once (the step's second attempt); after that a post takes a text of
 * the bank, and what still does not pass is not said. No more than one call to the model per attempt.
 */
export const guardCompose = ({ compose, claims, moderation, blocklist, whenDown }: Guardrail): Compose => {
  const moderate = async (texts: readonly string[], signal: AbortSignal): Promise<Verdict> => {
    const check = 'moderation';
    if (moderation === null) return { check, ok: true, note: 'not available' };
    const answer = await moderation.check({ texts, imageUrls: [] }, signal);
    switch (answer.kind) {
      case 'allowed':
        return { check, ok: true };
      case 'flagged':
        return { check, ok: false, note: answer.categories.join(', ').slice(0, 200) };
      case 'not_available':
        return { check, ok: true, note: `not available: ${answer.reason}`.slice(0, 200) };
      case 'failed':
        return { check, ok: false, note: `no answer: ${answer.reason}`.slice(0, 200) };
      default:
        return never(answer);
    }
  };

  /** `trusted`: of a bank (ours or the operator's), read by people before; no provider needs to see it. */
  const judge = async (
    text: Text,
    earlier: readonly string[],
    call: CallContext,
    trusted: boolean,
  ): Promise<Judged> => {
    const verdicts: Verdict[] = [...judgeForm(text, blocklist)];
    const stop = (code: string, mend: boolean): Judged => ({ verdicts, stopped: { code, mend } });
    if (verdicts.some(({ ok }) => !ok)) return stop(GUARDRAIL, true);

    const shown = text.kind === 'post' ? [text.title, text.caption, text.imagePrompt] : [text.text];
    const moderated = trusted
      ? { check: 'moderation', ok: true, note: 'of the bank' }
      : await moderate(shown, call.signal);
    verdicts.push(moderated);
    if (!moderated.ok)
      return moderated.note?.startsWith('no answer') ? stop(MODERATION_UNAVAILABLE, false) : stop(GUARDRAIL, true);

    const repeat = judgeRepeat(text, earlier);
    verdicts.push(repeat);
    if (!repeat.ok) return stop(GUARDRAIL, true);
    // Whoever was stopped meanwhile must not claim for an answer that nobody waits for.
    if (call.signal.aborted) return stop(TEXTS_UNAVAILABLE, false);
    const claimed = call.key === null ? 'claimed' : await claims.claim(claimIdOf(call.key), claimedText(text));
    const check = 'near-duplicate';
    switch (claimed) {
      case 'claimed':
        verdicts.push({ check, ok: true });
        break;
      case 'near_duplicate':
        verdicts.push({ check, ok: false, note: 'the fleet said nearly the same lately' });
        return stop(GUARDRAIL, true);
      case 'unavailable':
        verdicts.push({ check, ok: false, note: 'the ledger of texts did not answer' });
        return stop(TEXTS_UNAVAILABLE, false);
      default:
        return never(claimed);
    }

    verdicts.push(...judgeHuman(text));
    return verdicts.some(({ ok }) => !ok) ? stop(GUARDRAIL, true) : { verdicts, stopped: null };
  };

  /** Null: none of the bank's texts passed either. */
  const fromBank = async (
    input: Post,
    call: CallContext,
    costUsd: number,
    rejected: Wrote | null,
  ): Promise<ComposeAnswer | null> => {
    for (let i = 0; i < BANK_TRIES; i++) {
      const drawn = bankPost(input, i);
      const { verdicts, stopped } = await judge(drawn.composed, input.recentCaptions, call, true);
      if (stopped === null) {
        const result: ComposeResult = {
          ...{ step: 'compose', composed: drawn.composed, prompt: drawn.ref, provider: 'bank', model: drawn.ref.id },
          ...{ inputTokens: 0, outputTokens: 0, answer: '', verdicts: [...verdicts], source: 'bank' },
          ...(rejected === null ? {} : { rejected }),
        };
        return { kind: 'ok', costUsd, result };
      }
      if (stopped.code === TEXTS_UNAVAILABLE) return null;
    }
    return null;
  };

  const turnedDown = async (
    input: ComposeInput,
    call: CallContext,
    answer: Extract<ComposeAnswer, { kind: 'unusable' }>,
  ): Promise<ComposeAnswer> => {
    const mayMend = answer.again && (input.attempt?.n ?? 1) < MAX_ATTEMPTS.compose;
    if (mayMend) return answer;
    const final = { ...answer, again: false };
    if (input.kind !== 'post' || answer.code === TEXTS_UNAVAILABLE) return final;
    // A provider that refuses us altogether is down for us, whatever the reason.
    if (answer.code.startsWith('llm_http_') && whenDown === 'skip') return final;
    return (await fromBank(input, call, answer.costUsd, answer.wrote)) ?? final;
  };

  const judgeAnswer = async (
    input: ComposeInput,
    call: CallContext,
    answer: Extract<ComposeAnswer, { kind: 'ok' }>,
  ): Promise<ComposeAnswer> => {
    const { result, costUsd } = answer;
    const { composed, prompt, provider, model, inputTokens, outputTokens } = result;
    if (composed.kind === 'skip') return answer;
    const earlier = earlierOf(input, composed.kind === 'comment' ? composed.postId : null);
    const { verdicts, stopped } = await judge(composed, earlier, call, false);
    if (stopped === null) return { ...answer, result: { ...result, verdicts: [...verdicts] } };
    const wrote = {
      prompt,
      provider,
      model,
      inputTokens,
      outputTokens,
      answer: result.answer,
      verdicts: [...verdicts],
    };
    const { code, mend } = stopped;
    const reason = problemsOf(verdicts);
    return turnedDown(input, call, { kind: 'unusable', code, reason, costUsd, again: mend, wrote });
  };

  return {
    ceilingUsd: compose.ceilingUsd,
    prompt: compose.prompt,
    compose: async (input, call) => {
      const answer = await compose.compose(input, call);
      switch (answer.kind) {
        case 'ok':
          return judgeAnswer(input, call, answer);
        case 'unusable':
          return turnedDown(input, call, answer);
        case 'unsent':
          if (whenDown === 'skip' || input.kind !== 'post' || call.signal.aborted) return answer;
          return (await fromBank(input, call, 0, null)) ?? answer;
        case 'unclear': {
          const last = (input.attempt?.n ?? 1) >= MAX_ATTEMPTS.compose;
          if (!last || whenDown === 'skip' || input.kind !== 'post' || call.signal.aborted) return answer;
          // It may have been billed, and is charged as if it was; the post itself need not be lost.
          return (await fromBank(input, call, compose.ceilingUsd(input), null)) ?? answer;
        }
        default:
          return never(answer);
      }
    },
  };
};
