import { ACTION_KINDS, type ActionKind } from '@fleet/domain/activity/activity-events';
import { ActResult } from '@fleet/domain/read-models/api';
import { type Command, Option } from 'commander';
import { findAgentIds } from '../agents.ts';
import { createGatewayClient } from '../gateway-client.ts';
import type { Surroundings } from '../surroundings.ts';
import { type CommonOptions, findTarget } from '../target.ts';

/** `fleet act <agent> [--kind post|comment|like|browse]`: one tick now, the way every other goes. */
export const actCommand = (program: Command, around: Surroundings): void => {
  program
    .command('act')
    .description('lets one agent act now, once; a paused or stopped one does not')
    .argument('<agent>', 'username or id')
    .addOption(new Option('--kind <kind>', 'what to do (default: as its weights choose)').choices([...ACTION_KINDS]))
    .action(async (name: string, _options, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { kind?: ActionKind }>();
      const client = createGatewayClient(findTarget(options, around));
      const [id] = await findAgentIds(client, [name]);
      const { kind } = options;
      const asked = await client.post(`/agents/${id}/act`, kind ? { kind } : {}, ActResult);
      around.stdout(
        options.json
          ? JSON.stringify(asked)
          : `Asked. What comes of it: fleet status, then fleet events ${asked.tickId}.`,
      );
    });
};
