import { createBlocklist } from '@fleet/domain/content/blocklist';
import { sentenceCount } from '@fleet/domain/content/checks';
import { distinct, textGrams } from '@fleet/domain/content/diversity';
import { judgeForm, judgeHuman } from '@fleet/domain/content/guardrail';
import { NEAR_DUPLICATE, overlap, trigramsOf } from '@fleet/domain/content/similarity';
import type { Made, MadeText, Source } from './content-texts.ts';
import type { Gate } from './gates.ts';

/** Everything the content gates ask of a fleet's texts. Shares are of texts or pairs, 0 to 1. */
export type ContentMeasures = {
  readonly texts: number;
  /** Texts that nearly repeat an earlier one: as written, and as published. */
  readonly twinsWritten: number;
  readonly twinsPublished: number;
  readonly distinct1: number;
  readonly distinct2: number;
  /** Mean BLEU-4 of each text against all others: 1 when every text is made of others' phrases. */
  readonly selfBleu: number;
  /** Mean trigram similarity of all pairs. */
  readonly meanSimilarity: number;
  /** Texts that name or reach somebody, or claim to be human. */
  readonly forbidden: number;
  readonly sentencesOff: number;
};

const CAPTION_SENTENCES = 2;
const countsOf = (grams: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
};

/**
 * Mean BLEU-4 of each text with all the others as references (uniform weights, no brevity penalty since a reference of
 * any length is among so many, precisions of 0 smoothed to half a match). The highest two counts of each n-gram are
 * enough to know the highest among the others.
 */
export const selfBleu = (texts: readonly string[]): number => {
  const N = 4;
  const long = texts.filter((text) => textGrams(text, N).length > 0);
  const logs = long.map(() => 0);
  for (let n = 1; n <= N; n++) {
    const own = long.map((text) => countsOf(textGrams(text, n)));
    const top = new Map<string, { first: number; by: number; second: number }>();
    own.forEach((counts, by) => {
      for (const [gram, count] of counts) {
        const before = top.get(gram);
        if (!before) top.set(gram, { first: count, by, second: 0 });
        else if (count > before.first) top.set(gram, { first: count, by, second: before.first });
        else if (count > before.second) before.second = count;
      }
    });
    own.forEach((counts, i) => {
      let [matched, all] = [0, 0];
      for (const [gram, count] of counts) {
        const known = top.get(gram);
        const others = known === undefined ? 0 : known.by === i ? known.second : known.first;
        matched += Math.min(count, others);
        all += count;
      }
      logs[i] = (logs[i] ?? 0) + Math.log((matched === 0 ? 0.5 : matched) / all) / N;
    });
  }
  return logs.reduce((sum, log) => sum + Math.exp(log), 0) / logs.length;
};

/** Texts more alike than the ledger lets pass, by an earlier one; and the mean likeness of all pairs. */
const likeness = (texts: readonly MadeText[]): { twins: number; mean: number } => {
  const grams = texts.map(({ text }) => trigramsOf(text));
  let [twins, sum, pairs] = [0, 0, 0];
  grams.forEach((one, i) => {
    let twin = false;
    for (let j = 0; j < i; j++) {
      const other = grams[j];
      if (!other) continue;
      const alike = overlap(one, other);
      sum += alike;
      pairs++;
      twin ||= alike > NEAR_DUPLICATE;
    }
    if (twin) twins++;
  });
  return { twins: twins / texts.length, mean: sum / pairs };
};

export const measureContent = ({ written, published }: Made): ContentMeasures => {
  const blocklist = createBlocklist();
  const plain = published.map(({ text }) => text);
  const isForbidden = ({ kind, text }: MadeText): boolean => {
    const judged =
      kind === 'comment'
        ? ({ kind, text } as const)
        : ({ kind: 'post', imagePrompt: 'A still life', title: 'Still life', caption: text } as const);
    return [...judgeForm(judged, blocklist), ...judgeHuman(judged)].some(
      ({ check, ok }) => !ok && !check.endsWith('-sentences'),
    );
  };
  const isOff = ({ kind, text }: MadeText): boolean => {
    const sentences = sentenceCount(text);
    return sentences < 1 || sentences > (kind === 'comment' ? 1 : CAPTION_SENTENCES);
  };
  const [before, after] = [likeness(written), likeness(published)];
  return {
    texts: published.length,
    twinsWritten: before.twins,
    twinsPublished: after.twins,
    distinct1: distinct(plain, 1),
    distinct2: distinct(plain, 2),
    selfBleu: selfBleu(plain),
    meanSimilarity: after.mean,
    forbidden: published.filter(isForbidden).length,
    sentencesOff: published.filter(isOff).length,
  };
};

const DISTINCT_2_MIN = 0.6;

/**
 * The measures beside the gates of realism.md. The banks are what is left when no model answers: their few hundred
 * patterns repeat some word pairs in a thousand texts, which is told and not asked; no text of theirs repeats another.
 */
export const contentGates = (of: ContentMeasures, source: Source): Gate[] => {
  const held = (name: string, value: string, wanted: string, met: boolean): Gate => ({
    ...{ name, value, wanted, held: true, met, lacks: null },
  });
  const told = (name: string, value: string): Gate => ({
    name,
    value,
    wanted: '',
    held: false,
    met: true,
    lacks: null,
  });
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    told('near-duplicates as written, before the guardrail', percent(of.twinsWritten)),
    held('near-duplicates published', percent(of.twinsPublished), '0', of.twinsPublished === 0),
    told('distinct-1', of.distinct1.toFixed(3)),
    source === 'bank'
      ? told('distinct-2', of.distinct2.toFixed(3))
      : held('distinct-2', of.distinct2.toFixed(3), 'at least 0.6', of.distinct2 >= DISTINCT_2_MIN),
    told('self-BLEU (4-grams)', of.selfBleu.toFixed(3)),
    told('mean similarity of pairs (trigrams)', of.meanSimilarity.toFixed(3)),
    held('with links, handles, hashtags, addresses, numbers or claims', String(of.forbidden), '0', of.forbidden === 0),
    held('captions not of 1 or 2 sentences, comments not of 1', String(of.sentencesOff), '0', of.sentencesOff === 0),
  ];
};
