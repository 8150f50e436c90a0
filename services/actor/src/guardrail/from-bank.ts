import type { ComposeResult, Wrote } from '@fleet/domain/activity/activity-events';
import { NEAR_DUPLICATE_CHECK } from '@fleet/domain/content/similarity';
import type { Verdict } from '@fleet/domain/content/verdict';
import type { CallContext, ComposeAnswer, ComposeInput } from '../ports.ts';
import { type BankPost, builtInPost, ownPost } from './bank-post.ts';
import { MODERATION_UNAVAILABLE, TEXTS_UNAVAILABLE } from './codes.ts';
import type { Judge } from './judge.ts';
import { builtInTexts, type Moderate, moderateOnce } from './moderate.ts';

type Post = ComposeInput & { readonly kind: 'post' };

/** Draws from the built-in bank before a post is given up: the fleet may have said the first ones lately. */
const BUILT_IN_TRIES = 6;
/** Claims for one post from a persona's own bank; what was refused is remembered, so that later posts get further. */
const OWN_CLAIMS = 24;
/** Of an own bank's captions, that the fleet has said: they are not asked about again. */
const SPENT_REMEMBERED = 20_000;

type Tried =
  | { readonly kind: 'taken'; readonly drawn: BankPost; readonly verdicts: readonly Verdict[] }
  /** Nothing of it can be said; `note` tells why, where somebody should know. */
  | { readonly kind: 'none'; readonly note: string | null }
  /** Nobody can tell what was said before. */
  | { readonly kind: 'unavailable' };

export type FromBank = {
  /**
   * A post of the persona's own bank, then of the built-in one for its pictures; null: none passed. No text comes twice.
   * @param ended what became of the call before: its cost, the words it replaces, whether moderation is silent
   */
  take(
    input: Post,
    call: CallContext,
    ended: { readonly costUsd: number; readonly rejected: Wrote | null; readonly silent: boolean },
  ): Promise<ComposeAnswer | null>;
  /** Has one more post of the own bank moderated while the provider is there, so that it can be said when it is not. */
  learn(input: Post, signal: AbortSignal): Promise<void>;
};

/** Posts without a model. An operator's texts pass what a model's would; the built-in ones need no provider to see them. */
export const createFromBank = (judge: Judge, moderate: Moderate): FromBank => {
  const own = moderateOnce(moderate);
  const spent = new Set<string>();
  const spend = (caption: string) => {
    spent.add(caption);
    const [oldest] = spent;
    if (spent.size > SPENT_REMEMBERED && oldest !== undefined) spent.delete(oldest);
  };

  const fromOwn = async (input: Post, call: CallContext, silentBefore: boolean): Promise<Tried> => {
    const captions = input.agent.texts?.bank?.captions.length ?? 0;
    let [said, refused, unseen, claims] = [0, 0, 0, 0];
    let silent = silentBefore;
    for (let again = 0; again < captions && claims < OWN_CLAIMS; again++) {
      const drawn = ownPost(input, again);
      if (drawn === null) break;
      if (spent.has(drawn.composed.caption)) {
        said++;
        continue;
      }
      const { verdicts, stopped } = await judge(drawn.composed, input.recentCaptions, call, own.moderate(!silent));
      if (stopped === null) return { kind: 'taken', drawn, verdicts };
      if (stopped.code === TEXTS_UNAVAILABLE) return { kind: 'unavailable' };
      if (verdicts.some(({ check }) => check === NEAR_DUPLICATE_CHECK)) claims++;
      const last = verdicts.at(-1)?.check;
      if (stopped.code === MODERATION_UNAVAILABLE) {
        silent = true;
        unseen++;
      } else if (last === NEAR_DUPLICATE_CHECK) {
        said++;
        spend(drawn.composed.caption);
      } else if (last === 'caption-repeated') said++;
      else refused++;
    }
    if (captions === 0) return { kind: 'none', note: null };
    const why = `${said} said before, ${refused} not passed, ${unseen} not moderated, ${captions - said - refused - unseen} left for later`;
    return { kind: 'none', note: `none of its ${captions} captions (${why}): a built-in one instead` };
  };

  const fromBuiltIn = async (input: Post, call: CallContext): Promise<Tried> => {
    for (let again = 0; again < BUILT_IN_TRIES; again++) {
      const drawn = builtInPost(input, again);
      const { verdicts, stopped } = await judge(drawn.composed, input.recentCaptions, call, builtInTexts);
      if (stopped === null) return { kind: 'taken', drawn, verdicts };
      if (stopped.code === TEXTS_UNAVAILABLE) return { kind: 'unavailable' };
    }
    return { kind: 'none', note: null };
  };

  return {
    take: async (input, call, { costUsd, rejected, silent }) => {
      const first = await fromOwn(input, call, silent);
      const tried = first.kind === 'none' ? await fromBuiltIn(input, call) : first;
      if (tried.kind !== 'taken') return null;
      const { composed, ref } = tried.drawn;
      const passedOver: Verdict[] =
        first.kind === 'none' && first.note !== null ? [{ check: 'own-bank', ok: true, note: first.note }] : [];
      const result: ComposeResult = {
        ...{ step: 'compose', composed, prompt: ref, provider: 'bank', model: ref.id },
        ...{
          inputTokens: 0,
          outputTokens: 0,
          answer: '',
          verdicts: [...passedOver, ...tried.verdicts],
          source: 'bank',
        },
        ...(rejected === null ? {} : { rejected }),
      };
      return { kind: 'ok', costUsd, result };
    },

    learn: async (input, signal) => {
      const bank = input.agent.texts?.bank;
      const most = bank ? Math.max(bank.captions.length, bank.imagePrompts.length) : 0;
      for (let again = 0; again < most; again++) {
        const drawn = ownPost(input, again)?.composed;
        if (!drawn) return;
        const texts = [drawn.title, drawn.caption, drawn.imagePrompt].filter((text) => !own.isKnown(text));
        if (texts.length === 0) continue;
        await own.moderate(true)(texts, signal);
        return;
      }
    },
  };
};
