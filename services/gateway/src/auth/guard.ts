import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.ts';
import type { CheckToken } from './admin-token.ts';
import { hostCheck, isLoopbackPeer, isSameOrigin } from './host.ts';
import type { Session, Sessions } from './sessions.ts';

export const COOKIE = 'fleet_session';
export const ADMIN = 'operator:admin';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks: `operator:admin`; empty on the routes that ask nobody. */
    principal: string;
    /** Set when the cookie let it in. */
    session: Session | null;
  }
}

export type GuardDeps = {
  readonly checkToken: CheckToken;
  readonly sessions: Sessions;
  readonly allowedHosts: readonly string[];
};

const WRITES = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);
/** Asked by orchestrators under whatever name they know, and telling nothing secret. */
const PROBES = new Set(['/health', '/ready']);

/** A proxy on this machine speaks for others. */
const wasForwarded = ({ headers }: FastifyRequest): boolean =>
  headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined || headers.via !== undefined;

/** The API and its description need a session; the dashboard's files, the probes and logging in do not. */
const needsSession = (path: string, request: FastifyRequest): boolean => {
  if (path === '/metrics') return !isLoopbackPeer(request.ip) || wasForwarded(request);
  return path === '/api' || path.startsWith('/api/') || path === '/docs' || path.startsWith('/docs/');
};

const unauthorized = (detail: string) =>
  new HttpProblem(401, 'unauthorized', detail, { headers: { 'www-authenticate': 'Bearer realm="fleet"' } });

const authenticate = async (request: FastifyRequest, { checkToken, sessions }: GuardDeps): Promise<void> => {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S{1,500})$/i.exec(authorization)?.[1];
    const right = token === undefined ? false : checkToken(token);
    if (right === null) throw new HttpProblem(503, 'starting', 'The gateway is still starting; try again shortly.');
    if (!right) throw unauthorized('The token is not the one of this fleet.');
    request.principal = ADMIN;
    return;
  }
  const cookie = request.cookies[COOKIE];
  const session = cookie === undefined ? null : await sessions.find(cookie);
  if (!session)
    throw unauthorized('Send the admin token as a Bearer token, or open the dashboard by its printed link first.');
  if (WRITES.has(request.method) && !isSameOrigin(request.headers))
    throw new HttpProblem(403, 'cross_origin', 'This write comes from a page of another site.');
  request.session = session;
  request.principal = session.principal;
};

/** One hook before every route, those that do not exist included: Host names, then who asks. */
export const guard = (app: FastifyInstance, deps: GuardDeps) => {
  const isOurName = hostCheck(deps.allowedHosts);
  app.decorateRequest('principal', '');
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (!PROBES.has(path) && !isOurName(request.headers.host))
      throw new HttpProblem(403, 'host_not_allowed', 'This gateway does not go by that Host name; see ALLOWED_HOSTS.');
    if (needsSession(path, request)) await authenticate(request, deps);
  });
};
