import type { Agent, PersonaView } from '@fleet/domain/read-models/api';

/** What the form's fields hold: all text as typed, so that nothing is lost when it does not fit. */
export type AgentDraft = {
  username: string;
  persona: string;
  name: string;
  personality: string;
  vibe: string;
  interests: string;
  timezone: string;
  activeDays: number[];
  peakHours: string;
  peakMultiplier: number | null;
  offPeakMultiplier: number | null;
  minIntervalS: number | null;
  maxIntervalS: number | null;
  post: number | null;
  comment: number | null;
  like: number | null;
  workflow: string;
};

type Configured = Pick<
  Agent['config'],
  'personality' | 'vibe' | 'interests' | 'schedule' | 'minIntervalS' | 'maxIntervalS' | 'weights'
>;

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const hoursText = (ranges: readonly (readonly [number, number])[]) =>
  ranges.map(([from, to]) => `${from}-${to}`).join(', ');

const fields = (config: Configured) => ({
  personality: config.personality,
  vibe: config.vibe,
  interests: config.interests.join(', '),
  timezone: config.schedule.timezone,
  activeDays: [...config.schedule.activeDays],
  peakHours: hoursText(config.schedule.peakHours),
  peakMultiplier: config.schedule.peakMultiplier,
  offPeakMultiplier: config.schedule.offPeakMultiplier,
  minIntervalS: config.minIntervalS,
  maxIntervalS: config.maxIntervalS,
  post: config.weights.post,
  comment: config.weights.comment,
  like: config.weights.like,
});

export const emptyDraft = (): AgentDraft => ({
  username: '',
  persona: '',
  name: '',
  personality: '',
  vibe: '',
  interests: '',
  timezone: 'UTC',
  activeDays: [...everyDay],
  peakHours: '9-17',
  peakMultiplier: 2,
  offPeakMultiplier: 0.3,
  minIntervalS: 60,
  maxIntervalS: 300,
  post: 0.5,
  comment: 0.4,
  like: 0.7,
  workflow: 'social_square',
});

/** The persona's own values; what identifies the agent stays as typed. */
export const withPersona = (draft: AgentDraft, persona: PersonaView): AgentDraft => ({
  ...draft,
  ...fields(persona),
  persona: persona.id,
});

export const draftOf = (agent: Agent): AgentDraft => ({
  ...fields(agent.config),
  username: agent.username,
  persona: agent.personaId ?? '',
  name: agent.config.name,
  workflow: agent.config.workflow,
});

/** "9-12, 20-4" → [[9,12],[20,4]]. What is not a range becomes NaN, which the gateway's answer then names. */
const hoursOf = (text: string): (number | null)[][] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [from, to] = part.split(/\s*[-–]\s*/).map((hour) => (/^\d+$/.test(hour) ? Number(hour) : null));
      return [from ?? null, to ?? null];
    });

const configOf = (draft: AgentDraft) => ({
  name: draft.name,
  personality: draft.personality,
  vibe: draft.vibe,
  interests: draft.interests
    .split(',')
    .map((interest) => interest.trim())
    .filter(Boolean),
  schedule: {
    timezone: draft.timezone,
    activeDays: draft.activeDays.toSorted(),
    peakHours: hoursOf(draft.peakHours),
    peakMultiplier: draft.peakMultiplier,
    offPeakMultiplier: draft.offPeakMultiplier,
  },
  minIntervalS: draft.minIntervalS,
  maxIntervalS: draft.maxIntervalS,
  weights: { post: draft.post, comment: draft.comment, like: draft.like },
});

/** Body of `POST /agents`. With a persona the picture recipe is the persona's. */
export const creationOf = (draft: AgentDraft) => ({
  username: draft.username,
  ...configOf(draft),
  ...(draft.persona ? { persona: draft.persona } : { workflow: draft.workflow }),
});

/** Body of `PATCH /agents/:id`. */
export const changeOf = (draft: AgentDraft) => ({ ...configOf(draft), workflow: draft.workflow });

const known = Object.keys(emptyDraft());

/** The form's field that an error of a 422 is about ("schedule.peakHours.0.1" → "peakHours"); null: none of them. */
export function fieldOf(path: string): string | null {
  const parts = path.split(/[./]/).filter((part) => part && part !== 'body' && part !== 'config');
  return parts.find((part) => known.includes(part)) ?? null;
}
