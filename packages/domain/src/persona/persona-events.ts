import { z } from 'zod';
import { Schedule, Weights, WorkflowKind } from '../agent/agent-config.ts';

const interval = z.number().int().min(5, 'must be at least 5 s').max(86_400, 'must be at most 86,400 s');
const PLACEHOLDER = /\{[^}]*\}/g;

/** `{first} {last}`: how the name of a seeded agent is put together; `{last}` is a surname of the fleet's own list. */
const NameTemplate = z
  .string()
  .min(1)
  .max(60)
  .refine((text) => text.includes('{first}'), 'must hold {first}')
  .refine(
    (text) => (text.match(PLACEHOLDER) ?? []).every((place) => place === '{first}' || place === '{last}'),
    'may hold {first} and {last} alone',
  );

const texts = (what: string, { of, longest, most }: { of: number; longest: number; most: number }) =>
  z
    .array(z.string().trim().min(1).max(longest))
    .min(of, `is empty: give at least ${of} ${what}, or leave it out`)
    .max(most);

/** Texts of a persona's own, for when the model does not answer; the built-in ones have theirs with the code. */
const Bank = z.strictObject({
  captions: texts('caption', { of: 1, longest: 200, most: 150 }),
  imagePrompts: texts('image prompt', { of: 1, longest: 300, most: 80 }),
});

/**
 * An archetype that agents are made from. Figures: facts on personas; every sentence is ours. What is optional came
 * later: published versions of before do without.
 */
export const Persona = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'must be 2 to 40 characters of a-z, 0-9 and _, a letter first'),
  name: z.string().min(1).max(100),
  vibe: z.string().max(50),
  tier: z.enum(['casual', 'regular', 'power']),
  /** Chance of being chosen when a mixed fleet is seeded, relative to the others. */
  weight: z.number().min(0, 'must be at least 0').max(100, 'must be at most 100'),
  usernamePrefix: z.string().regex(/^[a-z0-9_]{1,12}$/, 'must be 1 to 12 characters of a-z, 0-9 and _'),
  minIntervalS: interval,
  maxIntervalS: interval,
  weights: Weights,
  schedule: Schedule,
  interests: z.array(z.string().min(1).max(50)).max(20),
  personality: z.string().max(2_000),
  /** How it writes, in a sentence or two. */
  voice: z.string().max(500).optional(),
  /** Captions as it would write them: what a model is shown of its style. */
  examples: z.array(z.string().trim().min(1).max(300)).max(12).optional(),
  workflow: WorkflowKind,
  /** First names and the like that seeding draws from. */
  names: z.array(z.string().min(1).max(60)).min(1, 'is empty: give at least one name').max(200),
  nameTemplates: z.array(NameTemplate).max(20).optional(),
  /** Last parts of usernames, without the prefix. */
  handles: z
    .array(z.string().regex(/^[a-z0-9_]{2,16}$/, 'must be 2 to 16 characters of a-z, 0-9 and _'))
    .min(1, 'is empty: give at least one handle')
    .max(200),
  /** Posts of its agents wait for an operator's yes. */
  hold: z.boolean().optional(),
  bank: Bank.optional(),
});
export type Persona = z.infer<typeof Persona>;

const event = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.object({ type: z.literal(type), data: z.object(data) });

/** Stream `persona-<id>`: each published or changed definition is a version, from 1. */
export const PersonaEvent = z.discriminatedUnion('type', [
  event('PersonaPublished', {
    version: z.number().int().min(1),
    persona: Persona,
    by: z.string(),
    reason: z.string().max(500).optional(),
  }),
  event('PersonaRetired', { version: z.number().int(), by: z.string(), reason: z.string() }),
]);
export type PersonaEvent = z.infer<typeof PersonaEvent>;
