import { z } from 'zod';
import { Schedule, Weights, WorkflowKind } from '../agent/agent-config.ts';

/** An archetype that agents are made from. Figures: facts on personas; every sentence is ours. */
export const Persona = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
  name: z.string().min(1).max(100),
  vibe: z.string().max(50),
  tier: z.enum(['casual', 'regular', 'power']),
  /** Chance of being chosen when a mixed fleet is seeded, relative to the others. */
  weight: z.number().min(0).max(100),
  usernamePrefix: z.string().regex(/^[a-z0-9_]{1,12}$/),
  minIntervalS: z.number().int().min(5).max(86_400),
  maxIntervalS: z.number().int().min(5).max(86_400),
  weights: Weights,
  schedule: Schedule,
  interests: z.array(z.string().min(1).max(50)).max(20),
  personality: z.string().max(2_000),
  workflow: WorkflowKind,
  /** First names and the like that seeding draws from. */
  names: z.array(z.string().min(1).max(60)).min(1).max(200),
  /** Last parts of usernames, without the prefix. */
  handles: z
    .array(z.string().regex(/^[a-z0-9_]{2,16}$/))
    .min(1)
    .max(200),
});
export type Persona = z.infer<typeof Persona>;

const event = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.object({ type: z.literal(type), data: z.object(data) });

/** Stream `persona-<id>`: each published or changed definition is a version, from 1. */
export const PersonaEvent = z.discriminatedUnion('type', [
  event('PersonaPublished', { version: z.number().int().min(1), persona: Persona, by: z.string() }),
  event('PersonaRetired', { version: z.number().int(), by: z.string(), reason: z.string() }),
]);
export type PersonaEvent = z.infer<typeof PersonaEvent>;
