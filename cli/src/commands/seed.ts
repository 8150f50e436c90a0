import { SeedResult } from '@fleet/domain/read-models/api';
import { BulkOperation } from '@fleet/domain/read-models/operations';
import { Seeding, SeedingRetry } from '@fleet/domain/read-models/personas';
import { type Command, InvalidArgumentError } from 'commander';
import { createGatewayClient, type GatewayClient } from '../gateway-client.ts';
import type { Surroundings } from '../surroundings.ts';
import { plural } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

const maxCount = 1_000;
const askEveryMs = 500;
const watchMs = 60_000;

/** `fleet seed 24 --persona photographer --seed spring --start` */
export const seedCommand = (program: Command, around: Surroundings, finish: (code: number) => void): void => {
  program
    .command('seed')
    .description('makes agents from the personas, the same ones for the same seed')
    .argument('<count>', `how many, 1 to ${maxCount}`, parseCount)
    .option('--persona <id>', 'all of one persona (default: a mixture)')
    .option('--seed <text>', "another sequence of people than the fleet's own")
    .option('--start', 'starts them too')
    .option('--grow', 'lets the model give each a character of its own, once')
    .option('--no-wait', 'does not wait until the platform has made their users')
    .action(async (count: number, _options, command: Command) => {
      const options = command.optsWithGlobals<
        CommonOptions & { persona?: string; seed?: string; start?: true; grow?: true; wait: boolean }
      >();
      const client = createGatewayClient(findTarget(options, around));
      const { persona, seed, grow } = options;
      const seeded = await client.post(
        '/agents/seed',
        { count, ...(persona ? { persona } : {}), ...(seed ? { seed } : {}), ...(grow ? { grow } : {}) },
        SeedResult,
      );
      const started = options.start
        ? await client.post(
            '/operations',
            { action: 'start', ids: seeded.created, reason: 'started when seeded' },
            BulkOperation,
          )
        : null;
      const progress = options.wait && seeded.id ? await watch(client, seeded.id, around, seeded.position) : null;
      if (options.json)
        around.stdout(JSON.stringify({ ...seeded, ...(started && { started }), ...(progress && { progress }) }));
      else {
        around.stdout(`Made ${plural(seeded.created.length, 'agent')}.`);
        around.stdout(
          started ? `Started ${started.changed} of them; they join over time.` : 'fleet start --all starts them.',
        );
        if (progress) around.stdout(describe(progress));
      }
      const notStarted = started ? started.refusedCount + started.failedCount : 0;
      finish(notStarted > 0 || (progress && progress.failed > 0) ? 1 : 0);
    });

  program
    .command('seed-retry')
    .description('asks the platform again for the users of seeded agents that it refused')
    .argument('<seeding>', 'its id, as fleet seed told it')
    .option('--reason <text>', 'why, for the record')
    .action(async (id: string, _options, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { reason?: string }>();
      const client = createGatewayClient(findTarget(options, around));
      const path = `/seedings/${encodeURIComponent(id)}`;
      const retried = await client.post(`${path}/retry`, { reason: options.reason ?? '' }, SeedingRetry);
      const progress = await watch(client, id, around, retried.position);
      around.stdout(options.json ? JSON.stringify({ ...retried, progress }) : describe(progress));
      finish(progress.failed > 0 ? 1 : 0);
    });
};

/** Until every user is made or refused, a minute at most; tells on stderr how far it is. */
const watch = async (client: GatewayClient, id: string, around: Surroundings, position: string): Promise<Seeding> => {
  const end = performance.now() + watchMs;
  for (let said = -1; ; ) {
    const progress = await client.get(`/seedings/${encodeURIComponent(id)}?minPosition=${position}`, Seeding);
    const { created, provisioned, failed, waiting } = progress;
    if (waiting === 0 || performance.now() > end) return progress;
    if (said !== waiting)
      around.stderr(`${provisioned} of ${plural(created, 'user')} made${failed > 0 ? `, ${failed} refused` : ''}…`);
    said = waiting;
    await new Promise((done) => setTimeout(done, askEveryMs));
  }
};

const describe = ({ id, created, provisioned, failed, waiting, failures }: Seeding): string =>
  [
    `The platform has made ${provisioned} of ${plural(created, 'user')}.`,
    ...(waiting > 0 ? [`${waiting} are still to be made; it goes on by itself.`] : []),
    ...failures.slice(0, 10).map(({ username, reason }) => `  @${username}: ${reason}`),
    ...(failed > 0 ? [`${failed} were refused. When that is mended: fleet seed-retry ${id}`] : []),
  ].join('\n');

const parseCount = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > maxCount)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${maxCount}.`);
  return count;
};
