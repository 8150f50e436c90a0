/**
 * Remembers answers by their question for a while. Questions that are asked while one like them is being answered wait
 * for that answer; one that fails is not kept. `answers` at most are held; the oldest go first.
 */
export const keepFor = <Q, A>(
  ask: (question: Q) => Promise<A>,
  { ms, answers, monotonicNow }: { readonly ms: number; readonly answers: number; readonly monotonicNow: () => number },
): ((question: Q) => Promise<A>) => {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<A> }>();
  return (question) => {
    const key = JSON.stringify(question);
    const known = kept.get(key);
    if (known && known.until > monotonicNow()) return known.answer;
    const answer = ask(question);
    const entry = { until: monotonicNow() + ms, answer };
    kept.delete(key);
    kept.set(key, entry);
    answer.catch(() => {
      if (kept.get(key) === entry) kept.delete(key);
    });
    const oldest = kept.keys().next().value;
    if (kept.size > answers && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
};
