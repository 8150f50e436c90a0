import { describe, expect, it } from 'vitest';
import { applied, chosen, mutantsOf } from './mutants.ts';

const SOURCE = `import { a } from './a.ts';
/** if (this were code) it would be changed */
export type T = { readonly x: number };
export const f = async (x: number): Promise<boolean> => {
  if (x === 3 && x < 4) return false;
  await a(x);
  return x + 1 > 2;
};
`;

describe('mutants of a source', () => {
  it('change one line each, and only lines that do something', () => {
    const all = mutantsOf('f.ts', SOURCE);
    expect(new Set(all.map(({ line }) => line))).toEqual(new Set([5, 6, 7]));
    expect(all.map(({ operator }) => operator)).toEqual(
      expect.arrayContaining(['condition negated', 'call dropped', '|| for &&', 'equality turned', 'minus for plus']),
    );
    const negated = all.find(({ operator }) => operator === 'condition negated');
    expect(negated?.after).toBe('  if (!(x === 3 && x < 4)) return false;');
    for (const mutant of all) {
      const lines = applied(mutant, SOURCE).split('\n');
      expect(lines.filter((line, i) => line !== SOURCE.split('\n')[i])).toHaveLength(1);
    }
  });

  it('are drawn by the seed, no two on one line', () => {
    const all = mutantsOf('f.ts', SOURCE);
    const drawn = chosen(all, 's', 3);
    expect(drawn).toEqual(chosen(all, 's', 3));
    expect(new Set(drawn.map(({ line }) => line)).size).toBe(3);
    expect(chosen(all, 's', 100)).toHaveLength(3);
  });
});
