import type { Agent } from '@fleet/domain/read-models/api';
import type { AuditEntry } from '@fleet/domain/read-models/audit';
import type { DeadLetterView } from '@fleet/domain/read-models/dead-letters';
import type { Draft } from '@fleet/domain/read-models/drafts';
import type { Diversity, EffectPoint, EffectView } from '@fleet/domain/read-models/effect';
import type { TimingView } from '@fleet/domain/read-models/timing';
import { draw } from './pictures.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const days = [0, 1, 2, 3, 4, 5, 6];
const hours = Array.from({ length: 24 }, (_, hour) => hour);

export const varied: Diversity = {
  ...{ texts: 1_000, distinct2: 0.71, turnedAway: 14, posters: 38, personas: 6, busiestTenthShare: 0.64 },
};

/** What people and agents did in a range; `observed` false: the gallery was never looked at. */
export const effectOf = (query: URLSearchParams, some: boolean): EffectView => {
  const to = Date.parse(query.get('to') ?? '') || Date.now();
  const from = Date.parse(query.get('from') ?? '') || to - 7 * dayMs;
  const bucket = to - from > 3 * dayMs ? 'day' : 'hour';
  const step = bucket === 'day' ? dayMs : hourMs;
  const points: EffectPoint[] = [];
  for (let at = Math.floor(from / step) * step; some && at < to; at += step) {
    const scale = bucket === 'day' ? 20 : 1;
    const grow = 0.4 + (0.6 * (at - from)) / Math.max(1, to - from);
    const of = (what: string, usual: number) => Math.round(usual * scale * (0.5 + draw(`${what} ${at}`)));
    points.push({
      at: new Date(at).toISOString(),
      human: { posts: of('hp', 2 * grow), comments: of('hc', 4 * grow), reactions: of('hr', 9 * grow) },
      synthetic: { posts: of('sp', 6), comments: of('sc', 5), likes: of('sl', 12) },
    });
  }
  const sum = (read: (point: EffectPoint) => number) => points.reduce((total, point) => total + read(point), 0);
  const human = {
    posts: sum(({ human }) => human.posts),
    comments: sum(({ human }) => human.comments),
    reactions: sum(({ human }) => human.reactions),
    people: some ? 23 : 0,
  };
  const synthetic = {
    posts: sum(({ synthetic }) => synthetic.posts),
    comments: sum(({ synthetic }) => synthetic.comments),
    likes: sum(({ synthetic }) => synthetic.likes),
    agents: some ? 41 : 0,
  };
  const both = human.posts + human.comments + synthetic.posts + synthetic.comments;
  const answered = Math.floor(human.posts * 0.7);
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    bucket,
    points,
    totals: { human, synthetic },
    humanShare: both === 0 ? null : (human.posts + human.comments) / both,
    drawn: { likes: some ? 64 : 0, comments: some ? 12 : 0 },
    alive: {
      newestPostAt: some ? new Date(Date.now() - 95_000).toISOString() : null,
      humanPosts: human.posts,
      answeredWithinHour: answered,
      answeredShare: human.posts === 0 ? null : answered / human.posts,
    },
    diversity: some
      ? varied
      : { texts: 0, distinct2: null, turnedAway: 0, posters: 0, personas: 0, busiestTenthShare: null },
    costPerHumanEngagementUsd: some ? 0.0241 : null,
    observedAt: some ? new Date(Date.now() - 40_000).toISOString() : null,
  };
};

export const timingOf = (query: URLSearchParams, some: boolean): TimingView => {
  const span = Number(query.get('days') ?? 7);
  const to = Date.now();
  const week = (read: (day: number, hour: number) => number) => days.map((day) => hours.map((hour) => read(day, hour)));
  const swell = (day: number, hour: number) =>
    Math.max(0, Math.sin(((hour - 7) / 24) * 2 * Math.PI) + 0.6) * (day === 0 || day === 6 ? 0.6 : 1);
  const planned = week((day, hour) => (some ? Math.round(swell(day, hour) * 60) : 0));
  return {
    timeZone: query.get('tz') ?? 'UTC',
    from: new Date(to - span * dayMs).toISOString(),
    to: new Date(to).toISOString(),
    planned,
    plannedFrom: { agents: some ? 48 : 0, of: some ? 48 : 0 },
    actual: week((day, hour) => (some ? Math.round(swell(day, hour) * 55 * (0.7 + draw(`${day} ${hour}`) * 0.5)) : 0)),
    // The last day is only half over: those cells were not looked at.
    observedHours: week((day, hour) => (some && !(day === 3 && hour > 14) ? Math.max(1, span / 7) : 0)),
    gaps: Array.from({ length: 14 }, (_, n) => ({
      fromS: Math.round(5 * 2.2 ** n),
      toS: Math.round(5 * 2.2 ** (n + 1)),
      count: some ? Math.round(900 * Math.exp(-((n - 3) ** 2) / 5) + 260 * Math.exp(-((n - 9) ** 2) / 4)) : 0,
    })),
    burstiness: some
      ? { agents: 31, median: 0.34, memory: 0.08, humanFrom: 0.2, humanTo: 0.6 }
      : { agents: 0, median: null, memory: null, humanFrom: 0.2, humanTo: 0.6 },
  };
};

const auditLines: [
  by: string,
  action: string,
  kind: AuditEntry['target']['kind'],
  outcome: AuditEntry['outcome'],
  reason: string | null,
  detail: string | null,
][] = [
  ['admin', 'fleet.pause', 'fleet', 'done', 'Looking at odd captions', null],
  ['admin', 'fleet.resume', 'fleet', 'done', 'Captions were fine', null],
  ['admin', 'agent.pause', 'agent', 'done', 'Repeats itself', null],
  ['nats', 'agent.start', 'agent', 'refused', null, null],
  ['admin', 'budget.set', 'budget', 'done', 'Launch week', "day $10, month $150, agent's day $1"],
  ['fleet-actor', 'agent.error', 'agent', 'done', 'The platform refused this agent (403)', null],
  ['admin', 'fleet.setLevel', 'fleet', 'done', null, 'activity level 2'],
  ['admin', 'persona.publish', 'persona', 'done', 'Calmer evenings', 'version 2'],
];

export const auditOf = (agents: readonly Agent[]): AuditEntry[] =>
  agents.length === 0
    ? []
    : Array.from({ length: 70 }, (_, n) => {
        const [by, action, kind, outcome, reason, detail] = auditLines[n % auditLines.length] ?? auditLines[0] ?? [];
        const agent = agents[n % agents.length] as Agent;
        const target =
          kind === 'agent'
            ? { kind, id: agent.id, name: agent.name }
            : {
                kind: kind ?? 'fleet',
                id: kind === 'persona' ? 'ai_artist' : (kind ?? ''),
                name: kind === 'persona' ? 'Image artist' : null,
              };
        return {
          id: `audit-${n}`,
          at: new Date(Date.now() - n * 13 * 60_000 - 30_000).toISOString(),
          by: by ?? 'admin',
          action: action ?? 'fleet.pause',
          target,
          outcome: outcome ?? 'done',
          code: outcome === 'refused' ? 'invalid_state' : null,
          reason: outcome === 'refused' ? 'The agent is already running.' : (reason ?? null),
          detail: detail ?? null,
          operationId: n % 16 === 2 ? 'op-1' : null,
          position: String(900_000 - n),
        };
      });

export const deadLettersOf = (agents: readonly Agent[]): DeadLetterView[] =>
  agents.length < 3
    ? []
    : [
        ['tick', 'The actor stopped five times while it worked on this', null],
        ['tick', 'Not a tick: field "due" is missing', 'It is not a tick: there is nothing to try again.'],
        ['job', 'The platform answered 500 to removing a user', null],
      ].map(([source, reason, refused], n) => ({
        id: String(40 + n),
        at: new Date(Date.now() - (n + 1) * 47 * 60_000).toISOString(),
        source: source as DeadLetterView['source'],
        subject: source === 'job' ? 'fleet.job.remove' : `fleet.tick.${n}`,
        messageId: `m-${n}`,
        agentId: agents[n]?.id ?? null,
        agentName: agents[n]?.name ?? null,
        reason: reason ?? '',
        deliveries: 6,
        payload: n === 1 ? '{"agentId":"x"}' : `{"agentId":"${agents[n]?.id}","due":"2026-03-02T12:00:00Z"}`,
        retryRefusedBecause: refused ?? null,
      }));

export const draftsOf = (agents: readonly Agent[], image: (name: string) => string): Draft[] =>
  agents
    .filter(({ personaId }) => personaId === 'ai_artist')
    .slice(0, 3)
    .map((agent, n) => ({
      id: `${agent.id}.draft${n}`,
      state: 'waiting',
      agentId: agent.id,
      agentName: agent.name,
      personaId: agent.personaId,
      title: ['Staircase made of weather', 'A library that grows like coral', 'Six suns, none of them warm'][n] ?? '',
      caption:
        ['I kept the stairs and let the rest blow away.', 'Shelves first, then the reef.', 'Colder than it looks.'][
          n
        ] ?? '',
      imageUrl: image(`draft-${n}`),
      at: new Date(Date.now() - (n + 1) * 600_000).toISOString(),
      decidedBy: null,
      decidedAt: null,
      reason: null,
      postId: null,
      position: String(500_000 + n),
    }));

/** Configuration as an operator may see it. */
export const settings = {
  sections: [
    {
      title: 'Fleet',
      rows: [
        { name: 'Preset', value: 'natural' },
        { name: 'Time', value: '6× real time', note: 'FLEET_TIME_SCALE' },
        { name: 'Writes to the gallery', value: 'on', note: 'FLEET_WRITES' },
      ],
    },
    {
      title: 'Model',
      rows: [
        { name: 'Provider', value: 'offline', note: 'LLM_PROVIDER' },
        { name: 'Text model', value: 'offline-grammar' },
      ],
    },
    { title: 'Gallery', rows: [{ name: 'Address', value: 'http://127.0.0.1:4001', note: 'FLOIMG_API_URL' }] },
  ],
};

const midnight = (ms: number) => new Date(Math.floor(ms / dayMs) * dayMs).toISOString();

export const budgetOf = (agents: readonly Agent[], caps: { dayUsd: number; monthUsd: number; agentDayUsd: number }) => {
  const now = Date.now();
  const some = agents.length > 0;
  const spend = (spentUsd: number, cap: number) => ({
    spentUsd,
    heldUsd: some ? 0.012 : 0,
    leftUsd: Math.max(0, cap - spentUsd),
  });
  return {
    caps: { ...caps, setBy: 'admin', setAt: new Date(now - dayMs).toISOString() },
    day: {
      ...spend(some ? 1.8342 : 0, caps.dayUsd),
      startsOn: midnight(now).slice(0, 10),
      endsAt: midnight(now + dayMs),
    },
    month: {
      ...spend(some ? 21.4 : 0, caps.monthUsd),
      startsOn: `${midnight(now).slice(0, 8)}01`,
      endsAt: midnight(now + 9 * dayMs),
    },
    agents: agents.slice(0, 10).map((agent, n) => ({
      agentId: agent.id,
      username: agent.username,
      name: agent.name,
      ...spend(0.31 / (n + 1), caps.agentDayUsd),
    })),
    exceeded: 0,
    forecastUsd: some ? 3.9 : 0,
    monthForecastUsd: some ? 88 : 0,
  };
};

export const costsOf = (by: string, agents: readonly Agent[]) => {
  const prompts: [string | null, string | null][] = [
    ['post@3', 'post, version 3'],
    ['comment@2', 'comment, version 2'],
    [null, null],
  ];
  const keys = by === 'agent' ? agents.slice(0, 8).map(({ id, name }) => [id, name] as const) : prompts;
  const rows = (agents.length === 0 ? [] : keys).map(([key, name], n) => {
    const count = 900 - n * 100;
    return { key, name, count, inputTokens: 640 * count, outputTokens: 92 * count, costUsd: 2.4 / (n + 1) };
  });
  const sum = (read: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + read(row), 0);
  const total = {
    count: sum(({ count }) => count),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    costUsd: sum(({ costUsd }) => costUsd),
  };
  return { by, total, rows, perAction: [] };
};
