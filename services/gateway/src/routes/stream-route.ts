import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { type Broadcaster, MAX_STREAMS } from '../live/broadcaster.ts';
import { streamClient } from '../live/client.ts';

/** Milliseconds after which a browser comes back by itself. */
const RETRY_MS = 2_000;
const Position = z.string().regex(/^\d{1,20}$/, 'must be a position as answered by this API');

/** A browser repeats its last id by itself; one that means nothing here begins with a reset rather than an error. */
const afterOf = (lastEventId: string | string[] | undefined, after: string | undefined): bigint | null => {
  if (typeof lastEventId === 'string' && lastEventId !== '')
    return Position.safeParse(lastEventId).success ? BigInt(lastEventId) : UNKNOWN;
  return after === undefined ? null : BigInt(after);
};
const UNKNOWN = 10n ** 30n;

/** `GET /stream`: server-sent events `activity`, `agents`, `fleet` and `reset`. */
export const streamRoute = (app: FastifyInstance, live: Broadcaster) => {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/stream',
    {
      exposeHeadRoute: false,
      schema: {
        tags: ['live'],
        summary: 'Live changes as server-sent events',
        description:
          'Events: `activity` (one Activity, id = its position), `agents` (changed Agents), `fleet` (Fleet), ' +
          '`reset` (load again: too much was missed). Goes on after `Last-Event-ID`, or after the position in `after`.',
        querystring: z.strictObject({ after: Position.optional() }),
        produces: ['text/event-stream'],
      },
    },
    (request, reply) => {
      const after = afterOf(request.headers['last-event-id'], request.query.after);
      const client = streamClient(reply.raw, request.session?.id ?? null, after);
      if (live.streams() >= MAX_STREAMS)
        throw new HttpProblem(429, 'too_many_streams', `At most ${MAX_STREAMS} live streams are open at a time.`, {
          headers: { 'retry-after': '10' },
        });
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write(`retry: ${RETRY_MS}\n\n`);
      raw.on('error', () => live.leave(client));
      raw.on('close', () => live.leave(client));
      raw.on('drain', () => {
        if (client.behindSince !== null) live.wake();
      });
      live.join(client);
    },
  );
};
