import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Studio } from '../studio.ts';
import { playFault, resetConnection, spoilAnswer } from './faults.ts';
import { rateCounter, refusedByLimit } from './limits.ts';
import { headerOf, isWrite, routeOf } from './requests.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();
export const bearerMatches = (header: string | null, token: string): boolean =>
  header?.startsWith('Bearer ') === true && timingSafeEqual(digest(header.slice(7)), digest(token));

/** How many writes may be waiting to land late at once. */
const mostLate = 200;

/**
 * What stands before every call of the fleet, in the platform's order: token, kill switch, who acts, rate, limits; and
 * what tests may put in its way: latency, faults, answers that are lost while the request lands later.
 */
export function addFleetHooks(app: FastifyInstance, studio: Studio, closing: AbortSignal): void {
  const internal = randomUUID();
  const underRate = rateCounter(studio.now);
  let waitingLate = 0;

  const begin = (request: FastifyRequest): number => {
    request.call.seq ??= studio.calls.begin({
      at: studio.now(),
      method: request.method,
      path: request.url.slice(0, 500),
      route: `${request.method} ${routeOf(request)}`,
      agent: headerOf(request.headers, 'x-agent-id'),
      idempotencyKey: headerOf(request.headers, 'idempotency-key'),
      late: request.call.late,
      bodyDigest: request.body == null ? null : digest(JSON.stringify(request.body)).toString('hex').slice(0, 16),
    });
    return request.call.seq;
  };

  /** The answer is lost now; the same request is applied later, whatever its sender believes. */
  const landLater = (request: FastifyRequest, reply: FastifyReply, delayMs: number): void => {
    reply.hijack();
    resetConnection(request);
    waitingLate += 1;
    const { method, url, headers, body } = request;
    delay(delayMs, undefined, { signal: closing })
      .then(() =>
        app.inject({
          method: method as 'POST',
          url,
          headers: {
            authorization: headers.authorization ?? '',
            'x-agent-id': headerOf(headers, 'x-agent-id') ?? '',
            'idempotency-key': headerOf(headers, 'idempotency-key') ?? '',
            'x-studio-late': internal,
          },
          payload: (body ?? {}) as object,
        }),
      )
      .catch(() => {})
      .finally(() => {
        waitingLate -= 1;
      });
  };

  app.decorateRequest('call');
  app.addHook('onRequest', async (request, reply) => {
    request.call = { seq: null, agent: null, spoil: null, late: request.headers['x-studio-late'] === internal };
    const settings = studio.control.get();
    if (settings.unauthorized || !bearerMatches(headerOf(request.headers, 'authorization'), studio.token)) {
      return reply.code(401).send({ error: 'Unauthorized' });
    }
  });

  app.addHook('preHandler', async (request, reply) => {
    const settings = studio.control.get();
    const route = routeOf(request);
    const write = isWrite(request.method, route);
    const username = headerOf(request.headers, 'x-agent-id');
    const seq = begin(request);

    if (!request.call.late) {
      if (settings.latencyMs > 0) await delay(settings.latencyMs, undefined, { signal: closing }).catch(() => {});
      const fault = studio.control.takeFault({ method: request.method, route, agent: username });
      if (fault !== null) {
        studio.calls.faulted(seq, fault.kind);
        if (!fault.applied) {
          playFault(fault, request, reply);
          return reply;
        }
        request.call.spoil = fault;
      }
    }
    if (settings.paused === 'all' || (settings.paused === 'writes' && write)) {
      return reply.code(503).send({ error: 'Fleet operations are paused', code: 'FLEET_PAUSED' });
    }
    if (username !== null) {
      const user = studio.users.find(username);
      if (user === null || !user.isAgent || settings.forbiddenAgents.includes(username)) {
        return reply.code(403).send({ error: `No agent may act as "${username}"`, code: 'AGENT_NOT_ALLOWED' });
      }
      request.call.agent = user;
    }
    if (settings.rateLimit !== null && !underRate(settings.rateLimit.perMinute)) {
      return reply
        .code(429)
        .header('retry-after', String(settings.rateLimit.retryAfterSeconds))
        .send({ error: 'Too many requests', code: 'RATE_LIMITED' });
    }
    if (!write || request.call.late) return;
    const lateMs = waitingLate < mostLate ? studio.control.takeLate() : null;
    if (lateMs !== null) {
      studio.calls.faulted(seq, 'landLate');
      landLater(request, reply, lateMs);
      return reply;
    }
    if (refusedByLimit(studio, settings, request.call.agent, reply)) return reply;
  });

  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('date', new Date(studio.now()).toUTCString());
    const fault = request.call?.spoil ?? null;
    return fault === null ? payload : spoilAnswer(fault, request, reply);
  });
  app.addHook('onResponse', async (request, reply) => {
    studio.calls.answered(begin(request), reply.statusCode);
  });
}
