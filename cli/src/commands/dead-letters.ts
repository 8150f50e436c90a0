import { page } from '@fleet/domain/read-models/api';
import { DeadLetterDiscarded, DeadLetterRetried, DeadLetterView } from '@fleet/domain/read-models/dead-letters';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { findAgentIds } from '../agents.ts';
import { createGatewayClient, type GatewayClient } from '../gateway-client.ts';
import { CliError, type Surroundings } from '../surroundings.ts';
import { plural, shortened, table } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

type ListOptions = CommonOptions & {
  readonly source?: 'tick' | 'job';
  readonly agent?: string;
  readonly limit: number;
};
type OrderOptions = CommonOptions & { readonly reason?: string };

const maxShown = 200;

/** `fleet dead-letters list|retry|discard`: messages that were given up. */
export const deadLettersCommand = (program: Command, around: Surroundings, finish: (code: number) => void): void => {
  const letters = program.command('dead-letters').description('messages that were given up: lists, retries, discards');

  letters
    .command('list')
    .description('why, when and how often tried, newest first; ends with 1 while there are any')
    .addOption(new Option('--source <source>', 'ticks or jobs alone').choices(['tick', 'job']))
    .option('--agent <agent>', 'those of one agent, by username or id')
    .option('--limit <count>', `how many, 1 to ${maxShown}`, parseLimit, 20)
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const client = createGatewayClient(findTarget(options, around));
      const { data, next } = await client.get(`/dead-letters?${await queryOf(client, options)}`, page(DeadLetterView));
      around.stdout(options.json ? JSON.stringify({ data, next }) : describe(data, next !== null));
      finish(data.length > 0 ? 1 : 0);
    });

  letters
    .command('retry')
    .description('tries some again, each by a new tick of its agent')
    .argument('<id...>', 'numbers as listed', parseIds)
    .option('--reason <text>', 'why, for the record')
    .action(async (ids: string[], _options, command: Command) => {
      const { client, say, reason } = orderOf(command, around);
      const code = await each(ids, around, async (id) => {
        const retried = await client.post(`/dead-letters/${id}/retry`, { reason }, DeadLetterRetried);
        say(retried, `${id}: tried again by tick ${retried.tickId}.`);
      });
      finish(code);
    });

  letters
    .command('discard')
    .description('discards some: they are not to be tried again')
    .argument('<id...>', 'numbers as listed', parseIds)
    .option('--reason <text>', 'why, for the record')
    .action(async (ids: string[], _options, command: Command) => {
      const { client, say, reason } = orderOf(command, around);
      const code = await each(ids, around, async (id) => {
        say(await client.delete(`/dead-letters/${id}`, { reason }, DeadLetterDiscarded), `${id}: discarded.`);
      });
      finish(code);
    });
};

const orderOf = (command: Command, around: Surroundings) => {
  const options = command.optsWithGlobals<OrderOptions>();
  return {
    client: createGatewayClient(findTarget(options, around)),
    say: (result: object, text: string) => around.stdout(options.json ? JSON.stringify(result) : text),
    reason: options.reason ?? '',
  };
};

/** One that is refused does not keep the others from their turn. */
const each = async (ids: readonly string[], around: Surroundings, handle: (id: string) => Promise<void>) => {
  let code = 0;
  for (const id of ids)
    await handle(id).catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      around.stderr(`${id}: ${error.message}`);
      code = 1;
    });
  return code;
};

const queryOf = async (client: GatewayClient, { source, agent, limit }: ListOptions): Promise<URLSearchParams> => {
  const query = new URLSearchParams({ limit: String(limit) });
  if (source) query.set('source', source);
  const [id] = agent === undefined ? [] : await findAgentIds(client, [agent]);
  if (id) query.set('agent', id);
  return query;
};

const describe = (letters: readonly DeadLetterView[], more: boolean): string => {
  if (letters.length === 0) return 'There are no dead letters.';
  const rows = letters.map(({ id, at, source, agentName, agentId, deliveries, reason, retryRefusedBecause }) => [
    id,
    at.slice(0, 19).replace('T', ' '),
    source,
    agentName ?? agentId ?? '',
    String(deliveries),
    shortened(reason, 60),
    retryRefusedBecause === null ? 'yes' : shortened(retryRefusedBecause, 60),
  ]);
  return [
    table(rows, ['number', 'when (UTC)', 'what', 'agent', 'tried', 'why', 'can be retried']),
    ...(more ? [`Only the newest ${plural(letters.length, 'letter')}; --limit shows more.`] : []),
  ].join('\n');
};

const parseLimit = (text: string): number => {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxShown)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${maxShown}.`);
  return limit;
};

const parseIds = (text: string, before: string[] | undefined): string[] => {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be the number of a dead letter.');
  return [...(before ?? []), text];
};
