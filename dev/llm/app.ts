import Fastify, { type FastifyInstance } from 'fastify';
import { chatRoute } from './chat-route.ts';
import { ControlChange, createControl } from './faults.ts';
import { imagesRoute } from './images-route.ts';
import { moderationsRoute } from './moderations-route.ts';
import { ApiFault, openAiError } from './openai-error.ts';

const BODY_LIMIT_BYTES = 1_000_000;
const MODELS = ['offline', 'llama3.2', 'gpt-4o-mini'] as const;

const faultOf = (error: unknown): ApiFault => {
  if (error instanceof ApiFault) return error;
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  const message = error instanceof Error ? error.message : 'unknown error';
  return new ApiFault(status >= 400 && status < 600 ? status : 500, message);
};

/**
 * The stand-in model: the parts of the OpenAI API that FloImg Fleet uses, answered from grammars. No network, no cost,
 * and the same request gets the same words for the same seed.
 */
export const buildLlm = (options: { readonly seed: string }): FastifyInstance => {
  const app = Fastify({ logger: false, bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true });
  const control = createControl();
  const stopping = new AbortController();
  app.addHook('preClose', async () => stopping.abort());

  app.setErrorHandler((error, _request, reply) => {
    const fault = faultOf(error);
    return reply.code(fault.status).send(openAiError(fault));
  });
  app.setNotFoundHandler((request, reply) => {
    const fault = new ApiFault(404, `Unknown request URL: ${request.method} ${request.url}.`, { code: 'unknown_url' });
    return reply.code(404).send(openAiError(fault));
  });
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/v1/') || /^Bearer \S+/.test(request.headers.authorization ?? '')) return;
    throw new ApiFault(401, "You didn't provide an API key.", { code: 'invalid_api_key' });
  });

  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/v1/models', async () => ({
    object: 'list',
    data: MODELS.map((id) => ({ id, object: 'model', created: 0, owned_by: 'floimg-fleet' })),
  }));
  chatRoute(app, control, options.seed, stopping.signal);
  moderationsRoute(app);
  imagesRoute(app, options.seed);

  app.get('/__control', async () => control.state());
  app.post('/__control', async (request) => {
    const parsed = ControlChange.safeParse(request.body);
    if (!parsed.success) throw new ApiFault(400, parsed.error.issues.map((issue) => issue.message).join('; '));
    control.change(parsed.data);
    const { calls: _, ...state } = control.state();
    return state;
  });
  return app;
};
