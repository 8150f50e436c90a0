import { Command, CommanderError } from 'commander';
import { actCommand } from './commands/act.ts';
import { budgetCommand } from './commands/budget.ts';
import { deadLettersCommand } from './commands/dead-letters.ts';
import { doctorCommand } from './commands/doctor.ts';
import { draftCommand } from './commands/draft.ts';
import { eventsCommand } from './commands/events.ts';
import { levelCommand } from './commands/level.ts';
import { orderCommands } from './commands/order.ts';
import { personaCommand } from './commands/persona.ts';
import { pricesCommand } from './commands/prices.ts';
import { seedCommand } from './commands/seed.ts';
import { statusCommand } from './commands/status.ts';
import { CliError, type Surroundings } from './surroundings.ts';

/** Runs one command line; gives the exit code: 0 done, 1 not done, 2 not understood. */
export const runCli = async (args: readonly string[], around: Surroundings): Promise<number> => {
  let code = 0;
  const finish = (result: number) => {
    code = result;
  };
  const program = new Command('fleet')
    .description('Looks after a FloImg Fleet: the one that runs from this checkout, or any other by --url and --token.')
    .option('--url <url>', 'API of the fleet, like http://127.0.0.1:4000/api/v1 (or FLEET_URL)')
    .option('--token <token>', 'admin token (or FLEET_ADMIN_TOKEN, which no process list shows)')
    .option('--data-dir <folder>', 'data folder of a local fleet (default: .fleet in the checkout)')
    .option('--json', 'print one JSON object instead of text')
    .configureOutput({
      writeOut: (text) => around.stdout(text.trimEnd()),
      writeErr: (text) => around.stderr(text.trimEnd()),
    })
    .showHelpAfterError('(fleet --help shows what there is)')
    .exitOverride();
  const commands = [
    ...[statusCommand, seedCommand, orderCommands, actCommand, levelCommand, personaCommand, draftCommand],
    ...[eventsCommand, budgetCommand, pricesCommand, deadLettersCommand, doctorCommand],
  ];
  for (const command of commands) command(program, around, finish);
  // Options are understood before and after the command's name.
  for (const command of program.commands) {
    command.exitOverride().copyInheritedSettings(program);
    for (const inner of command.commands) inner.exitOverride().copyInheritedSettings(program);
  }

  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CliError)) throw error;
    if (program.opts<{ json?: true }>().json) around.stdout(JSON.stringify({ error: error.message }));
    else around.stderr(error.message);
    return 1;
  }
};
