import { colour, darker, lighter } from './colour.ts';
import type { Grid } from './pixel-grid.ts';
import { sprites } from './pixel-sprite-rows.ts';
import type { Random } from './random.ts';

/** Colours that every sprite shares, by their character. */
const fixed = {
  '#': '#1b1622',
  w: '#f8f4e8',
  k: '#1b1622',
  s: '#f2c6a0',
  S: '#c98f6b',
  g: '#9aa4b2',
  G: '#5d6675',
  y: '#ffd24a',
  Y: '#c98a1e',
  n: '#7a4a2b',
  N: '#54301b',
  e: '#4fae5a',
  E: '#2e7544',
  r: '#e0483e',
};

const isItem = new Set(['potion', 'sword', 'gem', 'heart', 'coin', 'chest', 'key', 'shield']);
export const heroes = Object.keys(sprites).filter((name) => !isItem.has(name) && name !== 'tree' && name !== 'house');
export const items = [...isItem];

const synonyms: readonly (readonly [RegExp, string])[] = [
  [/slime|blob|jelly/, 'slime'],
  [/ghost|spirit|phantom/, 'ghost'],
  [/mushroom|fung/, 'mushroom'],
  [/dragon|wyvern|lizard/, 'dragon'],
  [/robot|mech|android|drone/, 'robot'],
  [/\bcat\b|fox|animal|pet\b/, 'cat'],
  [/wizard|witch|mage|sorcer/, 'wizard'],
  [/ship|rocket|space|shooter/, 'ship'],
  [/knight|paladin|guard|warrior/, 'knight'],
  [/potion|elixir|flask/, 'potion'],
  [/sword|blade|weapon/, 'sword'],
  [/gem|crystal|jewel/, 'gem'],
  [/chest|treasure|loot/, 'chest'],
  [/shield|armou?r/, 'shield'],
  [/hero|adventurer|character|player|girl|boy|farmer|merchant/, 'hero'],
];

export const spriteFor = (prompt: string, random: Random): string =>
  synonyms.find(([sign]) => sign.test(prompt))?.[1] ?? random.pick(heroes);

/** Puts a sprite with its lower left corner at x, y, each of its cells `size` grid cells large. */
export function place(grid: Grid, name: string, x: number, y: number, hue: number, size = 1, flip = false): void {
  const rows = sprites[name] ?? [];
  const base = colour(0.62, 0.16, hue);
  const key: Record<string, string> = { ...fixed, a: base, b: darker(base, 0.32), c: lighter(base, 0.4) };
  if (size === 1) {
    grid.stamp(x, y - rows.length, rows, key, flip);
    return;
  }
  rows.forEach((row, j) => {
    [...row].forEach((c, i) => {
      const paint = key[c];
      if (paint !== undefined)
        grid.rect(x + (flip ? row.length - 1 - i : i) * size, y - (rows.length - j) * size, size, size, paint);
    });
  });
}
export const sizeOf = (name: string): { w: number; h: number } => ({
  w: Math.max(0, ...(sprites[name] ?? []).map((row) => row.length)),
  h: sprites[name]?.length ?? 0,
});
