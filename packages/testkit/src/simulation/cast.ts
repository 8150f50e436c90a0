import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import type { Persona } from '@fleet/domain/persona/persona-events';
import type { Random } from './random.ts';

/** One agent of a history, as it is made. */
export type Member = {
  readonly username: string;
  /** The platform knows it already; otherwise a job has to make it known. */
  readonly provisioned: boolean;
  /** Made from the first version of the persona, and brought to the second in the course of the history. */
  readonly ofPersona: boolean;
  readonly config: AgentConfig;
  /** How many days ago, in wall time, it made each post that waits for an operator's word. */
  readonly draftedDaysAgo: readonly number[];
};
/** Whom a history is about: agents, and both versions of the persona that some of them are made from. */
export type Cast = { readonly members: readonly Member[]; readonly versions: readonly [Persona, Persona] };

const USERNAMES = ['mira_draws', 'otto_prints', 'lena_lights'] as const;
const ALL_DAYS = [0, 1, 2, 3, 4, 5, 6];
const SCHEDULE = { timezone: 'UTC', activeDays: ALL_DAYS, peakHours: [], peakMultiplier: 1, offPeakMultiplier: 1 };
const DAY_S = 86_400;
/** Drafts wait for so long. */
const EXPIRES_AFTER_DAYS = 14;

const versionOf = (random: Random, hold: boolean, minIntervalS: number): Persona => ({
  ...{ id: 'lamp_maker', name: 'Lamp maker', vibe: 'calm', tier: 'power', weight: 1, usernamePrefix: 'lamp' },
  ...{ minIntervalS, maxIntervalS: minIntervalS + 12 },
  weights: { post: 0.4, comment: 0.2, like: random.pick([0.2, 0.3]) },
  ...{ schedule: SCHEDULE, interests: ['lamps'], personality: 'curious', workflow: 'chart' },
  ...{ names: ['Mira'], handles: ['draws'], hold },
});

const configOf = (random: Random, name: string, persona: Persona | null): AgentConfig => {
  const own = { name, personality: 'curious', vibe: 'calm', interests: ['lamps'], workflow: 'chart' } as const;
  const base = { ...own, interests: [...own.interests], schedule: SCHEDULE };
  if (persona === null) {
    const gaps = { minIntervalS: 5 + random.int(5), maxIntervalS: 12 + random.int(20) };
    const hold = random.chance(0.35) ? { hold: true } : {};
    return { ...base, ...gaps, weights: { post: 0.3, comment: 0.3, like: 0.3 }, ...hold };
  }
  const { minIntervalS, maxIntervalS, weights, hold } = persona;
  return { ...base, minIntervalS, maxIntervalS, weights, ...(hold ? { hold } : {}) };
};

/** Long over, over in the course of this history, or fresh. */
const draftedBefore = (random: Random): readonly number[] => {
  if (!random.chance(0.3)) return [];
  const over = random.chance(0.5) ? [EXPIRES_AFTER_DAYS + 1 + random.int(5)] : [];
  const soon = random.chance(0.5) ? [EXPIRES_AFTER_DAYS - random.between(5, 80) / DAY_S] : [];
  return [...over, ...soon, ...(random.chance(0.3) ? [3] : [])];
};

export const castOf = (random: Random): Cast => {
  const versions = [
    versionOf(random, random.chance(0.7), 5 + random.int(5)),
    versionOf(random, random.chance(0.6), 5 + random.int(8)),
  ] as const;
  const members = USERNAMES.slice(0, 1 + random.int(USERNAMES.length)).map((username): Member => {
    const ofPersona = random.chance(0.5);
    const config = configOf(random, username, ofPersona ? versions[0] : null);
    const draftedDaysAgo = config.hold ? draftedBefore(random) : [];
    return { username, provisioned: random.chance(0.8), ofPersona, config, draftedDaysAgo };
  });
  return { members, versions };
};
