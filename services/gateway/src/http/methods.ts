import type { FastifyInstance } from 'fastify';
import { sendProblem } from './error-handler.ts';
import { HttpProblem } from './problem.ts';

type Known = { readonly pattern: RegExp; readonly methods: Set<string> };

const patternOf = (url: string) =>
  new RegExp(`^${url.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:[^/]+/g, '[^/]+')}/?$`);

/**
 * What answers where no route does: 405 with Allow when the path is known under other methods, else `fallback` (the
 * dashboard's pages), else 404. Call before the routes are declared.
 */
export const answerUnknown = (
  app: FastifyInstance,
  fallback: (request: import('fastify').FastifyRequest, reply: import('fastify').FastifyReply) => boolean,
) => {
  const routes = new Map<string, Known>();
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const known = routes.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const one of [method].flat()) known.methods.add(one);
    routes.set(url, known);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const known = [...routes.values()].filter(({ pattern }) => pattern.test(path));
    if (known.length > 0) {
      const allow = [...new Set(known.flatMap(({ methods }) => [...methods]))].sort().join(', ');
      const detail = `${request.method} is not possible here; ${allow} is.`;
      return sendProblem(request, reply, new HttpProblem(405, 'method_not_allowed', detail, { headers: { allow } }));
    }
    if (fallback(request, reply)) return reply;
    return sendProblem(request, reply, new HttpProblem(404, 'not_found', 'There is nothing at this path.'));
  });
};
