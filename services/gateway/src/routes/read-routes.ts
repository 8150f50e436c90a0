import { Activity, ActivityKind, DailyStat, page, StatPoint } from '@fleet/domain/read-models/api';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { invalid, notFound } from '../http/problem.ts';
import { findActivity, listActivities } from '../read/activities.ts';
import type { Head } from '../read/head.ts';
import { dailyStats, minuteStats } from '../read/stats.ts';
import type { ReadDb } from '../read/tables.ts';
import { Cursor, Limit, MinPosition, Search, several } from './query.ts';
import { awaitPosition } from './respond.ts';

export type ReadRouteDeps = { readonly db: ReadDb; readonly head: Head; readonly clock: Clock };

const Moment = z.iso.datetime({ offset: true });
const HOUR_MS = 3_600_000;
const MAX_MINUTES_RANGE_MS = 7 * 24 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

const ActivityQuery = z.strictObject({
  agent: z.uuid().optional(),
  kind: several(ActivityKind),
  persona: z.string().max(40).optional(),
  q: Search.describe('Part of the text, the post title, or the agent.'),
  from: Moment.optional().describe('Wall clock (recordedAt), inclusive.'),
  to: Moment.optional().describe('Wall clock (recordedAt), exclusive.'),
  limit: Limit(200, 50),
  cursor: Cursor,
  minPosition: MinPosition,
});

export const readRoutes = (app: FastifyInstance, { db, head, clock }: ReadRouteDeps) => {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/activity',
    {
      schema: {
        tags: ['activity'],
        summary: 'What agents did, newest first',
        querystring: ActivityQuery,
        response: { 200: page(Activity) },
      },
    },
    async (request, reply) => {
      const { limit, cursor, minPosition, ...filter } = request.query;
      await awaitPosition(head, minPosition, reply);
      return listActivities(db, filter, { limit, cursor });
    },
  );

  routes.get(
    '/activity/:id',
    {
      schema: {
        tags: ['activity'],
        summary: 'One ended tick',
        params: z.object({ id: z.string().min(1).max(200) }),
        response: { 200: Activity },
      },
    },
    async (request) => {
      const found = await findActivity(db, request.params.id);
      if (!found) throw notFound('activity', request.params.id);
      return found;
    },
  );

  routes.get(
    '/stats/minutes',
    {
      schema: {
        tags: ['activity'],
        summary: 'Actions and money per minute and kind, wall clock; the last hour unless told',
        querystring: z.strictObject({ from: Moment.optional(), to: Moment.optional() }),
        response: { 200: page(StatPoint) },
      },
    },
    async (request) => {
      const to = new Date(request.query.to ?? clock.wallNow());
      const from = new Date(request.query.from ?? to.getTime() - HOUR_MS);
      const range = to.getTime() - from.getTime();
      if (range < 0) throw invalid('The query is not valid.', [{ field: 'from', message: 'must not be after to' }]);
      if (range > MAX_MINUTES_RANGE_MS)
        throw invalid('The query is not valid.', [{ field: 'from', message: 'must be within 7 days of to' }]);
      return { data: await minuteStats(db, from, to), next: null };
    },
  );

  routes.get(
    '/stats/daily',
    {
      schema: {
        tags: ['activity'],
        summary: 'Actions, tokens and money per UTC day, persona, kind and model; the last 30 days unless told',
        querystring: z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() }),
        response: { 200: page(DailyStat) },
      },
    },
    async (request) => {
      const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
      const to = request.query.to ?? day(clock.wallNow());
      const from = request.query.from ?? day(Date.parse(to) - 30 * DAY_MS);
      return { data: await dailyStats(db, from, to), next: null };
    },
  );
};
