import { AgentConfig, type Weights } from '../agent/agent-config.ts';
import type { Persona } from './persona-events.ts';
import { presetWeights } from './seeding.ts';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const sumOf = ({ post, comment, like }: Weights): number => post + comment + like;
/** Weights are kept to six digits. */
const ROUNDING = 1e-5;

/** What was the old persona's becomes the new one's; what an operator set on the agent itself stays. */
const taken = <T>(own: T, before: T, now: T): T => (same(own, before) ? now : own);

/** A seeded agent's interests are its persona's in an order of its own: what stays keeps its place. */
const interests = (own: readonly string[], before: readonly string[], now: readonly string[]): string[] => {
  if (!same([...own].sort(), [...before].sort())) return [...own];
  const kept = own.filter((interest) => now.includes(interest));
  return [...kept, ...now.filter((interest) => !own.includes(interest))];
};

/** Behind its persona's a seeded agent's personality has a trait of its own. */
const personality = (own: string, before: string, now: string): string => {
  if (!own.startsWith(before)) return own;
  const whole = now + own.slice(before.length);
  return whole.length <= 2_000 ? whole : now;
};

/** A seeded agent's bounds lie a little inside its persona's, by the same seconds on both sides. */
const bounds = (
  own: AgentConfig,
  before: Persona,
  now: Persona,
): Pick<AgentConfig, 'minIntervalS' | 'maxIntervalS'> => {
  const inward = own.minIntervalS - before.minIntervalS;
  const derived = inward >= 0 && before.maxIntervalS - own.maxIntervalS === inward;
  if (!derived) return { minIntervalS: own.minIntervalS, maxIntervalS: own.maxIntervalS };
  const room = Math.floor((now.maxIntervalS - now.minIntervalS) / 2);
  const moved = Math.min(room, Math.round((inward / before.minIntervalS) * now.minIntervalS));
  return { minIntervalS: now.minIntervalS + moved, maxIntervalS: now.maxIntervalS - moved };
};

/** How much a seeded agent engages is its own; how that divides is its persona's. */
const weights = (own: Weights, before: Weights, now: Weights): Weights => {
  if (same(own, before)) return now;
  const [ownSum, beforeSum] = [sumOf(own), sumOf(before)];
  if (!(beforeSum > 0) || !(ownSum > 0)) return own;
  const factor = ownSum / beforeSum;
  const scaled = (kind: keyof Weights) => Math.abs(own[kind] - before[kind] * factor) < ROUNDING;
  if (!scaled('post') || !scaled('comment') || !scaled('like')) return own;
  return presetWeights(now, 'natural', { engagement: ownSum, sessionsPerDay: 1 });
};

/**
 * An agent's configuration after it takes a newer version of its persona over. Three-way: what it had from the old
 * version, also where seeding varied it, follows the new one; what was changed on the agent itself stays, and so do
 * its name and rhythm. Needs neither the seed nor the preset it was made with.
 */
export const adoptVersion = (own: AgentConfig, before: Persona, now: Persona): AgentConfig => {
  const { hold: ownHold = false, ...rest } = own;
  const hold = taken(ownHold, before.hold ?? false, now.hold ?? false);
  return AgentConfig.parse({
    ...rest,
    ...bounds(own, before, now),
    vibe: taken(own.vibe, before.vibe, now.vibe),
    schedule: taken(own.schedule, before.schedule, now.schedule),
    workflow: taken(own.workflow, before.workflow, now.workflow),
    interests: interests(own.interests, before.interests, now.interests),
    personality: personality(own.personality, before.personality, now.personality),
    weights: weights(own.weights, before.weights, now.weights),
    ...(hold ? { hold } : {}),
  });
};
