import Table from 'cli-table3';

const noLines = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map((part) => [part, '']),
);

/** Aligned columns without lines, so that the output can be cut and searched. */
export const table = (rows: readonly (readonly string[])[], head?: readonly string[]): string => {
  const grid = new Table({
    chars: { ...noLines, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    ...(head ? { head: [...head] } : {}),
  });
  for (const row of rows) grid.push(row.map(plain));
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};

/** Texts of other people must not move the cursor or change colours. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Bidi_Control}]/gu, '');

export const shortened = (text: string, length: number): string => {
  const letters = [...text.trim()];
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : letters.join('');
};
export const usd = (amount: number): string => `$${amount.toFixed(2)}`;
export const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
