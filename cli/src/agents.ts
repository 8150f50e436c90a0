import { Agent, page } from '@fleet/domain/read-models/api';
import type { GatewayClient } from './gateway-client.ts';
import { CliError } from './surroundings.ts';

/** All that is needed of an agent here. */
const Named = Agent.pick({ id: true, username: true });
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids of agents named by username (with or without @) or id. @throws CliError naming all that are not known */
export const findAgentIds = async (client: GatewayClient, names: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(names.map(async (name) => ({ name, id: await findAgentId(client, name) })));
  const unknown = found.filter(({ id }) => id === null).map(({ name }) => name);
  if (unknown.length > 0) throw new CliError(`There is no agent called ${unknown.join(', ')}.`);
  return [...new Set(found.flatMap(({ id }) => (id === null ? [] : [id])))];
};

const findAgentId = async (client: GatewayClient, name: string): Promise<string | null> => {
  if (uuid.test(name)) return name.toLowerCase();
  const username = name.replace(/^@/, '').toLowerCase();
  if (username === '') return null;
  const { data } = await client.get(`/agents?q=${encodeURIComponent(username.slice(0, 100))}&limit=1000`, page(Named));
  return data.find((agent) => agent.username.toLowerCase() === username)?.id ?? null;
};
