import { PricesView } from '@fleet/domain/read-models/prices';
import type { ServiceInstance } from '@fleet/platform/bus';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { pricesOf } from '../read/prices.ts';

export type PriceRouteDeps = {
  /** As last answered; null while the bus does not answer. */
  readonly instances: () => readonly ServiceInstance[] | null;
};

export const priceRoutes = (app: FastifyInstance, { instances }: PriceRouteDeps) => {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/prices',
    {
      schema: {
        tags: ['budget'],
        summary: 'What models and pictures of this configuration cost, and an action at most, as the actors tell it',
        response: { 200: PricesView },
      },
    },
    async () => pricesOf(instances()),
  );
};
