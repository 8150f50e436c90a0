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
const Body = z.object({
  input: z.union([z.string(), z.array(z.string()).min(1).max(100)]),
  model: z.string().max(200).nullish(),
});

export const moderationsRoute = (app: FastifyInstance): void => {
  app.post('/v1/moderations', async (request) => {
    const parsed = Body.safeParse(request.body);
    if (!parsed.success) throw new ApiFault(400, 'input: must be a text or a list of texts', { param: 'input' });
    const inputs = Array.isArray(parsed.data.input) ? parsed.data.input : [parsed.data.input];
    return {
      id: 'modr-offline',
      model: parsed.data.model ?? 'omni-moderation-latest',
      results: inputs.map((text) => {
        const hits = Object.entries(CATEGORIES).map(([name, words]) => [name, words.test(text)] as const);
        return {
          flagged: hits.some(([, hit]) => hit),
          categories: Object.fromEntries(hits),
          category_scores: Object.fromEntries(hits.map(([name, hit]) => [name, hit ? 0.97 : 0.001])),
        };
      }),
    };
  });
};
