import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Log } from '../log/index.ts';
import type { Check } from './checks.ts';

export type OpsOptions = {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  ready(): Promise<readonly Check[]>;
  readonly registry: Registry;
  readonly log: Log;
};

/**
 * Serves what machines ask a service: `/health` (the process lives), `/ready` (200 or 503, each part with its name and
 * since when), `/metrics` (Prometheus). Reads no bodies, keeps at most 100 connections.
 */
export const serveOps = async (options: OpsOptions): Promise<{ port: number; close(): Promise<void> }> => {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    void answer(options, request.method ?? '', (request.url ?? '').split('?')[0] ?? '', response);
  });
  server.maxConnections = 100;
  server.keepAliveTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${options.port} on ${options.host} is taken: set PORT to a free one`, { cause: error })
          : error,
      ),
    );
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  options.log.info({ host: options.host, port }, 'serving /health, /ready and /metrics');
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const answer = async (options: OpsOptions, method: string, path: string, response: ServerResponse): Promise<void> => {
  const send = (status: number, body: string, type = 'application/json') => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(method === 'HEAD' ? '' : body);
  };
  try {
    if (method !== 'GET' && method !== 'HEAD') return send(405, '{"status":"method not allowed"}');
    if (path === '/health') return send(200, '{"status":"ok"}');
    if (path === '/metrics') return send(200, await options.registry.metrics(), options.registry.contentType);
    if (path !== '/ready') return send(404, '{"status":"not found"}');
    const checks = await options.ready();
    const ok = checks.every((check) => check.ok);
    send(ok ? 200 : 503, JSON.stringify({ status: ok ? 'ready' : 'not ready', checks }));
  } catch (error) {
    options.log.error({ err: error, path }, 'an operations request failed');
    if (!response.headersSent) send(500, '{"status":"error"}');
    else response.end();
  }
};
