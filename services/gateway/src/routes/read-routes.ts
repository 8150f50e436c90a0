import { Activity, ActivityKind, DailyStat, page, StatPoint } from '@fleet/domain/read-models/api';
import { CostSplit, CostsView } from '@fleet/domain/read-models/costs';
import { TickEvents } from '@fleet/domain/read-models/tick-events';
import type { Clock } from '@fleet/platform/clock';
import type { EventStore } from '@fleet/platform/eventstore';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem, invalid, notFound } from '../http/problem.ts';
import { findActivity, listActivities } from '../read/activities.ts';
import { readCosts } from '../read/costs.ts';
import type { Head } from '../read/head.ts';
import { dailyStats, hourStats, minuteStats } from '../read/stats.ts';
import type { ReadDb } from '../read/tables.ts';
import { readTickEvents } from '../read/tick-events.ts';
import { Cursor, Limit, MinPosition, Moment, Search, several } from './query.ts';
import { awaitPosition } from './respond.ts';

export type ReadRouteDeps = {
  readonly db: ReadDb;
  readonly head: Head;
  readonly clock: Clock;
  readonly store: Pick<EventStore, 'read'>;
};

const HOUR_MS = 3_600_000;
const MAX_MINUTES_RANGE_MS = 7 * 24 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
const MAX_HOURS_RANGE_MS = 92 * DAY_MS;

const ActivityQuery = z.strictObject({
  agent: z.uuid().optional(),
  kind: several(ActivityKind),
  persona: z.string().max(40).optional(),
  post: z.string().min(1).max(200).optional().describe('Id of the post that was made, liked or commented on.'),
  q: Search.describe('Part of the text, the post title, or the agent.'),
  from: Moment.optional().describe('Wall clock (recordedAt), inclusive.'),
  to: Moment.optional().describe('Wall clock (recordedAt), exclusive.'),
  limit: Limit(200, 50),
  cursor: Cursor,
  minPosition: MinPosition,
});

const ActivityId = z.object({ id: z.string().min(1).max(200) });

export const readRoutes = (app: FastifyInstance, { db, head, clock, store }: ReadRouteDeps) => {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const wrong = (field: string, message: string) => invalid('The query is not valid.', [{ field, message }]);

  /** A range of wall time that ends now and is as long as usual unless told otherwise. */
  const rangeOf = (given: { from?: string | undefined; to?: string | undefined }, usualMs: number, mostMs: number) => {
    const to = new Date(given.to ?? clock.wallNow());
    const from = new Date(given.from ?? to.getTime() - usualMs);
    if (from > to) throw wrong('from', 'must not be after to');
    if (to.getTime() - from.getTime() > mostMs) throw wrong('from', `must be within ${mostMs / DAY_MS} days of to`);
    return { from, to };
  };
  /** The same of whole days, both included. */
  const daysOf = (given: { from?: string | undefined; to?: string | undefined }) => {
    const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const to = given.to ?? day(clock.wallNow());
    const from = given.from ?? day(Date.parse(to) - 30 * DAY_MS);
    if (from > to) throw wrong('from', 'must not be after to');
    return { from, to };
  };

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
        params: ActivityId,
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
    '/activity/:id/events',
    {
      schema: {
        tags: ['activity'],
        summary: 'The events of one ended tick as they are stored, oldest first',
        description:
          'Read from the event store, at most 60; the operator’s request that asked for the tick comes first. 404 `events_gone` where the store was replaced or has archived them.',
        params: ActivityId,
        response: { 200: TickEvents },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = await readTickEvents({ db, store }, id);
      if (found === 'unknown') throw notFound('activity', id);
      if (found !== 'gone') return found;
      const detail = `The event store no longer holds the events of ${id}: it was replaced, or they were archived.`;
      throw new HttpProblem(404, 'events_gone', detail);
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
      const { from, to } = rangeOf(request.query, HOUR_MS, MAX_MINUTES_RANGE_MS);
      return { data: await minuteStats(db, from, to), next: null };
    },
  );

  routes.get(
    '/stats/hours',
    {
      schema: {
        tags: ['activity'],
        summary: 'Actions and money per hour and kind, wall clock; the last 7 days unless told, 92 at most',
        querystring: z.strictObject({ from: Moment.optional(), to: Moment.optional() }),
        response: { 200: page(StatPoint) },
      },
    },
    async (request) => {
      const { from, to } = rangeOf(request.query, 7 * DAY_MS, MAX_HOURS_RANGE_MS);
      return { data: await hourStats(db, from, to), next: null };
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
      const { from, to } = daysOf(request.query);
      return { data: await dailyStats(db, from, to), next: null };
    },
  );

  routes.get(
    '/costs',
    {
      schema: {
        tags: ['costs'],
        summary: 'Money and tokens by persona, model, prompt or agent, and what an action costs; UTC days',
        description: 'The last 30 days unless told. Dearest first, 100 rows at most.',
        querystring: z.strictObject({
          by: CostSplit.default('persona'),
          from: z.iso.date().optional(),
          to: z.iso.date().optional(),
        }),
        response: { 200: CostsView },
      },
    },
    async (request) => readCosts(db, request.query.by, daysOf(request.query)),
  );
};
