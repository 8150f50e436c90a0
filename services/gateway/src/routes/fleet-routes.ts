import { Fleet, FleetCommandResult } from '@fleet/domain/read-models/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Order } from '../command/execute.ts';
import type { FleetAnswer, FleetCommands } from '../command/fleet-commands.ts';
import type { Head } from '../read/head.ts';
import { MinPosition, Reason } from './query.ts';
import { awaitPosition, orderOf, refusedProblem } from './respond.ts';

export type FleetRouteDeps = {
  readonly readFleet: () => Promise<Fleet>;
  readonly head: Head;
  readonly fleet: FleetCommands;
};

const tags = ['fleet'];
const Ordered = z.strictObject({ reason: Reason }).nullish();
const Patch = z.strictObject({ activityLevel: z.number().min(0).max(4), reason: Reason });

export const fleetRoutes = (app: FastifyInstance, { readFleet, head, fleet }: FleetRouteDeps) => {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  const answer = async (name: string, result: FleetAnswer, order: Order) => {
    if (result.kind === 'done') return result.result;
    await fleet.refused(name, null, result.refusal, order);
    throw refusedProblem(result.refusal);
  };

  routes.get(
    '/fleet',
    {
      schema: {
        tags,
        summary: 'State, counts, spend and lag of the fleet',
        querystring: z.strictObject({ minPosition: MinPosition }),
        response: { 200: Fleet },
      },
    },
    async (request, reply) => {
      await awaitPosition(head, request.query.minPosition, reply);
      return readFleet();
    },
  );

  for (const action of ['pause', 'resume'] as const)
    routes.post(
      `/fleet/${action}`,
      {
        config: { harmlessRepeat: true },
        schema: {
          tags,
          summary: action === 'pause' ? 'Stop every agent within two seconds' : 'Lift every pause of the fleet',
          body: Ordered,
          response: { 200: FleetCommandResult },
        },
      },
      async (request) => {
        const order = orderOf(request);
        return answer(`fleet.${action}`, await fleet[action](request.body?.reason ?? '', order), order);
      },
    );

  routes.patch(
    '/fleet',
    { schema: { tags, summary: 'Set the activity level', body: Patch, response: { 200: FleetCommandResult } } },
    async (request) => {
      const order = orderOf(request);
      const { activityLevel, reason } = request.body;
      return answer('fleet.setLevel', await fleet.setLevel(activityLevel, reason, order), order);
    },
  );
};
