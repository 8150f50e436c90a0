import type { Fault } from '../control.ts';
import type { User } from '../store/users.ts';

/** What the hooks learn about a call, for the handlers and for the call log. */
export type CallState = {
  seq: number | null;
  agent: User | null;
  /** A fault that spoils the answer of a call that was applied. */
  spoil: Fault | null;
  late: boolean;
};

declare module 'fastify' {
  interface FastifyRequest {
    call: CallState;
  }
}

export const routeOf = (request: { routeOptions: { url?: string | undefined }; url: string }): string =>
  request.routeOptions.url ?? request.url.split('?')[0] ?? '';

export const headerOf = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string | null => {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 300) : null;
};

/** Routes of the fleet that change something: these are counted against limits and stopped by the kill switch first. */
export const isWrite = (method: string, route: string): boolean =>
  method === 'POST' && (route.startsWith('/api/execute/') || route.startsWith('/api/showcase'));
