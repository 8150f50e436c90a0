import { Counter, Gauge, Histogram, type Registry } from '@fleet/platform/telemetry';
import type { FastifyInstance } from 'fastify';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counts and times every answer by method, route (never by path: ids would make series without end) and status. */
export const measure = (
  app: FastifyInstance,
  registry: Registry,
  figures: {
    readonly streams: () => number;
    readonly behind: () => number;
    readonly deadLetters: () => number | null;
    readonly ticksWaiting: () => number | null;
  },
) => {
  const labels = ['method', 'route', 'status'] as const;
  const registers = [registry];
  const requests = new Counter({
    name: 'fleet_gateway_requests_total',
    help: 'Answers',
    labelNames: labels,
    registers,
  });
  const duration = new Histogram({
    name: 'fleet_gateway_request_seconds',
    help: 'Seconds until the answer',
    labelNames: ['method', 'route'],
    buckets: SECONDS,
    registers,
  });
  new Gauge({
    name: 'fleet_gateway_streams',
    help: 'Open live streams',
    registers,
    collect() {
      this.set(figures.streams());
    },
  });
  new Gauge({
    name: 'fleet_gateway_streams_behind',
    help: 'Live streams whose clients do not keep up',
    registers,
    collect() {
      this.set(figures.behind());
    },
  });
  /** Not there while NATS does not answer. */
  const counted = (name: string, help: string, count: () => number | null) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const now = count();
        if (now === null) this.remove();
        else this.set(now);
      },
    });
  counted('fleet_dead_letters', 'Messages that were given up and wait for somebody to look', figures.deadLetters);
  counted('fleet_ticks_waiting', 'Ticks that no actor has taken yet', figures.ticksWaiting);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    requests.inc({ method: request.method, route, status: reply.statusCode });
    duration.observe({ method: request.method, route }, reply.elapsedTime / 1_000);
  });
};
