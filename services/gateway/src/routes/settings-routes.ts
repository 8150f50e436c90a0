import { SettingsView } from '@fleet/domain/read-models/settings';
import type { ServiceInstance } from '@fleet/platform/bus';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { type OwnSettings, settingsOf } from '../read/settings.ts';

export type SettingsRouteDeps = {
  readonly own: () => OwnSettings;
  /** As last answered; null while the bus does not answer. */
  readonly instances: () => readonly ServiceInstance[] | null;
};

export const settingsRoutes = (app: FastifyInstance, { own, instances }: SettingsRouteDeps) => {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/settings',
    {
      schema: {
        tags: ['status'],
        summary: 'The configuration as far as an operator may see it, for reading; no secrets',
        response: { 200: SettingsView },
      },
    },
    async () => settingsOf(own(), instances()),
  );
};
