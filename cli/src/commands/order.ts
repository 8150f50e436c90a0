import {
  AGENT_STATUSES,
  type AgentStatus,
  FleetCommandResult,
  OPERATION_ACTIONS,
  Operation,
  type OperationAction,
} from '@fleet/domain/read-models/api';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { findAgentIds } from '../agents.ts';
import { createGatewayClient, type GatewayClient } from '../gateway-client.ts';
import { CliError, type Surroundings } from '../surroundings.ts';
import { plural } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

type OrderOptions = CommonOptions & {
  readonly all?: true;
  readonly persona?: string;
  readonly status?: AgentStatus;
  readonly reason?: string;
};

const askEveryMs = 500;
const sentences: Record<OperationAction, string> = {
  start: 'lets agents act',
  pause: 'pauses the whole fleet within 2 s, or some agents, until resumed',
  resume: 'ends a pause',
  stop: 'stops agents; start lets them act again',
};
const done: Record<OperationAction, string> = {
  start: 'Started',
  pause: 'Paused',
  resume: 'Resumed',
  stop: 'Stopped',
};

/** `fleet start|pause|resume|stop [agent…] [--all | --persona p | --status s] [--reason why]` */
export const orderCommands = (program: Command, around: Surroundings, finish: (code: number) => void): void => {
  for (const action of OPERATION_ACTIONS)
    program
      .command(action)
      .description(sentences[action])
      .argument('[agent...]', 'usernames or ids')
      .option('--all', wholeFleet(action) ? 'the whole fleet (also without anything named)' : 'all agents')
      .option('--persona <id>', 'the agents of a persona')
      .addOption(new Option('--status <status>', 'the agents in this state').choices([...AGENT_STATUSES]))
      .option('--reason <text>', 'why, for the record', parseReason)
      .action(async (agents: string[], _options, command: Command) => {
        const options = command.optsWithGlobals<OrderOptions>();
        const client = createGatewayClient(findTarget(options, around));
        const say = (result: object, text: string) => around.stdout(options.json ? JSON.stringify(result) : text);
        const named = agents.length > 0 || options.persona !== undefined || options.status !== undefined;
        if (options.all && named) throw new CliError('Either --all or some agents, not both.');
        const reason = options.reason ?? '';
        if (!named && wholeFleet(action)) {
          const fleet = await client.post(`/fleet/${action}`, { reason }, FleetCommandResult);
          say(fleet, `${done[action]} the fleet${whatRemains(fleet)}`);
          return finish(action === 'resume' && fleet.status !== 'running' ? 1 : 0);
        }
        if (!named && !options.all)
          throw new CliError(`Which agents? fleet ${action} <username…>, --persona, --status, or --all.`);
        const operation = await operate(client, action, agents, options, reason);
        say(operation, describe(action, operation));
        finish(operation.refusedCount > 0 || (agents.length > 0 && operation.matched === 0) ? 1 : 0);
      });
};

/** Pause and resume of everybody are a state of the fleet itself: at once, and without touching each agent's own. */
const wholeFleet = (action: OperationAction): action is 'pause' | 'resume' => action === 'pause' || action === 'resume';

const operate = async (
  client: GatewayClient,
  action: OperationAction,
  agents: readonly string[],
  { persona, status }: OrderOptions,
  reason: string,
): Promise<Operation> => {
  if (agents.length > 0 && (persona || status))
    throw new CliError('Either agents by name, or --persona and --status, not both.');
  const whom =
    agents.length > 0
      ? { ids: await findAgentIds(client, agents) }
      : { filter: { ...(persona ? { persona } : {}), ...(status ? { status } : {}) } };
  let operation = await client.post('/operations', { action, ...whom, reason }, Operation);
  while (operation.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
    operation = await client.get(`/operations/${operation.id}`, Operation);
  }
  return operation;
};

const whatRemains = (fleet: FleetCommandResult): string => {
  if (!fleet.recorded) return ' by its emergency latch alone: the event store does not answer, so it is not on record.';
  if (fleet.status === 'paused_by_platform')
    return `, but the platform still pauses it${fleet.statusReason ? `: ${fleet.statusReason}` : '.'}`;
  return '.';
};

const describe = (action: OperationAction, operation: Operation): string => {
  const { matched, changed, refusedCount, refused } = operation;
  if (matched === 0) return 'No agent matches.';
  const already = matched - changed - refusedCount;
  return [
    `${done[action]} ${plural(changed, 'agent')}${already > 0 ? `, ${already} already were` : ''}${refusedCount > 0 ? `, ${refusedCount} refused:` : '.'}`,
    ...refused.slice(0, 10).map(({ id, reason }) => `  ${id}: ${reason}`),
    ...(refusedCount > 10 ? [`  and ${refusedCount - 10} more`] : []),
  ].join('\n');
};

const parseReason = (text: string): string => {
  if (text.length > 500) throw new InvalidArgumentError('It must be at most 500 characters long.');
  return text;
};
