import { AuditEntry, AuditPage } from '@fleet/domain/read-models/audit';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listAudit } from '../read/audit.ts';
import type { Head } from '../read/head.ts';
import type { ReadDb } from '../read/tables.ts';
import { Cursor, Limit, MinPosition, Moment, Search, several } from './query.ts';
import { awaitPosition } from './respond.ts';

const Query = z.strictObject({
  by: several(z.string().max(100)).describe('Who, as the entries name them: `operator:admin`, `cli`, `nats`.'),
  action: several(z.string().max(60)).describe('Whole names, like `agent.pause`.'),
  target: z.string().max(100).optional().describe("A kind (`agent`, `fleet`, `persona`, `budget`) or one's id."),
  outcome: AuditEntry.shape.outcome.optional(),
  operation: z.uuid().optional().describe('What one operation did.'),
  q: Search.describe('Part of who, what, whom or why, letter case apart.'),
  from: Moment.optional().describe('Wall clock, inclusive.'),
  to: Moment.optional().describe('Wall clock, exclusive.'),
  limit: Limit(200, 50),
  cursor: Cursor,
  minPosition: MinPosition,
});

export const auditRoutes = (app: FastifyInstance, { db, head }: { readonly db: ReadDb; readonly head: Head }) => {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/audit',
    {
      schema: {
        tags: ['audit'],
        summary: 'Who did what, when and why, refused commands too; newest first',
        description:
          'One answer looks through 20,000 entries at most. Where it stopped before the page was full, `searchedTo` tells how far back it came, and `next` goes on there.',
        querystring: Query,
        response: { 200: AuditPage },
      },
    },
    async (request, reply) => {
      const { limit, cursor, minPosition, ...filter } = request.query;
      await awaitPosition(head, minPosition, reply);
      return listAudit(db, filter, { limit, cursor });
    },
  );
};
