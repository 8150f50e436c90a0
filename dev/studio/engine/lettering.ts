import { colourOf, escapeXml, numberOf, type Parameters, textOf } from './parameters.ts';

const familyOf = (p: Parameters): string => escapeXml(textOf(p, 'fontFamily', 'Inter', 60));

/** Words broken into lines that fit; a word longer than a line stays whole. */
export function wrap(text: string, charactersPerLine: number, mostLines: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    if (line !== '' && line.length + 1 + word.length > charactersPerLine) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines.slice(0, mostLines);
}

/** An SVG of the image's size with one text at x, y (its baseline's start). */
export function textLayer(p: Parameters, width: number, height: number): string {
  const size = numberOf(p, 'fontSize', 32, 1, 1_000);
  const x = numberOf(p, 'x', 0, -width, 2 * width);
  const y = numberOf(p, 'y', size, -height, 2 * height);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="${x}" y="${y}" font-family="${familyOf(p)}" font-size="${size}" fill="${colourOf(p, 'color', '#ffffff')}">${escapeXml(textOf(p, 'text', ''))}</text></svg>`;
}

/** A bar with centred text, as wide as the image, as high as its lines need. */
export function captionBar(p: Parameters, width: number): { svg: string; height: number } {
  const size = numberOf(p, 'fontSize', 24, 4, 400);
  const lines = wrap(textOf(p, 'text', ''), Math.max(4, Math.floor((width - 2 * size) / (size * 0.55))), 6);
  const height = Math.round(size * (1 + 1.35 * Math.max(1, lines.length)));
  const text = lines
    .map((line, i) => `<text x="${width / 2}" y="${size * (1.5 + 1.35 * i)}">${escapeXml(line)}</text>`)
    .join('');
  return {
    height,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${colourOf(p, 'backgroundColor', '#000000')}"/><g text-anchor="middle" font-family="Inter" font-size="${size}" fill="${colourOf(p, 'textColor', '#ffffff')}">${text}</g></svg>`,
  };
}
