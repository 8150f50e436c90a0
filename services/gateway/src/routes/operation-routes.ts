import { AgentStatus, Operation, OperationAction, SeedResult } from '@fleet/domain/read-models/api';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FleetCommands } from '../command/fleet-commands.ts';
import { MAX_AGENTS, type Operations } from '../command/operations.ts';
import type { Seed } from '../command/seed.ts';
import { HttpProblem, notFound } from '../http/problem.ts';
import { matchingAgents } from '../read/agents.ts';
import type { Head } from '../read/head.ts';
import type { ReadDb } from '../read/tables.ts';
import { Id, Reason, Search } from './query.ts';
import { orderOf, refusedProblem } from './respond.ts';

export type OperationRouteDeps = {
  readonly db: ReadDb;
  readonly head: Head;
  readonly clock: Clock;
  readonly operations: Operations;
  readonly seed: Seed;
  readonly fleet: FleetCommands;
};

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item.transform((one) => [one]), z.array(item).min(1).max(50)]);
const Filter = z.strictObject({
  status: oneOrMore(AgentStatus).optional(),
  persona: oneOrMore(z.string().max(40)).optional(),
  q: Search,
});
const Bulk = z
  .strictObject({
    action: OperationAction,
    filter: Filter.optional(),
    ids: z.array(z.uuid()).min(1).max(1_500).optional(),
    reason: Reason,
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

export const operationRoutes = (app: FastifyInstance, deps: OperationRouteDeps) => {
  const { db, head, clock, operations, seed, fleet } = deps;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const tags = ['agents'];

  routes.post(
    '/operations',
    {
      schema: {
        tags,
        summary: 'One command to many agents, or all',
        description: 'Up to 1,000 agents are told before the answer (200); more in the background (202, see Location).',
        body: Bulk,
        response: { 200: Operation, 202: Operation },
      },
    },
    async (request, reply) => {
      const { action, filter, ids, reason } = request.body;
      // What this gateway wrote a moment ago (agents just made) must be among what matches.
      if (filter && !(await head.reached(head.lastWritten()))) reply.header('fleet-stale', 'true');
      const matched = ids ? [...new Set(ids)] : await matchingAgents(db, filter ?? {}, MAX_AGENTS, clock.wallNow());
      const operation = await operations.begin(action, matched, reason, orderOf(request));
      if (operation.state === 'done') return reply.code(200).send(operation);
      return reply.code(202).header('location', `/api/v1/operations/${operation.id}`).send(operation);
    },
  );

  routes.get(
    '/operations/:id',
    { schema: { tags, summary: 'Progress of an operation', params: Id, response: { 200: Operation } } },
    async (request) => {
      const found = await operations.find(request.params.id);
      if (!found) throw notFound('operation', request.params.id);
      return found;
    },
  );

  routes.post(
    '/agents/seed',
    {
      schema: {
        tags,
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
