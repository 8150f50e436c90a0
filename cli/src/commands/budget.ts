import { MAX_CAP_USD } from '@fleet/domain/budget/caps';
import { Budget, BudgetCommandResult } from '@fleet/domain/read-models/api';
import { type Command, InvalidArgumentError } from 'commander';
import { createGatewayClient } from '../gateway-client.ts';
import type { Surroundings } from '../surroundings.ts';
import { table, usd } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

type BudgetOptions = CommonOptions & {
  readonly day?: number;
  readonly month?: number;
  readonly agentDay?: number;
  readonly reason?: string;
};

/** `fleet budget [--day usd] [--month usd] [--agent-day usd] [--reason why]`: shows it; with a cap, sets that first. */
export const budgetCommand = (program: Command, around: Surroundings): void => {
  program
    .command('budget')
    .description('shows what is spent, held and left, and sets the caps (UTC days and months)')
    .option('--day <usd>', "cap of the fleet's day", parseUsd)
    .option('--month <usd>', "cap of the fleet's month", parseUsd)
    .option('--agent-day <usd>', "cap of one agent's day", parseUsd)
    .option('--reason <text>', 'why, for the record')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<BudgetOptions>();
      const client = createGatewayClient(findTarget(options, around));
      const { day, month, agentDay, reason = '' } = options;
      const caps = {
        ...(day === undefined ? {} : { dayUsd: day }),
        ...(month === undefined ? {} : { monthUsd: month }),
        ...(agentDay === undefined ? {} : { agentDayUsd: agentDay }),
      };
      const budget =
        Object.keys(caps).length > 0
          ? await client.patch('/budget', { ...caps, reason }, BudgetCommandResult)
          : await client.get('/budget', Budget);
      around.stdout(options.json ? JSON.stringify(budget) : describe(budget));
    });
};

const describe = ({ caps, day, month, agents }: Budget): string => {
  const row = (name: string, cap: number, spend: { spentUsd: number; heldUsd: number; leftUsd: number }) => [
    name,
    usd(spend.spentUsd),
    usd(spend.heldUsd),
    usd(spend.leftUsd),
    usd(cap),
  ];
  const dearest = agents[0];
  return table(
    [
      row('today', caps.dayUsd, day),
      row('this month', caps.monthUsd, month),
      dearest
        ? row(`dearest agent today: ${dearest.username ?? dearest.agentId}`, caps.agentDayUsd, dearest)
        : ['one agent a day', '', '', '', usd(caps.agentDayUsd)],
    ],
    ['', 'spent', 'held', 'left', 'cap'],
  );
};

const parseUsd = (text: string): number => {
  const amount = text.trim() === '' ? Number.NaN : Number(text);
  if (!(amount >= 0 && amount <= MAX_CAP_USD))
    throw new InvalidArgumentError(`It must be an amount in USD from 0 to ${MAX_CAP_USD}.`);
  return amount;
};
