import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from './openai-error.ts';

/** Words that stand for each category: enough for tests to be flagged, no claim to judge anything. */
const CATEGORIES: Readonly<Record<string, RegExp>> = {
  hate: /\b(?:subhuman|vermin people)\b/i,
  harassment: /\b(?:you idiot|worthless loser|shut up)\b/i,
  'self-harm': /\b(?:kill myself|self-harm)\b/i,
  sexual: /\b(?:porn|explicit sex)\b/i,
  violence: /\b(?:kill (?:you|him|her|them)|murder|slaughter)\b/i,
};
/** A picture is judged by its address, which tests choose: nobody looks at it. */
const FLAGGED_PICTURE = /flagged/;

const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string().min(1).max(4_000) }) }),
]);
const Inputs = z
  .array(z.union([z.string(), Part]))
  .min(1)
  .max(100);
const Body = z.object({
  input: z.union([z.string(), Inputs]),
  model: z.string().max(200).nullish(),
});

/** The categories that a text falls under: the whole judgement of the stand-in. */
export const categoriesOf = (text: string): readonly string[] =>
  Object.entries(CATEGORIES).flatMap(([name, words]) => (words.test(text) ? [name] : []));

const judged = (input: string | z.infer<typeof Part>): readonly string[] => {
  if (typeof input === 'string') return categoriesOf(input);
  if (input.type === 'text') return categoriesOf(input.text);
  return FLAGGED_PICTURE.test(input.image_url.url) ? ['violence'] : [];
};

export const moderationsRoute = (app: FastifyInstance): void => {
  app.post('/v1/moderations', async (request) => {
    const parsed = Body.safeParse(request.body);
    if (!parsed.success)
      throw new ApiFault(400, 'input: must be a text, or a list of texts and pictures', { param: 'input' });
    const inputs = Array.isArray(parsed.data.input) ? parsed.data.input : [parsed.data.input];
    return {
      id: 'modr-offline',
      model: parsed.data.model ?? 'omni-moderation-latest',
      results: inputs.map((input) => {
        const found = judged(input);
        const hits = Object.keys(CATEGORIES).map((name) => [name, found.includes(name)] as const);
        return {
          flagged: found.length > 0,
          categories: Object.fromEntries(hits),
          category_scores: Object.fromEntries(hits.map(([name, hit]) => [name, hit ? 0.97 : 0.001])),
        };
      }),
    };
  });
};
