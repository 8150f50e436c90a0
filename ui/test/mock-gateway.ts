import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { Api, type MockState } from './mock/api.ts';
import { picture, thumbnail } from './mock/pictures.ts';

/**
 * A gateway without a fleet behind it, for developing and testing the dashboard: the built page under the real
 * security headers, the API over lively made-up data, and states on demand.
 */
export type Mock = {
  url: string;
  token: string;
  api: Api;
  requests: string[];
  bodies: [request: string, body: unknown][];
  close: () => Promise<void>;
};

export type MockOptions = {
  port?: number;
  state?: MockState;
  agents?: number;
  everyMs?: number;
  signedIn?: boolean;
  /** Lists answer with no more rows at once, whatever is asked for. */
  mostRows?: number;
};

const buildDir = new URL('../build/', import.meta.url).pathname;
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};
export const contentSecurityPolicy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

async function sendFile(path: string, response: ServerResponse) {
  const wanted = normalize(path).replace(/^([./]+)/, '');
  const file = wanted && extname(wanted) ? wanted : 'index.html';
  const body = await readFile(join(buildDir, file)).catch(() => null);
  if (!body) return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy,
    // As the gateway has it: files with a hash in their name never change.
    'cache-control': file.includes('_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(body);
}

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : JSON.parse(text);
};

/** Starts it on a port of its own (or `port`). */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const token = 'mock-token';
  const api = new Api(options.state ?? 'loaded', options.agents ?? 48, options.mostRows);
  const requests: string[] = [];
  const bodies: Mock['bodies'] = [];
  let signedIn = options.signedIn ?? true;

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://mock');
    const path = url.pathname;
    if (path.startsWith('/images/')) {
      response.writeHead(200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600' });
      return response.end(picture(path));
    }
    if (path === '/session' && request.method === 'DELETE') {
      signedIn = false;
      return response.writeHead(204).end();
    }
    if (path === '/session') {
      const body = (await readBody(request)) as { token?: string };
      signedIn = body.token === token;
      return response.writeHead(signedIn ? 204 : 401, { 'content-type': 'application/problem+json' }).end();
    }
    if (!path.startsWith('/api/')) return sendFile(path, response);
    if (!signedIn) return response.writeHead(401).end('{}');
    if (path === '/api/v1/thumbnails') {
      const width = Math.min(640, Number(url.searchParams.get('w')) || 96);
      const bytes = await thumbnail(url.searchParams.get('url') ?? '', width);
      response.writeHead(200, { 'content-type': 'image/webp', 'cache-control': 'max-age=3600' });
      return response.end(bytes);
    }
    if (path === '/api/v1/stream') return api.streams.open(request, response);
    requests.push(`${request.method} ${path}${url.search}`);
    const body = await readBody(request);
    if (request.method !== 'GET') bodies.push([`${request.method} ${path}`, body]);
    const answer = await api.answer(request.method ?? 'GET', path.slice('/api/v1'.length), url.searchParams, body);
    const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
    if (answer.body === undefined) return response.writeHead(answer.status).end();
    response.writeHead(answer.status, { 'content-type': type }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((ready) => server.listen(options.port ?? 0, '127.0.0.1', ready));
  const every = options.everyMs ? setInterval(() => api.happen(), options.everyMs) : undefined;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    api,
    requests,
    bodies,
    close: () =>
      new Promise((done) => {
        clearInterval(every);
        api.streams.cut();
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4100' },
      state: { type: 'string', default: 'loaded' },
      agents: { type: 'string', default: '48' },
    },
  });
  const mock = await startMock({
    port: Number(values.port),
    state: values.state as MockState,
    agents: Number(values.agents),
    everyMs: 1_200,
  });
  console.log(`Mock gateway: ${mock.url}/#token=${mock.token}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void mock.close());
}
