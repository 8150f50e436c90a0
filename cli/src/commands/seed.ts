import { SeedResult } from '@fleet/domain/read-models/api';
import { BulkOperation } from '@fleet/domain/read-models/operations';
import { type Command, InvalidArgumentError } from 'commander';
import { createGatewayClient } from '../gateway-client.ts';
import type { Surroundings } from '../surroundings.ts';
import { plural } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

const maxCount = 1_000;

/** `fleet seed 24 --persona photographer --seed spring --start` */
export const seedCommand = (program: Command, around: Surroundings, finish: (code: number) => void): void => {
  program
    .command('seed')
    .description('makes agents from the personas, the same ones for the same seed')
    .argument('<count>', `how many, 1 to ${maxCount}`, parseCount)
    .option('--persona <id>', 'all of one persona (default: a mixture)')
    .option('--seed <text>', "another sequence of people than the fleet's own")
    .option('--start', 'starts them too')
    .action(async (count: number, _options, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { persona?: string; seed?: string; start?: true }>();
      const client = createGatewayClient(findTarget(options, around));
      const { persona, seed } = options;
      const seeded = await client.post(
        '/agents/seed',
        { count, ...(persona ? { persona } : {}), ...(seed ? { seed } : {}) },
        SeedResult,
      );
      const started = options.start
        ? await client.post(
            '/operations',
            { action: 'start', ids: seeded.created, reason: 'started when seeded' },
            BulkOperation,
          )
        : null;
      if (options.json) around.stdout(JSON.stringify(started ? { ...seeded, started } : seeded));
      else {
        around.stdout(`Made ${plural(seeded.created.length, 'agent')}.`);
        around.stdout(
          started ? `Started ${started.changed} of them; they join over time.` : 'fleet start --all starts them.',
        );
      }
      finish(started && started.refusedCount + started.failedCount > 0 ? 1 : 0);
    });
};

const parseCount = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > maxCount)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${maxCount}.`);
  return count;
};
