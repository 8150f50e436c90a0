import type { FastifyInstance } from 'fastify';
import { type Part, readiness } from '../status/readiness.ts';

export type StatusDeps = {
  readonly parts: readonly Part[];
  readonly metrics: { text(): Promise<string>; readonly contentType: string };
};

/** For orchestrators and Prometheus; see guard.ts for who may ask. */
export const statusRoutes = (app: FastifyInstance, { parts, metrics }: StatusDeps) => {
  const schema = (summary: string) => ({ tags: ['status'], summary, security: [] });
  app.get('/health', { schema: schema('The process runs') }, async () => ({ status: 'ok' }));
  app.get('/ready', { schema: schema('What it needs is there') }, async (_request, reply) => {
    const result = await readiness(parts);
    return reply
      .code(result.ready ? 200 : 503)
      .send({ status: result.ready ? 'ready' : 'waiting', parts: result.parts });
  });
  app.get(
    '/metrics',
    { schema: schema('Figures for Prometheus; without a token from this machine alone') },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  );
};
