import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Budget, Fleet } from '@fleet/domain/read-models/api';
import type { BulkOperation } from '@fleet/domain/read-models/operations';

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

/** A gateway that answers as agreed and notes what it was asked; `answers` replaces single ones. */
export const startFakeGateway = async (answers: Record<string, { status?: number; body: unknown }> = {}) => {
  const calls: Call[] = [];
  const usual: Record<string, unknown> = {
    'GET /api/v1/fleet': fleet(),
    'GET /api/v1/activity': { data: [activity], next: null },
    'GET /api/v1/agents': { data: [agent(anaId, 'ana'), agent(benId, 'ana-maria')], next: null },
    'GET /api/v1/budget': budget(),
    'PATCH /api/v1/budget': { ...budget({ dayUsd: 2 }), position: '46' },
    'POST /api/v1/operations': operation(),
    [`POST /api/v1/agents/${anaId}/act`]: { tickId: `${anaId}.k3`, position: '47' },
    'POST /api/v1/agents/seed': { created: [...ids], position: '44' },
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
