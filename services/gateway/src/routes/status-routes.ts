import type { Check, Registry } from '@fleet/platform/telemetry';
import type { FastifyInstance } from 'fastify';

export type StatusDeps = { readonly ready: () => Promise<readonly Check[]>; readonly registry: Registry };

/** For orchestrators and Prometheus; see guard.ts for who may ask. */
export const statusRoutes = (app: FastifyInstance, { ready, registry }: StatusDeps) => {
  const schema = (summary: string) => ({ tags: ['status'], summary, security: [] });
  app.get('/health', { schema: schema('The process runs') }, async () => ({ status: 'ok' }));
  app.get('/ready', { schema: schema('Whether what it needs is there, part by part') }, async (_request, reply) => {
    const checks = await ready();
    const isReady = checks.every(({ ok }) => ok);
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', checks });
  });
  app.get(
    '/metrics',
    { schema: schema('Figures for Prometheus; without a token from this machine alone') },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
};
