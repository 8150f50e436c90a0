import { stripTypeScriptTypes } from 'node:module';
import { draw } from '@fleet/domain/draws';

/** One line of one file, written otherwise. */
export type Mutant = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly operator: string;
  readonly before: string;
  readonly after: string;
};
type Operator = { readonly name: string; readonly apply: (line: string) => string | null };

const swap = (name: string, pattern: RegExp, to: string | ((found: string) => string)): Operator => ({
  name,
  apply: (line) => {
    if (!pattern.test(line)) return null;
    return line.replace(pattern, (found) => (typeof to === 'string' ? to : to(found)));
  },
});

/** What a tired engineer may get wrong in one line. */
const OPERATORS: readonly Operator[] = [
  swap('condition negated', /\bif \((.+)\) /, (found) => found.replace(/\bif \((.+)\) $/, 'if (!($1)) ')),
  swap('call dropped', /^(\s*)await [^=]+;$/, ''),
  swap('call dropped', /^(\s*)[a-zA-Z.]+\([^=]*\);$/, ''),
  swap('&& for ||', / \|\| /, ' && '),
  swap('|| for &&', / && /, ' || '),
  swap('equality turned', / (===|!==) /, (found) => (found === ' === ' ? ' !== ' : ' === ')),
  swap('comparison turned', / (<=|>=|<|>) (?=[\w(])/, (found) => TURNED[found.trim()] ?? found),
  swap('constant times ten', /(?<![\w.'`])\d[\d_]*(?![\w.'`])/, (found) =>
    String(Number(found.replaceAll('_', '')) * 10 || 1),
  ),
  swap('true for false', /\bfalse\b/, 'true'),
  swap('false for true', /\btrue\b/, 'false'),
  swap('minus for plus', / \+ (?!['"`])/, ' - '),
  swap('plus for minus', / - /, ' + '),
  swap('null returned', /\breturn [^;]+;$/, 'return null as never;'),
];
const TURNED: Readonly<Record<string, string>> = { '<': ' >= ', '>': ' <= ', '<=': ' > ', '>=': ' < ' };

/** Nothing in these lines does anything. */
const IDLE = /^\s*(\/\/|\*|\/\*|import |export type |type |readonly |\||\}|$)|^\s*[\w?]+: [\w<>[\] |]+;$/;

const parses = (source: string): boolean => {
  try {
    stripTypeScriptTypes(source);
    return true;
  } catch {
    return false;
  }
};

/** All mutants of a source that the parser takes, in the order of its lines. */
export const mutantsOf = (file: string, source: string): readonly Mutant[] => {
  const lines = source.split('\n');
  return lines.flatMap((before, i) => {
    if (IDLE.test(before)) return [];
    return OPERATORS.flatMap(({ name, apply }): readonly Mutant[] => {
      const after = apply(before);
      if (after === null || after === before) return [];
      return parses(lines.with(i, after).join('\n')) ? [{ file, line: i + 1, operator: name, before, after }] : [];
    });
  });
};

export const applied = ({ line, after }: Mutant, source: string): string =>
  source
    .split('\n')
    .with(line - 1, after)
    .join('\n');

/** `count` of them, no two on one line, the same for the same seed. */
export const chosen = (all: readonly Mutant[], seed: string, count: number): readonly Mutant[] => {
  const byLine = Map.groupBy(all, ({ file, line }) => `${file}:${line}`);
  const ranked = [...byLine].map(([place, here]) => ({ here, place, rank: draw(seed, place) }));
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked
    .slice(0, count)
    .flatMap(({ here, place }) => here[Math.floor(draw(seed, place, 'which') * here.length)] ?? []);
};
