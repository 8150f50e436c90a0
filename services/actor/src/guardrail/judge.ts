import type { Blocklist } from '@fleet/domain/content/blocklist';
import { claimedText, judgeForm, judgeHuman, judgeRepeat, type Text } from '@fleet/domain/content/guardrail';
import { NEAR_DUPLICATE_CHECK } from '@fleet/domain/content/similarity';
import { GUARDRAIL, type Verdict } from '@fleet/domain/content/verdict';
import { never } from '@fleet/domain/decision';
import type { CallContext, TextClaims } from '../ports.ts';
import { MODERATION_UNAVAILABLE, TEXTS_UNAVAILABLE } from './codes.ts';
import type { Moderate } from './moderate.ts';

export type Judged = {
  readonly verdicts: readonly Verdict[];
  /** Null: passed. `mend`: telling the model may help. */
  readonly stopped: { readonly code: string; readonly mend: boolean } | null;
};

/** @param earlier words that must not come again, in whatever case and punctuation */
export type Judge = (text: Text, earlier: readonly string[], call: CallContext, moderate: Moderate) => Promise<Judged>;

/**
 * A text is claimed for the whole compose step, not for one try at it: a repaired text takes the place of the one it
 * mends, and whoever goes on after a crash may claim the very text that the dead worker had claimed.
 */
const claimIdOf = (attemptId: string): string => attemptId.replace(/\.\d+$/, '');

/**
 * The guardrail in its order: schema, length, sentences, contacts, blocklist, moderation, what was said before (their
 * own words, then the fleet-wide claim), claims to be human. Ends at the first group that does not pass.
 */
export const createJudge =
  ({ claims, blocklist }: { readonly claims: TextClaims; readonly blocklist: Blocklist }): Judge =>
  async (text, earlier, call, moderate) => {
    const verdicts: Verdict[] = [...judgeForm(text, blocklist)];
    const stop = (code: string, mend: boolean): Judged => ({ verdicts, stopped: { code, mend } });
    if (verdicts.some(({ ok }) => !ok)) return stop(GUARDRAIL, true);

    const shown = text.kind === 'post' ? [text.title, text.caption, text.imagePrompt] : [text.text];
    const { verdict, answered } = await moderate(shown, call.signal);
    verdicts.push(verdict);
    if (!verdict.ok) return answered ? stop(GUARDRAIL, true) : stop(MODERATION_UNAVAILABLE, false);

    const repeat = judgeRepeat(text, earlier);
    verdicts.push(repeat);
    if (!repeat.ok) return stop(GUARDRAIL, true);
    // Whoever was stopped meanwhile must not claim for an answer that nobody waits for.
    if (call.signal.aborted) return stop(TEXTS_UNAVAILABLE, false);
    const claimed = call.key === null ? 'claimed' : await claims.claim(claimIdOf(call.key), claimedText(text));
    const check = NEAR_DUPLICATE_CHECK;
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
