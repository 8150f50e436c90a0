import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>FloImg Fleet</title>
<h1>The dashboard is not built</h1>
<p>Build it with <code>pnpm --filter @fleet/ui build</code>, or start the fleet with <code>npm start</code>, which does so.</p>
<p>The API is there: <a href="/docs">its description</a>.</p>
</html>`;

export type Dashboard = {
  /** CSP sources of the page's own inline scripts, by hash: no other inline script runs. */
  readonly scriptHashes: readonly string[];
  /** Answers a path of the single-page app with its one page; false where the path cannot be one. */
  page(request: FastifyRequest, reply: FastifyReply): boolean;
};

/** `'sha256-…'` of each inline script of a page. */
export const inlineScriptHashes = (html: string): string[] =>
  [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );

/** The built page, read once. */
export const loadDashboard = (folder: string): Dashboard => {
  const file = join(folder, 'index.html');
  const html = existsSync(file) ? readFileSync(file, 'utf8') : null;
  return {
    scriptHashes: html === null ? [] : inlineScriptHashes(html),
    page: ({ method, url, headers }, reply) => {
      const path = url.split('?', 1)[0] ?? '/';
      const isPage = !/^\/(api|docs|_app)(\/|$)/.test(path) && !/\.[a-z0-9]{1,8}$/i.test(path);
      if (!isPage || (method !== 'GET' && method !== 'HEAD')) return false;
      if (headers.accept !== undefined && !/text\/html|\*\/\*/.test(headers.accept)) return false;
      reply
        .code(200)
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(html ?? NOT_BUILT);
      return true;
    },
  };
};

/** Files with a hash in their name never change; everything else is asked for again. */
export const serveDashboard = async (app: FastifyInstance, folder: string): Promise<void> => {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    index: false,
    maxAge: 0,
    setHeaders: (reply, path) => {
      const isImmutable = path.includes('/_app/immutable/');
      reply.header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
};
