import type { AgentConfig, RHYTHM_MODELS, Rhythm, Weights } from '../agent/agent-config.ts';
import { draw, weightedIndex } from '../draws.ts';
import { AVERAGE_PARTICIPATION, type Participation, participationOf } from './participation.ts';
import type { Persona } from './persona-events.ts';
import { SURNAMES } from './surnames.ts';

export const PRESETS = ['natural', 'lively'] as const;
/**
 * `lively`: the persona's figures as they are, around the clock. `natural`: visits instead, of agents that take very
 * different parts; over all of them, two thirds of the moments are browsing.
 */
export type Preset = (typeof PRESETS)[number];

export type RhythmModel = (typeof RHYTHM_MODELS)[number];
const MODEL_OF: Readonly<Record<Preset, RhythmModel>> = { natural: 'sessions', lively: 'interval' };

export type PublishedPersona = { readonly version: number; readonly persona: Persona };

export type SeedRequest = {
  readonly fleetSeed: string;
  /** Place in the seeded sequence, from 0. */
  readonly index: number;
  /** What to choose from, each in its current version; the order does not matter. */
  readonly personas: readonly PublishedPersona[];
  /** Only this one; otherwise chosen by weight. */
  readonly persona?: string;
  readonly preset: Preset;
  /** Another model of timing than the preset's own. */
  readonly model?: RhythmModel | undefined;
};

export type SeededAgent = {
  readonly username: string;
  readonly name: string;
  readonly personaId: string;
  readonly personaVersion: number;
  readonly config: AgentConfig;
  readonly seedIndex: number;
};

const USERNAME_MAX = 30;
const NAME_MAX = 100;
/** Room for the number behind a handle: enough for ten million agents of one persona. */
const NUMBER_DIGITS = 6;
/** How far an agent's own intervals may lie inside its persona's, as a share of the lower bound; the mean stays. */
const INTERVAL_VARIATION = 0.15;

const TRAITS = [
  'Likes early replies and short sentences.',
  'Tends to notice the small thing at the edge of a picture first.',
  'Is more generous with praise on a good day than on a slow one.',
  'Often compares a picture with something seen on a walk.',
  'Prefers one precise word to three nice ones.',
  'Has a dry sense of humour that shows about once a day.',
  'Keeps returning to the same favourite subject from new sides.',
  'Asks how something was made before saying whether it is good.',
  'Is drawn to quiet colours and calm compositions.',
  'Is drawn to strong colours and bold shapes.',
  'Remembers beginnings, and is fond of anything unfinished.',
  'Changes style a little with the season.',
] as const;

/**
 * `lively` leaves weights as they are; `natural` keeps their proportions and scales their sum to the agent's engagement
 * (one third for the average agent), at most: who is meant to browse more still does.
 */
export const presetWeights = (
  weights: Weights,
  preset: Preset,
  { engagement }: Participation = AVERAGE_PARTICIPATION,
): Weights => {
  const sum = weights.post + weights.comment + weights.like;
  if (preset === 'lively' || sum <= engagement) return weights;
  const scaled = (weight: number) => Math.round((weight * engagement * 1e6) / sum) / 1e6;
  return { post: scaled(weights.post), comment: scaled(weights.comment), like: scaled(weights.like) };
};

/** How moments lie in time for an agent of this preset, or of another model than its own. */
export const presetRhythm = (
  preset: Preset,
  { sessionsPerDay }: Participation = AVERAGE_PARTICIPATION,
  model: RhythmModel = MODEL_OF[preset],
): Rhythm => (model === 'sessions' ? { model, sessionsPerDay } : { model });

/** The same list in an order of its own for each key. */
const shuffled = <T extends string>(items: readonly T[], order: (item: T) => number): T[] =>
  items
    .map((item) => ({ item, at: order(item) }))
    .sort((a, b) => a.at - b.at || (a.item < b.item ? -1 : 1))
    .map(({ item }) => item);

/**
 * Handles are given out in rounds, each in its own order, from the second round on with the round's number behind
 * them. Handles that end in digits lose them first, so no two places of a sequence can ever share a username.
 */
const usernameOf = (seed: string, persona: Persona, index: number): string => {
  const room = USERNAME_MAX - persona.usernamePrefix.length - NUMBER_DIGITS;
  const stems = [...new Set(persona.handles.map((handle) => handle.slice(0, room).replace(/[0-9_]+$/, '')))]
    .filter((stem) => stem.length >= 2)
    .sort();
  if (stems.length === 0) stems.push('agent');
  const round = Math.floor(index / stems.length);
  const order = shuffled(stems, (stem) => draw(seed, 'handle', persona.id, round, stem));
  return `${persona.usernamePrefix}${order[index % stems.length]}${round === 0 ? '' : round + 1}`;
};

const nameOf = (seed: string, persona: Persona, index: number): string => {
  const pick = (names: readonly string[], purpose: string) =>
    names[Math.floor(draw(seed, purpose, persona.id, index) * names.length)] ?? '';
  const first = pick(persona.names, 'name');
  const usual = first.includes(' ') ? '{first}' : '{first} {last}';
  const template = persona.nameTemplates?.length ? pick(persona.nameTemplates, 'nameTemplate') : usual;
  return template
    .replaceAll('{first}', first)
    .replaceAll('{last}', pick(SURNAMES, 'surname'))
    .slice(0, NAME_MAX)
    .trim();
};

const configOf = (request: SeedRequest, persona: Persona, name: string): AgentConfig => {
  const { fleetSeed: seed, index, preset, model = MODEL_OF[preset] } = request;
  const at = (purpose: string) => draw(seed, purpose, persona.id, index);
  const { minIntervalS: min, maxIntervalS: max } = persona;
  const inward = Math.min(Math.floor((max - min) / 2), Math.round(min * INTERVAL_VARIATION * at('interval')));
  // Evenly spaced moments do not tell lookers from posters by their number, so there all take the average part.
  const part = model === 'sessions' ? participationOf(seed, index) : AVERAGE_PARTICIPATION;
  const trait = TRAITS[Math.floor(at('trait') * TRAITS.length)] ?? TRAITS[0];
  const personality = `${persona.personality} ${trait}`;
  return {
    name,
    personality: personality.length <= 2_000 ? personality : persona.personality,
    vibe: persona.vibe,
    interests: shuffled(persona.interests, (interest) => draw(seed, 'interest', persona.id, index, interest)),
    schedule: persona.schedule,
    minIntervalS: min + inward,
    maxIntervalS: max - inward,
    weights: presetWeights(persona.weights, preset, part),
    workflow: persona.workflow,
    rhythm: presetRhythm(preset, part, model),
    ...(persona.hold ? { hold: true } : {}),
  };
};

/**
 * The agent at one place of a fleet's seeded sequence: the same seed, personas and index give the same agent on every
 * machine. Null when the persona asked for is not there, or none has any weight.
 */
export const seedAgent = (request: SeedRequest): SeededAgent | null => {
  const { fleetSeed, index } = request;
  const sorted = [...request.personas].sort((a, b) => (a.persona.id < b.persona.id ? -1 : 1));
  const place = weightedIndex(
    sorted.map(({ persona }) => persona.weight),
    draw(fleetSeed, 'persona', index),
  );
  const chosen =
    request.persona === undefined ? sorted[place ?? -1] : sorted.find(({ persona }) => persona.id === request.persona);
  if (!chosen) return null;
  const { persona, version } = chosen;
  const name = nameOf(fleetSeed, persona, index);
  return {
    username: usernameOf(fleetSeed, persona, index),
    name,
    personaId: persona.id,
    personaVersion: version,
    config: configOf(request, persona, name),
    seedIndex: index,
  };
};
