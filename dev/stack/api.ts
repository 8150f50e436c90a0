import { AgentConfig } from '@fleet/domain/agent/agent-config';
import { z } from 'zod';

const Agents = z.object({ data: z.array(z.object({ config: AgentConfig })) });

/** The few calls that the stack itself makes to the gateway, through the same API as everybody. */
export const gatewayApi = (base: string, token: string) => {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-client': 'cli',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(120_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    fleet: async () =>
      z
        .object({ agents: z.object({ total: z.number(), deleted: z.number() }), activityLevel: z.number() })
        .parse(await call('GET', '/fleet')),
    seed: async (count: number, seed: string) =>
      z
        .object({ created: z.array(z.string()), position: z.string() })
        .parse(await call('POST', '/agents/seed', { count, seed })),
    start: (ids: readonly string[], reason: string) => call('POST', '/operations', { action: 'start', ids, reason }),
    setLevel: (activityLevel: number, reason: string) => call('PATCH', '/fleet', { activityLevel, reason }),
    /** Rhythm of every agent; waits until the read model has come to `minPosition`. */
    configs: async (minPosition: string) =>
      Agents.parse(await call('GET', `/agents?limit=1000&minPosition=${minPosition}`)).data.map(({ config }) => config),
  };
};
