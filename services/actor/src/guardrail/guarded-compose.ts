import { MAX_ATTEMPTS } from '@fleet/domain/activity/activity';
import type { Blocklist } from '@fleet/domain/content/blocklist';
import { problemsOf } from '@fleet/domain/content/verdict';
import { never } from '@fleet/domain/decision';
import type { CallContext, Compose, ComposeAnswer, ComposeInput, Moderation, TextClaims } from '../ports.ts';
import { MODERATION_UNAVAILABLE, TEXTS_UNAVAILABLE } from './codes.ts';
import { createFromBank } from './from-bank.ts';
import { createJudge } from './judge.ts';
import { moderateBy } from './moderate.ts';

export type Guardrail = {
  readonly compose: Compose;
  readonly claims: TextClaims;
  /** Null: the provider has none. */
  readonly moderation: Moderation | null;
  readonly blocklist: Blocklist;
  /** What a post becomes while the model cannot be reached: a text of the bank, or nothing. */
  readonly whenDown: 'bank' | 'skip';
};

/** Of a call that brought no words to judge. */
const WITHOUT_WORDS = { rejected: null, silent: false } as const;

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
 * Composing with the guardrail around it. What does not pass is told to the model once (the step's second attempt);
 * after that a post takes a text of the persona's own bank, or else of the built-in one, and what still does not pass is
 * not said. No more than one call to the model per attempt.
 */
export const guardCompose = ({ compose, claims, moderation, blocklist, whenDown }: Guardrail): Compose => {
  const judge = createJudge({ claims, blocklist });
  const moderate = moderateBy(moderation);
  const bank = createFromBank(judge, moderate);

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
    const ended = { costUsd: answer.costUsd, rejected: answer.wrote, silent: answer.code === MODERATION_UNAVAILABLE };
    return (await bank.take(input, call, ended)) ?? final;
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
    const [{ verdicts, stopped }] = await Promise.all([
      judge(composed, earlier, call, moderate),
      input.kind === 'post' ? bank.learn(input, call.signal) : null,
    ]);
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
          return (await bank.take(input, call, { costUsd: 0, ...WITHOUT_WORDS })) ?? answer;
        case 'unclear': {
          const last = (input.attempt?.n ?? 1) >= MAX_ATTEMPTS.compose;
          if (!last || whenDown === 'skip' || input.kind !== 'post' || call.signal.aborted) return answer;
          // It may have been billed, and is charged as if it was; the post itself need not be lost.
          const costUsd = compose.ceilingUsd(input);
          return (await bank.take(input, call, { costUsd, ...WITHOUT_WORDS })) ?? answer;
        }
        default:
          return never(answer);
      }
    },
  };
};
