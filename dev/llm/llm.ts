import { buildLlm } from './app.ts';

export type RunningLlm = { readonly url: string; readonly port: number; close(): Promise<void> };

/** Starts the stand-in model. @param options.port 0 takes any free port */
export const startLlm = async (options: {
  readonly port: number;
  readonly host?: string;
  readonly seed?: string;
}): Promise<RunningLlm> => {
  const app = buildLlm({ seed: options.seed ?? 'floimg' });
  const host = options.host ?? '127.0.0.1';
  await app.listen({ port: options.port, host });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port, close: () => app.close() };
};
