import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { z } from 'zod';
import { type Draws, drawsOf } from './draws.ts';
import { ApiFault } from './openai-error.ts';

const SIZES = ['256x256', '512x512', '1024x1024', '1024x1792', '1792x1024'] as const;
const ImageBody = z.object({
  prompt: z.string().min(1).max(4_000),
  model: z.string().max(200).nullish(),
  n: z.number().int().min(1).max(4).nullish(),
  size: z.enum(SIZES).nullish(),
  response_format: z.enum(['b64_json']).nullish(),
});

const hsl = (draws: Draws, lightness: number): string =>
  `hsl(${Math.floor(draws() * 360)} ${40 + Math.floor(draws() * 40)}% ${lightness}%)`;

/** A plain abstract picture: enough to be told apart, small enough to send. */
const draw = async (prompt: string, width: number, height: number, draws: Draws): Promise<Buffer> => {
  const shapes = Array.from({ length: 7 }, () => {
    const [x, y, r] = [draws() * width, draws() * height, (0.08 + draws() * 0.3) * Math.min(width, height)];
    const fill = hsl(draws, 35 + Math.floor(draws() * 40));
    return draws() < 0.5
      ? `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" fill-opacity="0.8"/>`
      : `<rect x="${x - r}" y="${y - r}" width="${2 * r}" height="${r}" fill="${fill}" fill-opacity="0.8" rx="${r / 5}"/>`;
  });
  const background = hsl(drawsOf(prompt), 88);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${background}"/>${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png({ compressionLevel: 9, palette: true }).toBuffer();
};

export const imagesRoute = (app: FastifyInstance, seed: string): void => {
  app.post('/v1/images/generations', async (request) => {
    const parsed = ImageBody.safeParse(request.body);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const param = issue?.path.join('.') ?? '';
      throw new ApiFault(400, `${param || 'body'}: ${issue?.message ?? 'invalid'}`, { param });
    }
    const { prompt, n, size } = parsed.data;
    const [width = 1024, height = 1024] = (size ?? '1024x1024').split('x').map(Number);
    const data = [];
    for (let i = 0; i < (n ?? 1); i++) {
      const png = await draw(prompt, width, height, drawsOf(seed, 'image', prompt, String(i)));
      data.push({ b64_json: png.toString('base64'), revised_prompt: prompt });
    }
    return { created: Math.floor(Date.now() / 1_000), data };
  });
};
