import { page } from '@fleet/domain/read-models/api';
import { Seeding, SeedingRetry } from '@fleet/domain/read-models/personas';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Seedings } from '../command/seedings.ts';
import { notFound } from '../http/problem.ts';
import type { Head } from '../read/head.ts';
import { Id, MinPosition, Reason } from './query.ts';
import { awaitPosition, orderOf } from './respond.ts';

const tags = ['agents'];

/** How far the platform is with the users of agents that were seeded together. */
export const seedingRoutes = (
  app: FastifyInstance,
  { head, seedings }: { readonly head: Head; readonly seedings: Seedings },
) => {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/seedings',
    { schema: { tags, summary: 'The last seedings, newest first', response: { 200: page(Seeding) } } },
    async () => ({ data: await seedings.list(), next: null }),
  );

  routes.get(
    '/seedings/:id',
    {
      schema: {
        tags,
        summary: 'What became of agents seeded together',
        params: Id,
        querystring: z.strictObject({ minPosition: MinPosition }),
        response: { 200: Seeding },
      },
    },
    async (request, reply) => {
      await awaitPosition(head, request.query.minPosition, reply);
      const found = await seedings.find(request.params.id);
      if (!found) throw notFound('seeding', request.params.id);
      return found;
    },
  );

  routes.post(
    '/seedings/:id/retry',
    {
      schema: {
        tags,
        summary: 'Ask the platform again for the users that it refused, at once',
        params: Id,
        body: z.strictObject({ reason: Reason }).nullish(),
        response: { 200: SeedingRetry },
      },
    },
    async (request) => {
      const { id } = request.params;
      const retried = await seedings.retry(id, request.body?.reason ?? '', orderOf(request));
      if (!retried) throw notFound('seeding', id);
      return retried;
    },
  );
};
