import { overlap, type Trigrams, trigramsOf } from '@fleet/domain/content/similarity';

const REMEMBERED = 10_000;
/** Trigrams of a text that are looked up, the rarest: twins share most of theirs, so they share one of these. */
const LOOKED_UP = 12;

/** Pairs of texts, each of the later with one of the last 10,000 before it, that say nearly the same. */
export const nearTwins = (texts: readonly string[]): readonly { readonly text: string; readonly twin: string }[] => {
  const known: { readonly text: string; readonly trigrams: Trigrams }[] = [];
  const byTrigram = new Map<string, number[]>();
  const twins: { text: string; twin: string }[] = [];
  for (const [i, text] of texts.entries()) {
    // Without letters there are no trigrams: alike is then only the same.
    const trigrams: Trigrams = /[\p{L}\p{N}]/u.test(text) ? trigramsOf(text) : new Set([text]);
    const rarest = [...trigrams]
      .sort((a, b) => (byTrigram.get(a)?.length ?? 0) - (byTrigram.get(b)?.length ?? 0))
      .slice(0, Math.max(LOOKED_UP, Math.ceil(trigrams.size * (1 - NEAR_DUPLICATE)) + 1));
    const candidates = new Set(rarest.flatMap((trigram) => byTrigram.get(trigram) ?? []));
    for (const candidate of candidates) {
      const other = known[candidate];
      if (candidate < i - REMEMBERED || !other || overlap(trigrams, other.trigrams) <= NEAR_DUPLICATE) continue;
      twins.push({ text, twin: other.text });
      break;
    }
    known.push({ text, trigrams });
    for (const trigram of trigrams) {
      const places = byTrigram.get(trigram);
      if (places) places.push(i);
      else byTrigram.set(trigram, [i]);
    }
  }
  return twins;
};
