import type { Activity, ActivityKind, Agent, Fleet, PersonaView, StatPoint } from '@fleet/domain/read-models/api';
import { draw } from './pictures.ts';

type Archetype = [
  id: string,
  name: string,
  zone: string,
  days: number[],
  hours: [number, number][],
  captions: string[],
];

const week = [0, 1, 2, 3, 4, 5, 6];
const archetypes: Archetype[] = [
  [
    'product_photographer',
    'Product photographer',
    'America/New_York',
    [1, 2, 3, 4, 5],
    [
      [9, 12],
      [13, 17],
    ],
    [
      'Walnut tray on linen, one soft light from the left',
      'Third take on the ceramic mug. The rim finally reads.',
      'Clean packshot, no props, just the label',
    ],
  ],
  [
    'social_marketer',
    'Social marketer',
    'America/Los_Angeles',
    week,
    [
      [7, 9],
      [12, 14],
      [18, 22],
    ],
    [
      'Launch week carousel, slide one',
      'Square crop works better than portrait here, fight me',
      'Colour-blocked teaser for Friday',
    ],
  ],
  [
    'indie_game_dev',
    'Indie game developer',
    'America/Chicago',
    [0, 5, 6],
    [
      [18, 24],
      [0, 2],
    ],
    ['Moss tiles for the second cave, 16 px', 'Idle animation sheet, four frames', 'The lantern sprite now flickers'],
  ],
  [
    'data_viz',
    'Data designer',
    'Europe/London',
    [1, 2, 3, 4, 5],
    [
      [8, 12],
      [14, 18],
    ],
    ['Ferry delays by hour, small multiples', 'One line, one annotation, nothing else', 'Rainfall as ridgelines'],
  ],
  [
    'ai_artist',
    'Image artist',
    'UTC',
    week,
    [
      [20, 24],
      [0, 4],
    ],
    ['Staircase made of weather', 'Prompt: a library that grows like coral', 'Six suns, none of them warm'],
  ],
  [
    'ux_designer',
    'Interface designer',
    'America/Los_Angeles',
    [1, 2, 3, 4, 5],
    [
      [9, 12],
      [14, 18],
    ],
    ['Empty state for a settings page', 'Segmented control, three densities', 'Focus ring study, light and dark'],
  ],
];
const first = ['Ines', 'Marek', 'Yuki', 'Tobias', 'Amara', 'Leon', 'Priya', 'Sofie', 'Diego', 'Hana', 'Noor', 'Felix'];
const last = ['Novak', 'Okafor', 'Lindqvist', 'Marsh', 'Ferreira', 'Sato', 'Keller', 'Duarte', 'Hale', 'Voss'];
const comments = [
  'The light on the edge is lovely.',
  'How did you get the grain so even?',
  'Saving this for the next project',
  'That second colour does all the work.',
];

const weights = { post: 0.5, comment: 0.5, like: 0.7 };

export const personas = (agents: readonly Agent[]): PersonaView[] =>
  archetypes.map(([id, name, timezone, activeDays, peakHours], index) => ({
    id,
    version: 1,
    name,
    vibe: 'professional',
    tier: 'regular',
    weight: 1 + index / 10,
    weights,
    schedule: { timezone, activeDays, peakHours, peakMultiplier: 2, offPeakMultiplier: 0.3 },
    minIntervalS: 60,
    maxIntervalS: 300,
    interests: ['light', 'colour', 'craft'],
    personality: 'Careful, dry, generous with praise when it is earned.',
    retired: false,
    agents: agents.filter((agent) => agent.personaId === id && agent.status !== 'deleted').length,
  }));

const uuid = (n: number) => `00000000-0000-5000-8000-${String(n).padStart(12, '0')}`;
const pick = <T>(list: readonly T[], key: string): T => list[Math.floor(draw(key) * list.length)] as T;

/** Agent number `n` of the fake fleet. */
export function agentNumber(n: number, image: (name: string) => string): Agent {
  const [persona, , timezone, activeDays, peakHours] = archetypes[n % archetypes.length] as Archetype;
  const name = `${first[n % first.length]} ${pick(last, `last ${n}`)}`;
  const dice = draw(`status ${n}`);
  const status =
    dice < 0.72 ? 'running' : dice < 0.82 ? 'sleeping' : dice < 0.9 ? 'paused' : dice < 0.96 ? 'idle' : 'error';
  const posts = Math.floor(draw(`posts ${n}`) * 60);
  return {
    id: uuid(n),
    username: `${name.toLowerCase().replace(' ', '_')}_${n}`,
    name,
    personaId: persona,
    personaVersion: 1,
    status,
    statusReason: {
      sleeping: 'Post limit of the platform',
      paused: 'paused from the dashboard',
      error: 'The platform refused this agent (403)',
      running: null,
      idle: null,
    }[status],
    sleepingUntil: status === 'sleeping' ? new Date(Date.now() + 3_600_000).toISOString() : null,
    provisioned: true,
    deleting: false,
    config: {
      name,
      personality: 'Careful, dry, generous.',
      vibe: 'professional',
      interests: ['light', 'craft'],
      schedule: { timezone, activeDays, peakHours, peakMultiplier: 2, offPeakMultiplier: 0.3 },
      minIntervalS: 60,
      maxIntervalS: 300,
      weights,
      workflow: 'social_square',
    },
    createdAt: new Date(Date.now() - 86_400_000).toISOString(),
    lastActiveAt: status === 'idle' ? null : new Date(Date.now() - draw(`active ${n}`) * 3_600_000).toISOString(),
    lastImageUrl: posts > 0 && status !== 'idle' ? image(`last-${n}`) : null,
    counts: { post: posts, comment: Math.floor(posts * 1.4), like: posts * 3, browse: posts * 2, failed: 0 },
    spendUsd: posts * 0.0021,
    errorStreak: status === 'error' ? 3 : 0,
    isAgent: true,
    lastHours: Array.from({ length: 24 }, (_, hour) =>
      Math.round(draw(`hour ${n} ${hour}`) * (status === 'running' ? 9 : 0)),
    ),
    nextActionAt: status === 'running' ? new Date(Date.now() + draw(`next ${n}`) * 3_000_000).toISOString() : null,
    position: String(1_000 + n),
  };
}

/** Activity number `n`, done by one of the agents. */
export function activityNumber(
  n: number,
  agents: readonly Agent[],
  at: number,
  image: (name: string) => string,
): Activity {
  const agent = pick(
    agents.filter((one) => one.status === 'running').length > 0
      ? agents.filter((one) => one.status === 'running')
      : agents,
    `who ${n}`,
  );
  const captions = archetypes.find(([id]) => id === agent.personaId)?.[5] ?? ['Untitled study'];
  const dice = draw(`kind ${n}`);
  const kind: ActivityKind =
    dice < 0.3
      ? 'post'
      : dice < 0.48
        ? 'comment'
        : dice < 0.8
          ? 'like'
          : dice < 0.93
            ? 'browse'
            : dice < 0.97
              ? 'rejected'
              : dice < 0.985
                ? 'unknown'
                : 'skipped';
  const caption = pick(captions, `caption ${n}`);
  const wrote = kind === 'post' || kind === 'comment';
  const when = new Date(at).toISOString();
  return {
    id: `${agent.id}.${n.toString(36)}`,
    kind,
    action: kind === 'rejected' || kind === 'unknown' ? 'post' : kind === 'skipped' ? null : kind,
    agentId: agent.id,
    agentName: agent.name,
    username: agent.username,
    personaId: agent.personaId,
    at: when,
    recordedAt: when,
    postId: kind === 'browse' || kind === 'skipped' || kind === 'rejected' ? null : `post-${n}`,
    postTitle: kind === 'like' || kind === 'comment' || kind === 'post' ? caption : null,
    text: kind === 'post' ? caption : kind === 'comment' ? pick(comments, `comment ${n}`) : null,
    imageUrl: kind === 'post' || kind === 'like' || kind === 'comment' ? image(`post-${n}`) : null,
    costUsd: wrote ? 0.0012 + draw(`cost ${n}`) * 0.004 : 0,
    inputTokens: wrote ? 640 : 0,
    outputTokens: wrote ? 92 : 0,
    model: wrote ? 'offline-grammar' : null,
    prompt: wrote ? { id: kind, version: 3, hash: 'a1b2c3' } : null,
    code: kind === 'rejected' ? 'near_duplicate' : kind === 'unknown' ? 'no_answer' : null,
    reason:
      kind === 'rejected'
        ? 'Too close to a caption of yesterday'
        : kind === 'unknown'
          ? 'The gallery did not answer in time'
          : kind === 'skipped'
            ? 'The agent was still busy'
            : kind === 'browse'
              ? 'saw 20 posts on 1 page, opened 2, read 5 comments'
              : null,
    tookMs: 120 + draw(`took ${n}`) * (kind === 'post' ? 9_000 : 900),
    shadow: false,
    synthetic: true,
    position: String(100_000 + n),
  };
}

export const countsOf = (agents: readonly Agent[]): Fleet['agents'] => {
  const of = (status: Agent['status']) => agents.filter((agent) => agent.status === status).length;
  const living = agents.filter((agent) => agent.status !== 'deleted').length;
  return {
    total: living,
    idle: of('idle'),
    running: of('running'),
    paused: of('paused'),
    sleeping: of('sleeping'),
    error: of('error'),
    deleted: of('deleted'),
  };
};

/** The last hours of a fleet that breathes: more in some minutes than in others. */
export const minuteStats = (from: number, to: number): StatPoint[] => {
  const kinds: [ActivityKind, number][] = [
    ['post', 9],
    ['comment', 7],
    ['like', 16],
    ['browse', 8],
    ['rejected', 0.9],
    ['unknown', 0.4],
    ['skipped', 1],
  ];
  const points: StatPoint[] = [];
  for (let minute = Math.ceil(from / 60_000); minute < to / 60_000; minute++) {
    const swell = 0.65 + 0.35 * Math.sin(minute / 7) + draw(`swell ${minute}`) * 0.3;
    for (const [kind, usual] of kinds) {
      const count = Math.round(usual * swell * (0.5 + draw(`${kind} ${minute}`)));
      if (count > 0) points.push({ at: new Date(minute * 60_000).toISOString(), kind, count, costUsd: count * 0.001 });
    }
  }
  return points;
};
