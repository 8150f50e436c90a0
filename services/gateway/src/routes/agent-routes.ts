import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { ActionKind } from '@fleet/domain/activity/activity-events';
import type { AgentCommand } from '@fleet/domain/agent/agent';
import { AgentConfigPatch } from '@fleet/domain/agent/agent-config';
import { tickIdOf } from '@fleet/domain/identity';
import { ActResult, Agent, type Fleet, page } from '@fleet/domain/read-models/api';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { inTime } from '../access/deadline.ts';
import { agentAfter, type RunAgentCommand } from '../command/agent-commands.ts';
import { AgentCreation, type CreateAgent } from '../command/create-agent.ts';
import type { Order } from '../command/execute.ts';
import type { FleetCommands } from '../command/fleet-commands.ts';
import { notFound } from '../http/problem.ts';
import { nextActionOf } from '../read/agent-plan.ts';
import { AGENT_SORTS, findAgent, lastHoursOf, listAgents } from '../read/agents.ts';
import type { Head } from '../read/head.ts';
import type { ReadDb } from '../read/tables.ts';
import { AGENT_FILTER, Cursor, Id, Limit, MinPosition, Reason, several } from './query.ts';
import { awaitPosition, orderOf, refusedProblem } from './respond.ts';

export type AgentRouteDeps = {
  readonly db: ReadDb;
  readonly head: Head;
  readonly clock: Clock;
  readonly agent: RunAgentCommand;
  readonly create: CreateAgent;
  readonly fleet: FleetCommands;
  readonly readFleet: () => Promise<Fleet>;
  readonly fleetSeed: string;
};

const tags = ['agents'];
const PLANNED_AT_ONCE = 50;
const Ordered = z.strictObject({ reason: Reason }).nullish();
const ListQuery = z.strictObject({
  ...AGENT_FILTER,
  sort: z.enum(AGENT_SORTS).default('name'),
  with: several(z.enum(['hours', 'next'])).describe(
    'Adds to each agent: `hours` its actions in each of the last 24 hours, `next` when it may act next.',
  ),
  limit: Limit(1_000, 100),
  cursor: Cursor,
  minPosition: MinPosition,
});

export const agentRoutes = (app: FastifyInstance, deps: AgentRouteDeps) => {
  const { db, head, clock, agent, create, fleet, readFleet, fleetSeed } = deps;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  /** What the read model knows of it; a command's answer does not wait for a database that is down. */
  const known = (id: string) => inTime(findAgent(db, id, clock.wallNow())).catch(() => null);

  const run = async (name: string, id: string, command: AgentCommand, order: Order) => {
    const result = await agent(id, command, order);
    if (result.kind === 'done') return result;
    await fleet.refused(`agent.${name}`, id, result.refusal, order);
    throw refusedProblem(result.refusal);
  };
  const runAndShow = async (name: string, id: string, command: AgentCommand, order: Order) =>
    agentAfter(await run(name, id, command, order), await known(id), clock.wallNow());

  /** What only lists that ask for it are given; bounded by the page. */
  const enriched = async (agents: readonly Agent[], wanted: readonly ('hours' | 'next')[]): Promise<Agent[]> => {
    const ids = agents.map(({ id }) => id);
    const hours = wanted.includes('hours') ? await lastHoursOf(db, ids, clock.wallNow()) : null;
    const fleetState = wanted.includes('next') ? await readFleet() : null;
    const fleetMs = Math.floor(clock.fleetNow());
    const rows: Agent[] = [];
    for (const one of agents) {
      // A plan takes a part of a millisecond; others are not made to wait for a thousand of them.
      if (fleetState && rows.length % PLANNED_AT_ONCE === PLANNED_AT_ONCE - 1) await yieldToOthers();
      rows.push({
        ...one,
        ...(hours ? { lastHours: hours.get(one.id) ?? new Array<number>(24).fill(0) } : {}),
        ...(fleetState ? { nextActionAt: nextActionOf(one, fleetState, fleetSeed, fleetMs) } : {}),
      });
    }
    return rows;
  };

  routes.get(
    '/agents',
    {
      schema: { tags, summary: 'Agents, filtered and sorted', querystring: ListQuery, response: { 200: page(Agent) } },
    },
    async (request, reply) => {
      const { minPosition, sort, limit, cursor, with: wanted = [], ...filter } = request.query;
      await awaitPosition(head, minPosition, reply);
      const found = await listAgents(db, filter, { sort, limit, cursor }, clock.wallNow());
      return { ...found, data: await enriched(found.data, wanted) };
    },
  );

  routes.post(
    '/agents',
    { schema: { tags, summary: 'Create an agent', body: AgentCreation, response: { 201: Agent } } },
    async (request, reply) => {
      const order = orderOf(request);
      const result = await create(request.body, order);
      if (result.kind === 'refused') {
        await fleet.refused('agent.create', request.body.username, result.refusal, order);
        throw refusedProblem(result.refusal);
      }
      reply.header('location', `/api/v1/agents/${result.state.id}`);
      return reply.code(201).send(agentAfter(result, null, clock.wallNow()));
    },
  );

  routes.get(
    '/agents/:id',
    {
      schema: {
        tags,
        summary: 'One agent',
        params: Id,
        querystring: z.strictObject({ minPosition: MinPosition }),
        response: { 200: Agent },
      },
    },
    async (request, reply) => {
      await awaitPosition(head, request.query.minPosition, reply);
      const found = await findAgent(db, request.params.id, clock.wallNow());
      if (!found) throw notFound('agent', request.params.id);
      return found;
    },
  );

  const Patch = AgentConfigPatch.extend({ reason: Reason });
  routes.patch(
    '/agents/:id',
    { schema: { tags, summary: 'Change its configuration', params: Id, body: Patch, response: { 200: Agent } } },
    async (request) => {
      const { reason, ...patch } = request.body;
      const order = orderOf(request);
      return runAndShow('configure', request.params.id, { type: 'configure', patch, by: order.by, reason }, order);
    },
  );

  routes.delete(
    '/agents/:id',
    {
      schema: { tags, summary: 'Delete it, after its open tick', params: Id, body: Ordered, response: { 202: Agent } },
    },
    async (request, reply) => {
      const order = orderOf(request);
      const command = { type: 'delete', by: order.by, reason: request.body?.reason ?? '' } as const;
      return reply.code(202).send(await runAndShow('delete', request.params.id, command, order));
    },
  );

  for (const type of ['start', 'pause', 'resume', 'stop'] as const)
    routes.post(
      `/agents/:id/${type}`,
      {
        config: { harmlessRepeat: true },
        schema: { tags, summary: `${type} it`, params: Id, body: Ordered, response: { 200: Agent } },
      },
      async (request) => {
        const order = orderOf(request);
        const command = { type, by: order.by, reason: request.body?.reason ?? '' } as const;
        return runAndShow(type, request.params.id, command, order);
      },
    );

  routes.post(
    '/agents/:id/provision',
    {
      schema: {
        tags,
        summary: 'Ask the platform again for its user, where that was refused',
        params: Id,
        body: Ordered,
        response: { 202: Agent },
      },
    },
    async (request, reply) => {
      const order = orderOf(request);
      const command = { type: 'provision', by: order.by, reason: request.body?.reason ?? '' } as const;
      return reply.code(202).send(await runAndShow('provision', request.params.id, command, order));
    },
  );

  routes.post(
    '/agents/:id/act',
    {
      schema: {
        tags,
        summary: 'One tick now, by the same path as every other',
        params: Id,
        body: z.strictObject({ kind: ActionKind.nullish() }).nullish(),
        response: { 202: ActResult },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const order = orderOf(request);
      const due = Math.floor(clock.fleetNow());
      const tickId = tickIdOf(id, due);
      const kind = request.body?.kind ?? null;
      const { position } = await run('act', id, { type: 'actNow', tickId, due, kind, by: order.by }, order);
      return reply.code(202).send({ tickId, position: position.toString() });
    },
  );
};
