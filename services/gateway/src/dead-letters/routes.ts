import { page } from '@fleet/domain/read-models/api';
import { DeadLetterDiscarded, DeadLetterRetried, DeadLetterView } from '@fleet/domain/read-models/dead-letters';
import type { StoredMessages } from '@fleet/platform/bus';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FleetCommands } from '../command/fleet-commands.ts';
import { notFound } from '../http/problem.ts';
import type { ReadDb } from '../read/tables.ts';
import { Cursor, Limit, Reason } from '../routes/query.ts';
import { orderOf, refusedProblem } from '../routes/respond.ts';
import type { DeadLetterCommands } from './commands.ts';
import { readLetter } from './letter.ts';
import { isSeq, listLetters, showLetters } from './list.ts';

export type DeadLetterRouteDeps = {
  readonly db: ReadDb;
  readonly letters: StoredMessages;
  readonly commands: DeadLetterCommands;
  readonly fleet: Pick<FleetCommands, 'refused'>;
};

const tags = ['dead letters'];
const Params = z.object({ id: z.string().refine(isSeq, 'must be the number of a dead letter') });
const Ordered = z.strictObject({ reason: Reason }).nullish();
const ListQuery = z.strictObject({
  source: z.enum(['tick', 'job']).optional(),
  agent: z.uuid('must be the id of an agent').optional(),
  limit: Limit(200, 50),
  cursor: Cursor,
});

export const deadLetterRoutes = (app: FastifyInstance, { db, letters, commands, fleet }: DeadLetterRouteDeps) => {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const absent = (id: string) => notFound('dead letter', id);

  routes.get(
    '/dead-letters',
    {
      schema: {
        tags,
        summary: 'Messages that were given up: why, when, how often tried; newest first',
        querystring: ListQuery,
        response: { 200: page(DeadLetterView) },
      },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query;
      return listLetters({ letters, db }, filter, { limit, cursor });
    },
  );

  routes.get(
    '/dead-letters/:id',
    { schema: { tags, summary: 'One of them', params: Params, response: { 200: DeadLetterView } } },
    async (request) => {
      const stored = await letters.get(Number(request.params.id));
      const [shown] = stored ? await showLetters(db, [readLetter(stored)]) : [];
      if (!shown) throw absent(request.params.id);
      return shown;
    },
  );

  routes.post(
    '/dead-letters/:id/retry',
    {
      schema: {
        tags,
        summary: 'Try again, by a new tick of the same agent; the letter goes',
        params: Params,
        body: Ordered,
        response: { 202: DeadLetterRetried },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const order = orderOf(request);
      const result = await commands.retry(id, request.body?.reason ?? '', order);
      if (result.kind === 'missing') throw absent(id);
      if (result.kind === 'refused') {
        await fleet.refused('agent.retry', result.agentId, result.refusal, order);
        throw refusedProblem(result.refusal);
      }
      return reply.code(202).send({ id, tickId: result.tickId, position: result.position.toString() });
    },
  );

  routes.delete(
    '/dead-letters/:id',
    {
      schema: {
        tags,
        summary: 'Discard it: it is not to be tried again',
        params: Params,
        body: Ordered,
        response: { 200: DeadLetterDiscarded },
      },
    },
    async (request) => {
      const { id } = request.params;
      const result = await commands.discard(id, request.body?.reason ?? '', orderOf(request));
      if (result.kind === 'missing') throw absent(id);
      return { id, position: result.position.toString() };
    },
  );
};
