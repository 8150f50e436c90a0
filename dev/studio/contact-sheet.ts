import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { drawPrompt } from './art/draw.ts';
import { contactPrompts } from './contact-prompts.ts';

const cellPx = 200;
const gapPx = 8;
const columns = 10;

/** All prompts as one picture, a persona per row, in the shape its workflow gives them. */
export async function contactSheet(seed: string): Promise<Buffer> {
  const layers = [];
  let index = 0;
  for (const { wide, prompts } of contactPrompts) {
    for (const prompt of prompts) {
      const size = wide ? { width: 1792, height: 1024 } : { width: 1024, height: 1024 };
      const picture = await drawPrompt(prompt, { ...size, seed });
      const small = await sharp(picture)
        .resize({ width: cellPx, height: cellPx, fit: wide ? 'contain' : 'cover', background: '#ffffff' })
        .toBuffer();
      layers.push({
        input: small,
        left: gapPx + (index % columns) * (cellPx + gapPx),
        top: gapPx + Math.floor(index / columns) * (cellPx + gapPx),
      });
      index += 1;
    }
  }
  const rows = Math.ceil(index / columns);
  return sharp({
    create: {
      width: columns * (cellPx + gapPx) + gapPx,
      height: rows * (cellPx + gapPx) + gapPx,
      channels: 3,
      background: '#ffffff',
    },
  })
    .composite(layers)
    .png({ palette: true, colours: 256, dither: 0.6, compressionLevel: 9 })
    .toBuffer();
}

if (import.meta.main) {
  const [, , file = 'contact-sheet.png', seed = 'floimg'] = process.argv;
  const sheet = await contactSheet(seed);
  await writeFile(file, sheet);
  console.log(`${file}: ${contactPrompts.length} rows, ${Math.round(sheet.length / 1024)} kB`);
}
