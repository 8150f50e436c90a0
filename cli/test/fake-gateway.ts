import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import type { Persona } from '@fleet/domain/persona/persona-events';
import type { Budget, Fleet } from '@fleet/domain/read-models/api';
import type { Draft } from '@fleet/domain/read-models/drafts';
import type { BulkOperation } from '@fleet/domain/read-models/operations';
import type { Adoption, PersonaSummary, Seeding } from '@fleet/domain/read-models/personas';
import type { PricesView } from '@fleet/domain/read-models/prices';
import type { TickEvents } from '@fleet/domain/read-models/tick-events';

export type Call = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly key: string | undefined;
};

export const token = 'right-token';
const ids = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;
export const [anaId, benId] = ids;

export const fleet = (): Fleet => ({
  status: 'running',
  statusReason: null,
  until: null,
  activityLevel: 1,
  agents: { total: 24, idle: 2, running: 20, paused: 0, sleeping: 1, error: 1, deleted: 0 },
  spend: { today: 0.5, held: 0.25, cap: 5 },
  lagMs: 12,
  lastMinute: Object.fromEntries(
    ['post', 'comment', 'like', 'browse', 'rejected', 'unknown', 'skipped'].map((kind) => [
      kind,
      kind === 'like' || kind === 'skipped' ? 3 : 0,
    ]),
  ) as Fleet['lastMinute'],
  clock: { fleet: '2026-03-02T18:00:00.000Z', wall: '2026-03-02T12:00:00.000Z', scale: 6 },
  problems: [],
  position: '42',
});

const activity = {
  id: 'a.1',
  kind: 'comment',
  action: 'comment',
  agentId: anaId,
  agentName: 'Ana',
  username: 'ana',
  personaId: null,
  at: '2026-03-02T18:00:00.000Z',
  recordedAt: '2026-03-02T12:00:01.000Z',
  postId: 'p1',
  postTitle: null,
  text: 'lovely \u001b[31mlight',
  imageUrl: null,
  costUsd: 0,
  inputTokens: 1,
  outputTokens: 1,
  model: null,
  prompt: null,
  code: null,
  reason: null,
  tookMs: 5,
  shadow: false,
  synthetic: true,
  position: '41',
};

/** A ledger with something spent and held; `caps` replaces those of the first day. */
export const budget = (caps: Partial<Budget['caps']> = {}): Budget => {
  const period = {
    spentUsd: 0.5,
    heldUsd: 0.25,
    leftUsd: 4.25,
    startsOn: '2026-03-02',
    endsAt: '2026-03-03T00:00:00Z',
  };
  return {
    caps: { dayUsd: 5, monthUsd: 100, agentDayUsd: 1, setBy: null, setAt: null, ...caps },
    day: period,
    month: { ...period, leftUsd: 99.25, startsOn: '2026-03-01' },
    agents: [{ agentId: anaId, username: 'ana', name: 'Ana', spentUsd: 0.3, heldUsd: 0, leftUsd: 0.7 }],
    forecastUsd: 0.8,
    monthForecastUsd: 20,
    exceeded: 0,
  };
};

/** A paid model and a Studio that draws at no cost. */
export const prices = (over: Partial<NonNullable<PricesView['prices']>> = {}): PricesView => ({
  ...{ actors: 1, differ: false, unknownBecause: null },
  prices: {
    ...{ asOf: '2026-05-07', source: null, staleDays: null, warning: null },
    tokens: [{ model: 'gpt-4o-mini', inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6, free: false }],
    images: [
      { model: 'dall-e-3', size: '1024x1024', quality: 'standard', usd: 0, usedBy: ['chart', 'interface'], free: true },
    ],
    atMost: { postUsd: 0.0211, commentUsd: 0.02 },
    ...over,
  },
});

const agent = (id: string, username: string) => ({ id, username });

export const operation = (over: Partial<BulkOperation> = {}): BulkOperation => ({
  id: 'op-1',
  action: 'stop',
  state: 'done',
  matched: 2,
  handled: 2,
  changed: 2,
  refusedCount: 0,
  failedCount: 0,
  refused: [],
  by: 'cli',
  reason: '',
  at: '2026-03-02T12:00:00.000Z',
  undoUntil: null,
  undoes: null,
  retries: null,
  undoneBy: null,
  position: '43',
  ...over,
});

export const seedingId = '33333333-3333-4333-8333-333333333333';
export const seeding = (over: Partial<Seeding> = {}): Seeding => ({
  ...{ id: seedingId, at: '2026-03-02T12:00:00.000Z', by: 'cli', persona: null, seed: 'spring' },
  ...{ created: 2, provisioned: 2, failed: 0, waiting: 0, deleted: 0, failures: [] },
  ...over,
});

const persona = BUILT_IN_PERSONAS.find(({ id }) => id === 'ai_artist') as Persona;
const version = { version: 3, at: '2026-03-02T12:00:00.000Z', by: 'cli', reason: 'calmer', persona };
export const summary = (over: Partial<PersonaSummary> = {}): PersonaSummary => {
  const {
    names: _,
    handles: __,
    voice = null,
    examples = [],
    nameTemplates = [],
    bank: ___,
    hold = false,
    ...rest
  } = persona;
  const counts = { agents: 4, agentsBehind: 3, activityLevel: 0.5 };
  return { ...rest, version: 3, retired: false, voice, examples, nameTemplates, hold, ...counts, ...over };
};
const adoption = (state: Adoption['state']): Adoption => ({
  ...{ id: seedingId, personaId: 'ai_artist', version: 3, by: 'cli', reason: '', at: '2026-03-02T12:00:00.000Z' },
  ...{ state, matched: 3, handled: 3, changed: 2, refusedCount: 1, position: '52' },
  refused: [{ id: benId, code: 'invalid_state', reason: 'it is being deleted' }],
});
export const draft = (state: Draft['state']): Draft => ({
  ...{ id: `${anaId}.abc`, state, agentId: anaId, agentName: 'Ana', personaId: 'ai_artist', title: 'A tide' },
  ...{ caption: 'Kept the tide.', imageUrl: 'http://i/1.png', at: '2026-03-02T12:00:00.000Z' },
  ...{ decidedBy: null, decidedAt: null, reason: null, postId: null, position: '53' },
});

const stored = (n: number, type: string, data: object): TickEvents['events'][number] => ({
  ...{ id: `e${n}`, type, stream: `activity-${anaId}`, revision: 7 + n, position: String(100 + n), data },
  ...{ occurredAt: '2026-03-02T18:00:00.000Z', recordedAt: `2026-03-02T12:00:0${n}.250Z` },
  metadata: { correlationId: `${anaId}.k3`, causationId: null, traceparent: null, schemaVersion: 1 },
});
export const tickEvents = (over: Partial<TickEvents> = {}): TickEvents => ({
  ...{ id: `${anaId}.k3`, tickId: `${anaId}.k3`, traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
  ...{ correlationId: `${anaId}.k3`, complete: true },
  events: [
    stored(0, 'TickAccepted', { kind: 'comment', shadow: false }),
    stored(1, 'EffectSucceeded', { costUsd: 0.0034, result: { step: 'compose', answer: 'x'.repeat(900) } }),
    stored(2, 'SomethingNew', { kind: 3 }),
    stored(3, 'TickEnded', { kind: 'comment', outcome: 'rejected', code: 'busy', reason: 'too \u001b[31mloud' }),
  ],
  ...over,
});

/** A gateway that answers as agreed and notes what it was asked; `answers` replaces single ones. */
export const startFakeGateway = async (answers: Record<string, { status?: number; body: unknown }> = {}) => {
  const calls: Call[] = [];
  const usual: Record<string, unknown> = {
    'GET /api/v1/fleet': fleet(),
    'GET /api/v1/activity': { data: [activity], next: null },
    'GET /api/v1/agents': { data: [agent(anaId, 'ana'), agent(benId, 'ana-maria')], next: null },
    [`GET /api/v1/activity/${anaId}.k3/events`]: tickEvents(),
    'GET /api/v1/budget': budget(),
    'GET /api/v1/prices': prices(),
    'PATCH /api/v1/budget': { ...budget({ dayUsd: 2 }), position: '46' },
    'POST /api/v1/operations': operation(),
    [`POST /api/v1/agents/${anaId}/act`]: { tickId: `${anaId}.k3`, position: '47' },
    'POST /api/v1/agents/seed': { id: seedingId, created: [...ids], position: '44' },
    [`GET /api/v1/seedings/${seedingId}`]: seeding(),
    [`POST /api/v1/seedings/${seedingId}/retry`]: { asked: 1, position: '47' },
    'GET /api/v1/personas': { data: [summary()], next: null },
    'GET /api/v1/personas/ai_artist': { ...summary(), persona, versions: [version] },
    'POST /api/v1/personas': { ...summary(), persona, versions: [version], changed: true, position: '48' },
    'POST /api/v1/personas/ai_artist/retire': {
      ...{ ...summary(), retired: true, persona, versions: [version], changed: true, position: '49' },
    },
    'PATCH /api/v1/personas/ai_artist': { id: 'ai_artist', activityLevel: 0.5, position: '50' },
    'PATCH /api/v1/fleet': {
      ...{ status: 'running', statusReason: null, until: null, activityLevel: 2, recorded: true, position: '51' },
    },
    'POST /api/v1/personas/ai_artist/adopt': adoption('running'),
    [`GET /api/v1/adoptions/${seedingId}`]: adoption('done'),
    'GET /api/v1/drafts': { data: [draft('waiting')], next: null },
    [`POST /api/v1/drafts/${draft('waiting').id}/approve`]: draft('approved'),
    [`POST /api/v1/drafts/${draft('waiting').id}/reject`]: draft('rejected'),
    ...Object.fromEntries(
      ['pause', 'resume'].map((action) => [
        `POST /api/v1/fleet/${action}`,
        {
          status: action === 'pause' ? 'paused' : 'running',
          statusReason: null,
          until: null,
          activityLevel: 1,
          recorded: true,
          position: '45',
        },
      ]),
    ),
  };
  const server = createServer(async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const name = `${request.method} ${path}`;
    const body = await bodyOf(request);
    calls.push({
      method: request.method ?? '',
      path: request.url ?? '',
      body,
      key: request.headers['idempotency-key'] as string,
    });
    const send = (status: number, answer: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    };
    if (request.headers.authorization !== `Bearer ${token}`) return send(401, { code: 'unauthorized' });
    const special = answers[name];
    if (special) return send(special.status ?? 200, special.body);
    if (name in usual) return send(200, usual[name]);
    send(404, { type: 'x', title: 'Not Found', status: 404, code: 'not_found' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? null : JSON.parse(text);
};
