import { Fleet, FleetCommandResult } from '@fleet/domain/read-models/api';
import { PersonaLevelResult } from '@fleet/domain/read-models/personas';
import { type Command, InvalidArgumentError } from 'commander';
import { createGatewayClient } from '../gateway-client.ts';
import type { Surroundings } from '../surroundings.ts';
import { table } from '../table.ts';
import { type CommonOptions, findTarget } from '../target.ts';

type LevelOptions = CommonOptions & { readonly persona?: string; readonly reason?: string };

/** `fleet level [0–4] [--persona id]`: shows the activity levels, or sets one. */
export const levelCommand = (program: Command, around: Surroundings): void => {
  program
    .command('level')
    .description('shows how active the fleet and its personas are made, or sets it: 1 is as configured, 0 is still')
    .argument('[level]', '0 to 4', parseLevel)
    .option('--persona <id>', 'of the agents of one persona, beside the level of the fleet')
    .option('--reason <text>', 'why, for the record')
    .action(async (activityLevel: number | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<LevelOptions>();
      const { persona, reason = '' } = options;
      const client = createGatewayClient(findTarget(options, around));
      const say = (result: object, text: string) => around.stdout(options.json ? JSON.stringify(result) : text);
      if (activityLevel === undefined) {
        const { activityLevel: level, personaLevels = {} } = await client.get('/fleet', Fleet);
        const rows = Object.entries(personaLevels).filter(([id]) => persona === undefined || id === persona);
        say(
          { activityLevel: level, personaLevels },
          table([['fleet', `${level}`], ...rows.map(([id, of]) => [id, `×${of}`])]),
        );
      } else if (persona === undefined) {
        const result = await client.patch('/fleet', { activityLevel, reason }, FleetCommandResult);
        say(result, `The fleet's activity level is ${result.activityLevel}.`);
      } else {
        const path = `/personas/${encodeURIComponent(persona)}`;
        const result = await client.patch(path, { activityLevel, reason }, PersonaLevelResult);
        say(result, `The agents of ${persona} are at ×${result.activityLevel} of the fleet's activity level.`);
      }
    });
};

const parseLevel = (text: string): number => {
  const level = text.trim() === '' ? Number.NaN : Number(text);
  if (!(level >= 0 && level <= 4)) throw new InvalidArgumentError('It must be a number from 0 to 4.');
  return level;
};
