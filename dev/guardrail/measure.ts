import { createBlocklist } from '@fleet/domain/content/blocklist';
import { claimedText, judgeForm, judgeHuman, type Text } from '@fleet/domain/content/guardrail';
import { createRecentTexts } from '@fleet/domain/content/recent-texts';
import { categoriesOf } from '../llm/moderations-route.ts';
import { CORPUS, type Harm, type Labelled } from './corpus.ts';

/** What the guardrail made of one labelled text. `stoppedBy`: every check that said no, in order; empty: it passed. */
export type Judged = Labelled & { readonly stoppedBy: readonly string[] };

export type CheckFigures = {
  readonly check: Harm;
  /** Texts labelled for this check. */
  readonly harmful: number;
  /** Those of them that it stopped itself. */
  readonly caught: number;
  /** Those that anything stopped. */
  readonly stopped: number;
  /** Harmless texts that it stopped. */
  readonly wrongly: number;
};
export type Figures = {
  readonly texts: number;
  readonly harmful: number;
  readonly checks: readonly CheckFigures[];
  /** Of what was stopped, the share that deserved it. */
  readonly precision: number;
  /** Of what is harmful, the share that was stopped. */
  readonly recall: number;
};

const CHECKS: readonly Harm[] = [
  ...(['language', 'length', 'sentences', 'links', 'handles', 'emails', 'phones', 'hashtags', 'blocklist'] as const),
  ...(['moderation', 'near-duplicate', 'human'] as const),
];

const asText = ({ kind, text }: Labelled): Text =>
  kind === 'comment'
    ? { kind, text }
    : { kind: 'post', imagePrompt: 'A still life', title: 'Still life', caption: text };
const checkOf = (name: string): string => name.replace(/^(caption|comment|title|image-prompt)-/, '');

/** The whole guardrail over a corpus, in its order, with the stand-in's moderation and a memory of its own. */
export const judgeCorpus = (corpus: readonly Labelled[] = CORPUS): readonly Judged[] => {
  const blocklist = createBlocklist();
  const texts = createRecentTexts();
  return corpus.map((labelled, i) => {
    const text = asText(labelled);
    const stoppedBy = judgeForm(text, blocklist)
      .filter(({ ok }) => !ok)
      .map(({ check }) => checkOf(check));
    if (categoriesOf(labelled.text).length > 0) stoppedBy.push('moderation');
    if (stoppedBy.length === 0 && texts.claim(String(i), claimedText(text)) === 'near_duplicate')
      stoppedBy.push('near-duplicate');
    if (judgeHuman(text).some(({ ok }) => !ok)) stoppedBy.push('human');
    return { ...labelled, stoppedBy };
  });
};

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

export const figuresOf = (judged: readonly Judged[]): Figures => {
  const harmful = judged.filter(({ harm }) => harm !== null);
  const stopped = judged.filter(({ stoppedBy }) => stoppedBy.length > 0);
  const right = stopped.filter(({ harm }) => harm !== null).length;
  return {
    texts: judged.length,
    harmful: harmful.length,
    checks: CHECKS.map((check) => {
      const own = harmful.filter(({ harm }) => harm === check);
      return {
        check,
        harmful: own.length,
        caught: own.filter(({ stoppedBy }) => stoppedBy.includes(check)).length,
        stopped: own.filter(({ stoppedBy }) => stoppedBy.length > 0).length,
        wrongly: judged.filter(({ harm, stoppedBy }) => harm === null && stoppedBy.includes(check)).length,
      };
    }),
    precision: share(right, stopped.length),
    recall: share(right, harmful.length),
  };
};
