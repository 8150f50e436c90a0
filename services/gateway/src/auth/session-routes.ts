import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { tooMany, windowLimit } from '../http/window-limit.ts';
import type { CheckToken } from './admin-token.ts';
import { ADMIN, COOKIE } from './guard.ts';
import { isSameOrigin } from './host.ts';
import { SESSION_HOURS, type Sessions } from './sessions.ts';

const LOGIN_FAILURES = 5;
const LOGIN_WINDOW_MS = 60_000;

const Login = z.strictObject({ token: z.string().min(1).max(500) });
const LoggedIn = z.object({ principal: z.string(), expiresInS: z.number().int() });

export type SessionDeps = {
  readonly checkToken: CheckToken;
  readonly sessions: Sessions;
  readonly monotonicNow: () => number;
  /** Ends the event streams of a session that is closed. */
  readonly onClose: (sessionId: string) => void;
};

/** Turns the admin token into a cookie: a browser's event stream cannot send a header. */
export const sessionRoutes = (app: FastifyInstance, { checkToken, sessions, monotonicNow, onClose }: SessionDeps) => {
  const failures = windowLimit(LOGIN_FAILURES, LOGIN_WINDOW_MS, monotonicNow);
  const routes = app.withTypeProvider<ZodTypeProvider>();
  /** Only plain http on this machine goes without `Secure`: there is no certificate for it. */
  const cookieOptions = (secure: boolean) =>
    ({ path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: SESSION_HOURS * 3_600 }) as const;
  const isPlainLoopback = (host: string | undefined, protocol: string) =>
    protocol === 'http' && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '');

  routes.post(
    '/session',
    { schema: { tags: ['session'], summary: 'Log in', body: Login, response: { 200: LoggedIn }, security: [] } },
    async (request, reply) => {
      if (!isSameOrigin(request.headers)) throw new HttpProblem(403, 'cross_origin', 'Log in from the dashboard.');
      const waitMs = failures.waitMs(request.ip);
      if (waitMs > 0) throw tooMany('too_many_logins', 'Too many wrong tokens; wait a minute.', waitMs);
      const right = checkToken(request.body.token);
      if (right === null) throw new HttpProblem(503, 'starting', 'The gateway is still starting; try again shortly.');
      if (!right) {
        failures.count(request.ip);
        throw new HttpProblem(401, 'unauthorized', 'The token is not the one of this fleet.');
      }
      const cookie = await sessions.open(ADMIN);
      reply.setCookie(COOKIE, cookie, cookieOptions(!isPlainLoopback(request.headers.host, request.protocol)));
      return { principal: ADMIN, expiresInS: SESSION_HOURS * 3_600 };
    },
  );

  routes.get(
    '/api/v1/session',
    {
      schema: {
        tags: ['session'],
        summary: 'Who is logged in',
        response: { 200: z.object({ principal: z.string() }) },
      },
    },
    async (request) => ({ principal: request.principal }),
  );

  routes.delete(
    '/session',
    { schema: { tags: ['session'], summary: 'Log out', response: { 204: z.null() }, security: [] } },
    async (request, reply) => {
      const cookie = request.cookies[COOKIE];
      const session = cookie === undefined ? null : await sessions.find(cookie);
      if (session && !isSameOrigin(request.headers))
        throw new HttpProblem(403, 'cross_origin', 'Log out from the dashboard.');
      if (cookie !== undefined) await sessions.close(cookie);
      if (session) onClose(session.id);
      reply.clearCookie(COOKIE, { path: '/' });
      return reply.code(204).send(null);
    },
  );
};
