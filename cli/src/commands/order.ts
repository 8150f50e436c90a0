import { AGENT_STATUSES, type AgentStatus, FleetCommandResult } from '@fleet/domain/read-models/api';
import { BULK_ACTIONS, type BulkAction, BulkOperation, OperationPreview } from '@fleet/domain/read-models/operations';
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
  readonly matching?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly reason?: string;
};

const askEveryMs = 500;
const sentences: Record<BulkAction, string> = {
  start: 'lets agents act',
  pause: 'pauses the whole fleet within 2 s, or some agents, until resumed',
  resume: 'ends a pause',
  stop: 'stops agents; start lets them act again',
  delete: 'deletes agents and their users on the platform, for good; says whom first, and does it with --yes',
};
const done: Record<BulkAction, string> = {
  start: 'Started',
  pause: 'Paused',
  resume: 'Resumed',
  stop: 'Stopped',
  delete: 'Deleting',
};

/** `fleet start|pause|resume|stop|delete [agent…] [--all | --persona p | --status s | --matching text] [--dry-run]` */
export const orderCommands = (program: Command, around: Surroundings, finish: (code: number) => void): void => {
  for (const action of BULK_ACTIONS)
    program
      .command(action)
      .description(sentences[action])
      .argument('[agent...]', 'usernames or ids')
      .option('--all', wholeFleet(action) ? 'the whole fleet (also without anything named)' : 'all agents')
      .option('--persona <id>', 'the agents of a persona')
      .addOption(new Option('--status <status>', 'the agents in this state').choices([...AGENT_STATUSES]))
      .option('--matching <text>', 'the agents with this in their name or username')
      .option('--dry-run', 'tell what would happen, and do nothing')
      .addOption(new Option('--yes', 'delete without asking').hideHelp(action !== 'delete'))
      .option('--reason <text>', 'why, for the record', parseReason)
      .action(async (agents: string[], _options, command: Command) => {
        const options = command.optsWithGlobals<OrderOptions>();
        const client = createGatewayClient(findTarget(options, around));
        const say = (result: object, text: string) => around.stdout(options.json ? JSON.stringify(result) : text);
        const filtered = [options.persona, options.status, options.matching].some((given) => given !== undefined);
        const named = agents.length > 0 || filtered;
        if (options.all && named) throw new CliError('Either --all or some agents, not both.');
        const reason = options.reason ?? '';
        if (!named && wholeFleet(action) && !options.dryRun) {
          const fleet = await client.post(`/fleet/${action}`, { reason }, FleetCommandResult);
          say(fleet, `${done[action]} the fleet${whatRemains(fleet)}`);
          return finish(action === 'resume' && fleet.status !== 'running' ? 1 : 0);
        }
        if (!named && !options.all && !options.dryRun)
          throw new CliError(`Which agents? fleet ${action} <username…>, --persona, --status, --matching, or --all.`);
        const order = { action, ...(await whom(client, agents, options)), reason };
        const irrevocable = action === 'delete' && !options.yes;
        if (options.dryRun || irrevocable) {
          const preview = await client.post('/operations', { ...order, dryRun: true }, OperationPreview);
          const more = options.dryRun ? '' : ' This cannot be undone; say --yes to do it.';
          say(preview, `${foresee(preview)}${more}`);
          return finish(options.dryRun ? 0 : 1);
        }
        const operation = await operate(client, order);
        say(operation, describe(action, operation));
        const failed = operation.refusedCount + operation.failedCount > 0;
        finish(failed || (agents.length > 0 && operation.matched === 0) ? 1 : 0);
      });
};

/** Pause and resume of everybody are a state of the fleet itself: at once, and without touching each agent's own. */
const wholeFleet = (action: BulkAction): action is 'pause' | 'resume' => action === 'pause' || action === 'resume';

/** The agents that are meant, as the gateway takes them: by id, or by the filters of the agents list. */
const whom = async (
  client: GatewayClient,
  agents: readonly string[],
  { persona, status, matching }: OrderOptions,
): Promise<{ ids: readonly string[] } | { filter: object }> => {
  if (agents.length > 0 && (persona || status || matching))
    throw new CliError('Either agents by name, or --persona, --status and --matching, not both.');
  if (agents.length > 0) return { ids: await findAgentIds(client, agents) };
  return {
    filter: { ...(persona ? { persona } : {}), ...(status ? { status } : {}), ...(matching ? { q: matching } : {}) },
  };
};

const operate = async (client: GatewayClient, order: object): Promise<BulkOperation> => {
  let operation = await client.post('/operations', order, BulkOperation);
  while (operation.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
    operation = await client.get(`/operations/${operation.id}`, BulkOperation);
  }
  return operation;
};

const foresee = ({ action, matched, wouldChange, wouldRefuse, byStatus }: OperationPreview): string => {
  if (matched === 0) return 'No agent matches.';
  const states = AGENT_STATUSES.filter((status) => byStatus[status] > 0).map(
    (status) => `${byStatus[status]} ${status}`,
  );
  const refusing = wouldRefuse > 0 ? `, ${wouldRefuse} would refuse` : '';
  return `Would ${action} ${plural(wouldChange, 'agent')} of ${matched} (${states.join(', ') || 'unknown'})${refusing}.`;
};

const whatRemains = (fleet: FleetCommandResult): string => {
  if (!fleet.recorded) return ' by its emergency latch alone: the event store does not answer, so it is not on record.';
  if (fleet.status === 'paused_by_platform')
    return `, but the platform still pauses it${fleet.statusReason ? `: ${fleet.statusReason}` : '.'}`;
  return '.';
};

const describe = (action: BulkAction, operation: BulkOperation): string => {
  const { matched, changed, refusedCount, failedCount, refused } = operation;
  if (matched === 0) return 'No agent matches.';
  const already = matched - changed - refusedCount - failedCount;
  const bad = refusedCount + failedCount;
  return [
    `${done[action]} ${plural(changed, 'agent')}${already > 0 ? `, ${already} already were` : ''}${refusedCount > 0 ? `, ${refusedCount} refused` : ''}${failedCount > 0 ? `, ${failedCount} failed` : ''}${bad > 0 ? ':' : '.'}`,
    ...refused.slice(0, 10).map(({ id, reason }) => `  ${id}: ${reason}`),
    ...(bad > 10 ? [`  and ${bad - 10} more`] : []),
  ].join('\n');
};

const parseReason = (text: string): string => {
  if (text.length > 500) throw new InvalidArgumentError('It must be at most 500 characters long.');
  return text;
};
