import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { traceIdOf } from '@fleet/domain/trace';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform, validatorCompiler } from 'fastify-type-provider-zod';
import { handleErrors } from './error-handler.ts';
import { HttpProblem } from './problem.ts';
import { isStorable } from './storable.ts';
import { limitRequests } from './window-limit.ts';

const BODY_LIMIT_BYTES = 64 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;

export type ServerOptions = {
  readonly log: FastifyBaseLogger;
  /** Where the gallery's images come from, for the view in full size; everything smaller comes from here. */
  readonly imageSources: readonly string[];
  readonly scriptHashes: readonly string[];
  readonly monotonicNow: () => number;
};

/** The trace id of a request: its own traceparent's, else a new one. */
const requestIdOf = ({ headers }: IncomingMessage): string =>
  traceIdOf(String(headers.traceparent ?? '')) ?? randomBytes(16).toString('hex');

/** The one style sheet that swagger-ui writes into its page; another text has another hash. */
const SWAGGER_STYLE = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

const contentSecurity = ({ imageSources, scriptHashes }: ServerOptions) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", ...scriptHashes],
    styleSrc: ["'self'", SWAGGER_STYLE],
    // Charts and virtual lists set positions as style attributes; style sheets still come from files alone.
    styleSrcAttr: ["'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', ...imageSources],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
});

/** The bare server: limits, security headers, JSON alone, its own description. Routes and guard come on top. */
export const buildServer = async (options: ServerOptions): Promise<FastifyInstance> => {
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: 250 },
  });
  app.setValidatorCompiler(validatorCompiler);
  // Answers are typed by the schemas that describe them; checking each again would cost more than making it.
  app.setSerializerCompiler(() => JSON.stringify);
  handleErrors(app);

  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Commands whose fields are all optional may come with the header and nothing behind it.
    if (body === '') return done(null, null);
    parse(request, body as string, (error, value) => {
      if (error) return done(new HttpProblem(400, 'malformed_json', 'The body is not valid JSON.'));
      if (isStorable(value)) return done(null, value);
      done(new HttpProblem(422, 'invalid', 'A text holds a zero character or half a surrogate pair.'));
    });
  });
  app.addHook('onRequest', async ({ url }) => {
    if (/%00/.test(url)) throw new HttpProblem(400, 'malformed_request', 'The URL holds a zero character.');
  });

  await app.register(helmet, {
    contentSecurityPolicy: contentSecurity(options),
    // TLS ends at a proxy, if there is one; the promise is its own to make.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookie);
  limitRequests(app, options.monotonicNow);
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'FloImg Fleet',
        version: '1.0.0',
        description:
          'Commands answer with the state right after them and its `position`; pass that as `minPosition` to read what you wrote. Failures are problems (RFC 9457). Writes take an `Idempotency-Key`.',
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'fleet_session' },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: false });
  return app;
};
