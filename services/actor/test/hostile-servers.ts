import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOSTILE_TEXTS, type HostileText } from '@fleet/testkit/hostile-corpus';

type Message = { readonly role: string; readonly content: string };
type Sent = { readonly agent: string; readonly route: string; readonly body: string };

/** Stands before every hostile text, so that it is known again wherever it turns up. */
export const markOf = (n: number): string => `ref${n}x`;
const MARK = /ref(\d+)x/g;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString();
};
const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A gallery of one hostile item for each agent called `<word>_<n>`, or of five for those that post. */
const itemsFor = (agent: string): readonly object[] => {
  const n = Number(agent.slice(agent.lastIndexOf('_') + 1));
  const numbers = agent.startsWith('poster') ? Array.from({ length: 5 }, (_, i) => n * 5 + i) : [n];
  return numbers.map((number) => {
    const { place, text } = HOSTILE_TEXTS[number] as HostileText;
    const marked = `${markOf(number)} ${text}`;
    return {
      id: `p${number}`,
      title: place === 'title' || agent.startsWith('poster') ? marked.slice(0, 2_000) : 'A brass lamp',
      description: place === 'description' ? marked : 'On a walnut desk',
      likeCount: 1,
      commentCount: 1,
      createdAt: new Date(Date.now() - 60_000).toISOString(),
      user: { id: 'u1', username: 'otto', name: place === 'name' ? marked.slice(0, 200) : 'Otto' },
      image: { url: '/api/images/1/blob' },
      said: place === 'comment' ? marked : 'Nice shade',
    };
  });
};

/** A platform that carries hostile texts and takes whatever it is sent. */
const hostileStudio = () => {
  const sent: Sent[] = [];
  const answerTo = (method: string, path: string, agent: string): object => {
    if (path === '/api/admin/users/invite') return { id: 'u', created: true };
    if (path === '/api/execute/sync')
      return { status: 'completed', imageIds: ['1'], imageUrls: ['/api/images/1/blob'] };
    if (path === '/api/showcase')
      return method === 'GET' ? { items: itemsFor(agent) } : { showcaseItem: { id: 'new' } };
    const [, id, comments] = /^\/api\/showcase\/([^/]+)(\/comments)?$/.exec(path) ?? [];
    const item = itemsFor(agent).find((one) => (one as { id: string }).id === id) as { said: string } | undefined;
    if (!comments) return { item };
    if (method === 'POST') return { comment: { id: 'c-new' } };
    const user = { id: 'u2', username: 'lena', name: 'Lena' };
    return { comments: [{ id: 'c1', content: item?.said ?? '', createdAt: new Date().toISOString(), user }] };
  };
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const method = request.method ?? '';
    const agent = String(request.headers['x-agent-id'] ?? '');
    const body = await bodyOf(request);
    if (method !== 'GET') sent.push({ agent, route: `${method} ${path.replace(/p\d+/, ':id')}`, body });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answerTo(method, path, agent)));
  });
  return { server, sent };
};

/** The worst model there is: does what the hostile text in front of it asks for, and finds nothing wrong with anything. */
const obedientModel = () => {
  const told: (readonly Message[])[] = [];
  const server = createServer(async (request, response) => {
    const asked = JSON.parse((await bodyOf(request)) || '{}') as {
      messages?: readonly Message[];
      response_format?: { json_schema?: { name?: string } };
    };
    response.setHeader('content-type', 'application/json');
    if (!asked.messages) {
      response.end(JSON.stringify({ results: [{ flagged: false, categories: {}, category_scores: {} }], data: [] }));
      return;
    }
    told.push(asked.messages);
    const marks = [...JSON.stringify(asked.messages).matchAll(MARK)].map(([, n]) => Number(n));
    const obeyed = HOSTILE_TEXTS[marks[told.length % Math.max(1, marks.length)] ?? 0]?.obeyed ?? '';
    const content = asked.response_format?.json_schema?.name?.startsWith('post') ? asPost(obeyed) : obeyed;
    const message = { role: 'assistant', content, refusal: null };
    const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };
    response.end(JSON.stringify({ choices: [{ index: 0, finish_reason: 'stop', message }], usage }));
  });
  return { server, told };
};

/** The same words, where a post is asked for. */
const asPost = (obeyed: string): string => {
  try {
    const { text } = JSON.parse(obeyed) as { text?: unknown };
    if (typeof text === 'string')
      return JSON.stringify({ imagePrompt: `A lamp, ${text}`, title: text.slice(0, 60), caption: text });
  } catch {
    // Not of the shape asked for: neither is what comes of it.
  }
  return obeyed;
};

export const openHostileServers = async () => {
  const studio = hostileStudio();
  const model = obedientModel();
  const [studioUrl, modelUrl] = [await listen(studio.server), await listen(model.server)];
  return {
    env: { FLOIMG_API_URL: studioUrl, LLM_BASE_URL: `${modelUrl}/v1` },
    sent: studio.sent as readonly Sent[],
    told: model.told as readonly (readonly Message[])[],
    close: async () => {
      for (const { server } of [studio, model]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
};
