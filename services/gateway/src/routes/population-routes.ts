import type { Fleet } from '@fleet/domain/read-models/api';
import { AgentPlanView, AgentsSummary } from '@fleet/domain/read-models/population';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { notFound } from '../http/problem.ts';
import { planOf } from '../read/agent-plan.ts';
import { findAgent } from '../read/agents.ts';
import type { Head } from '../read/head.ts';
import { summarizeAgents } from '../read/population.ts';
import type { ReadDb } from '../read/tables.ts';
import { Id, MinPosition } from './query.ts';
import { awaitPosition } from './respond.ts';

export type PopulationRouteDeps = {
  readonly db: ReadDb;
  readonly head: Head;
  readonly clock: Clock;
  readonly readFleet: () => Promise<Fleet>;
  readonly fleetSeed: string;
};

const tags = ['agents'];
const Hours = z.coerce.number().int().min(1).max(168).default(24).describe('Hours of fleet time to look ahead.');

/** Answers about all agents at once, and about what one is going to do. */
export const populationRoutes = (
  app: FastifyInstance,
  { db, head, clock, readFleet, fleetSeed }: PopulationRouteDeps,
) => {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/agents/summary',
    {
      schema: {
        tags,
        summary: 'How many agents there are, by time zone (with who is awake) and by persona and status',
        querystring: z.strictObject({ minPosition: MinPosition }),
        response: { 200: AgentsSummary },
      },
    },
    async (request, reply) => {
      await awaitPosition(head, request.query.minPosition, reply);
      return summarizeAgents(db, clock.wallNow(), clock.fleetNow());
    },
  );

  routes.get(
    '/agents/:id/plan',
    {
      schema: {
        tags,
        summary: 'The moments at which an agent may act in the next hours, fleet clock',
        params: Id,
        querystring: z.strictObject({ hours: Hours, minPosition: MinPosition }),
        response: { 200: AgentPlanView },
      },
    },
    async (request, reply) => {
      const { hours, minPosition } = request.query;
      await awaitPosition(head, minPosition, reply);
      const [agent, fleet] = await Promise.all([findAgent(db, request.params.id, clock.wallNow()), readFleet()]);
      if (!agent) throw notFound('agent', request.params.id);
      return planOf(agent, fleet, fleetSeed, { fromMs: clock.fleetNow(), hours });
    },
  );
};
