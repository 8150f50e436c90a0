import type { Picture } from '../store/images.ts';
import { done, generationError, type Outcome } from './errors.ts';
import { colourOf, numberOf, type Parameters, textOf } from './parameters.ts';

const brand = '#0D9488';

function points(count: number, cx: number, cy: number, radiusAt: (i: number) => number, turnDeg: number): string {
  return Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI + ((turnDeg - 90) * Math.PI) / 180;
    return `${(cx + radiusAt(i) * Math.cos(angle)).toFixed(2)},${(cy + radiusAt(i) * Math.sin(angle)).toFixed(2)}`;
  }).join(' ');
}

function pattern(p: Parameters): string | null {
  const scale = numberOf(p, 'patternScale', 40, 5, 200);
  const ink = colourOf(p, 'patternColor', brand);
  const half = scale / 2;
  switch (textOf(p, 'patternType', 'dots')) {
    case 'dots':
      return `<circle cx="${half}" cy="${half}" r="${Math.max(2, scale / 10)}" fill="${ink}"/>`;
    case 'stripes':
      return `<rect width="${half}" height="${scale}" fill="${ink}"/>`;
    case 'grid':
      return `<path d="M${scale} 0H0V${scale}" fill="none" stroke="${ink}"/>`;
    case 'checkerboard':
      return `<path d="M0 0h${half}v${half}H0zM${half} ${half}h${half}v${half}H${half}z" fill="${ink}"/>`;
    default:
      return null;
  }
}

function fillOf(p: Parameters, width: number, height: number): Outcome<{ definition: string; paint: string }> {
  const kind = textOf(p, 'fillType', 'solid');
  switch (kind) {
    case 'none':
      return done({ definition: '', paint: 'none' });
    case 'solid':
      return done({ definition: '', paint: colourOf(p, 'fillColor', brand) });
    case 'gradient': {
      const stops = `<stop offset="0" stop-color="${colourOf(p, 'gradientColor1', brand)}"/><stop offset="1" stop-color="${colourOf(p, 'gradientColor2', '#14B8A6')}"/>`;
      if (textOf(p, 'gradientType', 'linear') === 'radial') {
        return done({
          definition: `<defs><radialGradient id="fill">${stops}</radialGradient></defs>`,
          paint: 'url(#fill)',
        });
      }
      const angle = (numberOf(p, 'gradientAngle', 135, 0, 360) * Math.PI) / 180;
      const [dx, dy] = [Math.cos(angle) / 2, Math.sin(angle) / 2];
      const ends = `x1="${(0.5 - dx).toFixed(3)}" y1="${(0.5 - dy).toFixed(3)}" x2="${(0.5 + dx).toFixed(3)}" y2="${(0.5 + dy).toFixed(3)}"`;
      return done({
        definition: `<defs><linearGradient id="fill" ${ends}>${stops}</linearGradient></defs>`,
        paint: 'url(#fill)',
      });
    }
    case 'pattern': {
      const content = pattern(p);
      if (content === null) return generationError(`Unknown pattern type: ${textOf(p, 'patternType', '')}`);
      const scale = numberOf(p, 'patternScale', 40, 5, 200);
      return done({
        definition: `<defs><pattern id="fill" width="${scale}" height="${scale}" patternUnits="userSpaceOnUse">${content}</pattern></defs><rect width="${width}" height="${height}" fill="${colourOf(p, 'patternBackground', '#FAFAFA')}"/>`,
        paint: 'url(#fill)',
      });
    }
    default:
      return generationError(`Unknown fill type: ${kind}`);
  }
}

/** The `shapes` generator: one free shape as SVG, at most 4096 pixels a side. */
export function drawShape(p: Parameters): Outcome<Picture> {
  const width = Math.round(numberOf(p, 'width', 1200, 1, 4096));
  const height = Math.round(numberOf(p, 'height', 630, 1, 4096));
  const strokeWidth = numberOf(p, 'strokeWidth', 0, 0, 100);
  const stroke =
    strokeWidth > 0 ? ` stroke="${colourOf(p, 'strokeColor', '#000000')}" stroke-width="${strokeWidth}"` : '';
  const turn = numberOf(p, 'rotation', 0, 0, 360);
  const fill = fillOf(p, width, height);
  if (!fill.ok) return fill;

  const [cx, cy] = [width / 2, height / 2];
  const margin = Math.max(10, strokeWidth);
  const radius = Math.max(1, Math.min(width, height) / 2 - margin);
  const paint = ` fill="${fill.value.paint}"${stroke}`;
  const rotated = turn === 0 ? '' : ` transform="rotate(${turn} ${cx} ${cy})"`;
  const kind = textOf(p, 'shapeType', 'rectangle');
  const polygon = (count: number, radiusAt: (i: number) => number) =>
    `<polygon points="${points(count, cx, cy, radiusAt, turn)}"${paint}/>`;
  const draw: Record<string, () => string> = {
    rectangle: () =>
      `<rect width="${width}" height="${height}" rx="${numberOf(p, 'cornerRadius', 0, 0, 4096)}"${paint}${rotated}/>`,
    circle: () => `<circle cx="${cx}" cy="${cy}" r="${radius}"${paint}/>`,
    ellipse: () =>
      `<ellipse cx="${cx}" cy="${cy}" rx="${Math.max(1, cx - margin)}" ry="${Math.max(1, cy - margin)}"${paint}${rotated}/>`,
    triangle: () => polygon(3, () => radius),
    polygon: () => polygon(Math.round(numberOf(p, 'sides', 6, 3, 20)), () => radius),
    star: () => {
      const inner = radius * numberOf(p, 'innerRadius', 0.5, 0.1, 0.9);
      return polygon(2 * Math.round(numberOf(p, 'points', 5, 3, 20)), (i) => (i % 2 === 0 ? radius : inner));
    },
  };
  const shape = Object.hasOwn(draw, kind) ? draw[kind]?.() : undefined;
  if (shape === undefined) return generationError(`Unknown shape type: ${kind}`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${fill.value.definition}${shape}</svg>`;
  return done({ bytes: Buffer.from(svg), mime: 'image/svg+xml', width, height });
}
