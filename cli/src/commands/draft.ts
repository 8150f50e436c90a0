import { page } from '@fleet/domain/read-models/api';
import { DRAFT_STATES, Draft } from '@fleet/domain/read-models/drafts';
import { type Command, Option } from 'commander';
import { createGatewayClient } from '../gateway-client.ts';
import type { Surroundings } from '../surroundings.ts';
import { shortened, table } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

type ListOptions = CommonOptions & { readonly state: string; readonly persona?: string };
type DecideOptions = CommonOptions & { readonly reason?: string };

/** `fleet draft list|approve|reject`: posts of agents on hold, which wait for an operator's word. */
export const draftCommand = (program: Command, around: Surroundings): void => {
  const draft = program.command('draft').description('posts on hold: what waits, yes and no');

  draft
    .command('list')
    .description('the newest 50 drafts')
    .addOption(new Option('--state <state>', 'in this state').choices([...DRAFT_STATES]).default('waiting'))
    .option('--persona <id>', 'of the agents of one persona')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const client = createGatewayClient(findTarget(options, around));
      const persona = options.persona ? `&persona=${encodeURIComponent(options.persona)}` : '';
      const { data } = await client.get(`/drafts?state=${options.state}${persona}`, page(Draft));
      if (options.json) around.stdout(JSON.stringify({ data }));
      else around.stdout(data.length === 0 ? `No draft is ${options.state}.` : table(data.map(row)));
    });

  for (const verb of ['approve', 'reject'] as const)
    draft
      .command(verb)
      .description(verb === 'approve' ? 'lets drafts be published' : 'says no: they are never published')
      .argument('<draft...>', 'ids, as list tells them')
      .option('--reason <text>', 'why, for the record')
      .action(async (ids: string[], _options, command: Command) => {
        const options = command.optsWithGlobals<DecideOptions>();
        const client = createGatewayClient(findTarget(options, around));
        const data: Draft[] = [];
        for (const id of ids)
          data.push(
            await client.post(`/drafts/${encodeURIComponent(id)}/${verb}`, { reason: options.reason ?? '' }, Draft),
          );
        around.stdout(
          options.json ? JSON.stringify({ data }) : data.map(({ id, state }) => `${id}: ${state}`).join('\n'),
        );
      });
};

const row = ({ id, agentName, title, caption, reason }: Draft): string[] => [
  id,
  agentName,
  shortened(title, 40),
  shortened(reason ?? caption, 60),
];
