import { createHash } from 'node:crypto';
import sharp from 'sharp';

/** A number in [0, 1) that is always the same for the same text. */
export const draw = (text: string): number => createHash('sha1').update(text).digest().readUInt32BE(0) / 2 ** 32;

/** A small abstract picture, always the same for the same name. */
export function picture(name: string): string {
  const hue = Math.floor(draw(`${name} hue`) * 360);
  const second = (hue + 40 + Math.floor(draw(`${name} second`) * 140)) % 360;
  const shapes = Array.from({ length: 7 }, (_, index) => {
    const at = (what: string) => draw(`${name} ${what} ${index}`);
    const colour = `hsl(${index % 2 ? hue : second} ${45 + at('s') * 40}% ${30 + at('l') * 50}%)`;
    const [x, y, size] = [at('x') * 320, at('y') * 320, 30 + at('r') * 120];
    return at('kind') < 0.5
      ? `<circle cx="${x}" cy="${y}" r="${size / 1.6}" fill="${colour}" opacity=".85"/>`
      : `<rect x="${x - size / 2}" y="${y - size / 2}" width="${size}" height="${size * 1.3}" rx="10" fill="${colour}" opacity=".85" transform="rotate(${at('turn') * 90} ${x} ${y})"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="320" height="320"><rect width="320" height="320" fill="hsl(${hue} 40% ${20 + draw(`${name} ground`) * 65}%)"/>${shapes.join('')}</svg>`;
}

/** So many different pictures are enough to look at; each is cut once. */
const variety = 200;
const cut = new Map<string, Promise<Buffer>>();

/** A picture as the gateway sends it: raster, of the width that was asked for. A browser draws it far quicker than SVG. */
export function thumbnail(url: string, widthPx: number): Promise<Buffer> {
  const name = `${Math.floor(draw(url) * variety)} ${widthPx}`;
  const known =
    cut.get(name) ??
    sharp(Buffer.from(picture(name)))
      .resize(widthPx)
      .webp()
      .toBuffer();
  cut.set(name, known);
  return known;
}
