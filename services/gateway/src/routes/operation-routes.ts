import { page, SeedResult } from '@fleet/domain/read-models/api';
import {
  BulkAction,
  BulkOperation,
  OPERATION_RESULTS,
  OperationPreview,
  OperationResult,
} from '@fleet/domain/read-models/operations';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FleetCommands } from '../command/fleet-commands.ts';
import type { Seed } from '../command/seed.ts';
import { HttpProblem, notFound } from '../http/problem.ts';
import { MAX_AGENTS, type OperationAnswer, type Operations } from '../operations/operations.ts';
import { previewOf } from '../operations/preview.ts';
import { agentNames, groupAgents, matchingAgents } from '../read/agents.ts';
import { decodeCursor, encodeCursor } from '../read/cursor.ts';
import type { Head } from '../read/head.ts';
import type { ReadDb } from '../read/tables.ts';
import { AGENT_FILTER, Cursor, Id, Limit, Reason } from './query.ts';
import { orderOf, refusedProblem } from './respond.ts';

export type OperationRouteDeps = {
  readonly db: ReadDb;
  readonly head: Head;
  readonly clock: Clock;
  readonly operations: Operations;
  readonly seed: Seed;
  readonly fleet: FleetCommands;
};

/** A list that is there and empty must not come to mean everybody. */
const filled = <T extends z.ZodType<readonly unknown[] | undefined>>(list: T) =>
  list.refine((given) => given === undefined || given.length > 0, 'must name at least one; leave it out for all');
const Filter = z.strictObject({
  ...AGENT_FILTER,
  status: filled(AGENT_FILTER.status),
  persona: filled(AGENT_FILTER.persona),
});
const Bulk = z
  .strictObject({
    action: BulkAction,
    filter: Filter.optional(),
    ids: z.array(z.uuid()).min(1).max(1_500).optional(),
    reason: Reason,
    dryRun: z.boolean().default(false).describe('Tell what would happen (200) and do nothing.'),
    expected: z.number().int().min(0).optional().describe('How many agents must match; another count is a 409.'),
  })
  .refine(({ filter, ids }) => (filter === undefined) !== (ids === undefined), {
    path: ['filter'],
    message: 'exactly one of filter and ids is needed; an empty filter means all',
  });
const SeedBody = z.strictObject({
  count: z.number().int().min(1).max(1_000),
  persona: z.string().max(40).optional(),
  seed: z.string().min(1).max(100).optional(),
  grow: z.boolean().optional().describe('A model gives each a character of its own, once, before it is provisioned.'),
});
const ResultQuery = z.strictObject({
  result: z.enum(OPERATION_RESULTS).optional(),
  limit: Limit(1_000, 100),
  cursor: Cursor,
});

const BY_AGE = {
  isKey: (key: string) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/.test(key),
  isId: (id: string) => z.uuid().safeParse(id).success,
};
const BY_PLACE = { isKey: (key: string) => /^\d{1,7}$/.test(key), isId: BY_AGE.isId };

export const operationRoutes = (app: FastifyInstance, deps: OperationRouteDeps) => {
  const { db, head, clock, operations, seed, fleet } = deps;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const tags = ['operations'];

  const accept = (reply: FastifyReply, operation: BulkOperation) =>
    reply.code(202).header('location', `/api/v1/operations/${operation.id}`).send(operation);

  routes.post(
    '/operations',
    {
      schema: {
        tags,
        summary: 'One command to many agents, or all',
        description:
          'Up to 1,000 agents are told before the answer, more behind it: follow Location. `dryRun` tells what would ' +
          'happen. With `expected`, nothing is done unless that many agents match at the moment it runs.',
        body: Bulk,
        response: { 200: OperationPreview, 202: BulkOperation },
      },
    },
    async (request, reply) => {
      const { action, filter = {}, ids: named, reason, dryRun, expected } = request.body;
      const ids = named && [...new Set(named)];
      // What this gateway wrote a moment ago (agents just made) must be among what matches.
      if (!(await head.reached(head.lastWritten())) && !ids) reply.header('fleet-stale', 'true');
      if (dryRun) {
        const groups = await groupAgents(db, ids ? { ids } : { filter }, clock.wallNow());
        const matched = ids?.length ?? groups.reduce((sum, { count }) => sum + count, 0);
        return reply.code(200).send(previewOf(action, groups, matched));
      }
      const order = orderOf(request);
      const matching = ids ?? (await matchingAgents(db, filter, MAX_AGENTS, clock.wallNow()));
      if (expected !== undefined && expected !== matching.length) {
        const detail = `${matching.length} agents match now, not ${expected}; nothing was done.`;
        await fleet.refused(`agents.${action}`, null, { code: 'count_changed', reason: detail }, order);
        const errors = [{ field: 'expected', message: `${matching.length} match now` }];
        throw new HttpProblem(409, 'count_changed', detail, { errors, matched: matching.length });
      }
      return accept(reply, await operations.begin(action, matching, reason, order));
    },
  );

  routes.get(
    '/operations',
    {
      schema: {
        tags,
        summary: 'Operations of the last 90 days, newest first',
        querystring: z.strictObject({ limit: Limit(100, 20), cursor: Cursor }),
        response: { 200: page(BulkOperation) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const after = cursor === undefined ? null : decodeCursor(cursor, 'operation', BY_AGE);
      const rows = await operations.list(limit + 1, after);
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const next = last ? encodeCursor({ sort: 'operation', key: last.key, id: last.operation.id }) : null;
      return { data: rows.slice(0, limit).map(({ operation }) => operation), next };
    },
  );

  routes.get(
    '/operations/:id',
    { schema: { tags, summary: 'Progress of an operation', params: Id, response: { 200: BulkOperation } } },
    async (request) => {
      const found = await operations.find(request.params.id);
      if (!found) throw notFound('operation', request.params.id);
      return found;
    },
  );

  routes.get(
    '/operations/:id/results',
    {
      schema: {
        tags,
        summary: 'What became of each agent, in the order they were told',
        params: Id,
        querystring: ResultQuery,
        response: { 200: page(OperationResult) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { result, limit, cursor } = request.query;
      if (!(await operations.find(id))) throw notFound('operation', id);
      const after = cursor === undefined ? -1 : Number(decodeCursor(cursor, `result ${id}`, BY_PLACE).key);
      const rows = await operations.results(id, result, after, limit + 1);
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      const names = await agentNames(
        db,
        shown.map(({ agent_id }) => agent_id),
      );
      const data = shown.map(({ agent_id: agentId, result: became, code, reason }) => ({
        ...{ agentId, agentName: names.get(agentId) ?? null, result: became, code, reason },
      }));
      const next = last ? encodeCursor({ sort: `result ${id}`, key: String(last.place), id: last.agent_id }) : null;
      return { data, next };
    },
  );

  const again = (name: 'retry' | 'undo', summary: string, description: string) =>
    routes.post(
      `/operations/:id/${name}`,
      {
        schema: {
          tags,
          summary,
          description,
          params: Id,
          body: z.strictObject({}).nullish(),
          response: { 202: BulkOperation },
        },
      },
      async (request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) => {
        const order = orderOf(request);
        const answer: OperationAnswer = await operations[name](request.params.id, order);
        if (answer.kind === 'begun') return accept(reply, answer.operation);
        await fleet.refused(`operation.${name}`, request.params.id, answer.refusal, order);
        throw refusedProblem(answer.refusal);
      },
    );
  again(
    'retry',
    'The same command again to the agents that it failed on',
    'A new operation. 409 while it runs, or when nothing failed: what refused would refuse again.',
  );
  again(
    'undo',
    'The opposite command to the agents that it changed',
    'A new operation, within 10 s (wall time) of the order and once; an operation that still runs is stopped first. ' +
      'Deletion cannot be undone. 409 says which of these it is.',
  );

  routes.post(
    '/agents/seed',
    {
      schema: {
        tags: ['agents'],
        summary: 'Make the next agents of the seeded sequence',
        body: SeedBody,
        response: { 201: SeedResult },
      },
    },
    async (request, reply) => {
      const order = orderOf(request);
      const answer = await seed(request.body, order);
      if (answer.kind === 'done') return reply.code(201).send(answer.result);
      await fleet.refused('agents.seed', null, answer.refusal, order);
      throw answer.refusal.code === 'invalid_persona'
        ? refusedProblem(answer.refusal)
        : new HttpProblem(409, answer.refusal.code, answer.refusal.reason);
    },
  );
};
