import { z } from 'zod';
import { WorkflowKind } from '../agent/agent-config.ts';
import { Persona } from '../persona/persona-events.ts';
import { PersonaView } from './api.ts';

const count = z.number().int();

/** A persona in a list: what it is, who is of it, and how active they are made. */
export const PersonaSummary = PersonaView.extend({
  voice: z.string().nullable(),
  examples: z.array(z.string()),
  nameTemplates: z.array(z.string()),
  usernamePrefix: z.string(),
  workflow: WorkflowKind,
  /** Posts of its agents wait for an operator's yes. */
  hold: z.boolean(),
  /** A factor beside the fleet's level, 0 to 4. */
  activityLevel: z.number(),
  /** Of its agents, those that were made from an older version and have not taken this one over. */
  agentsBehind: count,
});
export type PersonaSummary = z.infer<typeof PersonaSummary>;

export const PersonaVersion = z.object({
  version: count,
  /** Wall clock. */
  at: z.iso.datetime(),
  by: z.string(),
  reason: z.string().nullable(),
  persona: Persona,
});
export type PersonaVersion = z.infer<typeof PersonaVersion>;

/** One persona whole: as it is published, and its newest 20 versions, newest first. */
export const PersonaDetail = PersonaSummary.extend({ persona: Persona, versions: z.array(PersonaVersion) });
export type PersonaDetail = z.infer<typeof PersonaDetail>;

/** Answer of publishing and retiring: the persona right after it. `changed`: false where it stood so already. */
export const PersonaCommandResult = PersonaDetail.extend({ changed: z.boolean(), position: z.string() });
export type PersonaCommandResult = z.infer<typeof PersonaCommandResult>;

export const PersonaLevelResult = z.object({ id: z.string(), activityLevel: z.number(), position: z.string() });
export type PersonaLevelResult = z.infer<typeof PersonaLevelResult>;

/** A version on its way to the agents of its persona; up to 200,000, in the background. */
export const Adoption = z.object({
  id: z.string(),
  personaId: z.string(),
  version: count,
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  state: z.enum(['running', 'done']),
  /** Agents of older versions when it began, those looked at so far, those it changed, those that refused. */
  matched: count,
  handled: count,
  changed: count,
  refusedCount: count,
  /** The first 100 that refused, and why. */
  refused: z.array(z.object({ id: z.string(), code: z.string(), reason: z.string() })),
  position: z.string(),
});
export type Adoption = z.infer<typeof Adoption>;

/** A day as agents of a persona would spend it, computed and not lived: nothing is called and nothing costs. */
export const PersonaPreview = z.object({
  /** Fleet clock, `[from, to)`. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  timeZone: z.string(),
  agents: count,
  /** Moments an agent has on that day, on average. */
  perAgent: z.number(),
  hours: z.array(z.object({ at: z.iso.datetime(), post: count, comment: count, like: count, browse: count })),
  /** The first agents that seeding would make of it. */
  examples: z.array(z.object({ username: z.string(), name: z.string(), interests: z.array(z.string()) })),
});
export type PersonaPreview = z.infer<typeof PersonaPreview>;

/** What became of agents seeded together: their users at the platform are made behind the answer. */
export const Seeding = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  persona: z.string().nullable(),
  seed: z.string(),
  created: count,
  /** Of the created: has its user; was refused one; is still to be made; was deleted since. */
  provisioned: count,
  failed: count,
  waiting: count,
  deleted: count,
  /** The first 100 that were refused, and what the platform said. */
  failures: z.array(z.object({ id: z.string(), username: z.string(), reason: z.string() })),
});
export type Seeding = z.infer<typeof Seeding>;

export const SeedingRetry = z.object({ asked: count, position: z.string() });
export type SeedingRetry = z.infer<typeof SeedingRetry>;
