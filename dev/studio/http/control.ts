import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readChange } from '../control.ts';
import type { Tally } from '../store/tally.ts';
import type { Studio } from '../studio.ts';
import { bearerMatches } from './hooks.ts';
import { headerOf } from './requests.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const callFilter = z.object({
  route: z.string().optional(),
  agent: z.string().optional(),
  key: z.string().optional(),
  after: z.coerce.number().int().min(0).optional(),
  before: z.coerce.number().int().min(1).optional(),
  effects: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(20_000).default(1_000),
});

/**
 * The test surface under /__control: switches, call log, state. For loopback or the holder of the token; it takes JSON
 * alone and answers no cross-origin request, so no web page can reach it.
 */
export function addControlRoutes(app: FastifyInstance, studio: Studio, tally: () => Tally): void {
  app.register(async (control) => {
    control.addHook('onRequest', async (request, reply) => {
      if (loopback.has(request.ip) || bearerMatches(headerOf(request.headers, 'authorization'), studio.token)) return;
      return reply.code(403).send({ error: 'The control surface is for loopback or the service token' });
    });

    control.get('/__control', async () => studio.control.get());

    control.post('/__control', async (request, reply) => {
      const parsed = readChange(request.body);
      if (!parsed.success) return reply.code(400).send({ error: z.prettifyError(parsed.error) });
      studio.control.change(parsed.data);
      if (parsed.data.humansAct !== undefined) await studio.humans.act(parsed.data.humansAct);
      return studio.control.get();
    });

    /** Switches back to fresh, counters against limits to zero. Posts, comments, likes and the call log stay. */
    control.post('/__control/reset', async () => {
      studio.control.reset();
      studio.settings.clearUsage();
      return studio.control.get();
    });

    control.get('/__control/calls', async (request, reply) => {
      const parsed = callFilter.safeParse(request.query);
      if (!parsed.success) return reply.code(400).send({ error: z.prettifyError(parsed.error) });
      const { route, agent, key, after, before, effects, limit } = parsed.data;
      const calls = studio.calls.list({
        limit,
        effects,
        ...(before === undefined ? {} : { before }),
        ...(route === undefined ? {} : { route }),
        ...(agent === undefined ? {} : { agent }),
        ...(key === undefined ? {} : { key }),
        ...(after === undefined ? {} : { after }),
      });
      return { calls, totals: studio.calls.totals() };
    });

    control.get('/__control/state', async () => ({
      ...tally(),
      images: studio.images.usage(),
      renders: studio.renders.depth(),
    }));
  });
}
