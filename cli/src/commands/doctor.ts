import type { Command } from 'commander';
import { checkBus, checkEventStore } from '../doctor/bus.ts';
import { checkDatabase } from '../doctor/database.ts';
import type { Finding } from '../doctor/finding.ts';
import { checkDisk, checkNode } from '../doctor/machine.ts';
import { readSettings } from '../doctor/settings.ts';
import { checkGateway, checkLlm, checkStudio } from '../doctor/web.ts';
import type { Surroundings } from '../surroundings.ts';
import { plural, table } from '../table.ts';
import type { CommonOptions } from '../target.ts';

/** `fleet doctor`: looks at everything the fleet needs; exit code 1 when something keeps it from running. */
export const doctorCommand = (program: Command, around: Surroundings, finish: (code: number) => void): void => {
  program
    .command('doctor')
    .description('checks every dependency and setting, and says how to mend what is wrong')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const settings = readSettings(options, around);
      const findings: Finding[] = (
        await Promise.all([
          checkNode(),
          checkDisk(settings.dataDir),
          checkBus(settings.natsUrl),
          checkEventStore(settings.eventStoreUrl),
          checkDatabase(settings.databaseUrl),
          checkGateway(settings),
          checkStudio(settings),
          checkLlm(settings),
        ])
      ).flat();
      const broken = findings.filter(({ state }) => state === 'failed').length;
      around.stdout(
        options.json ? JSON.stringify({ ok: broken === 0, findings }) : describe(findings, broken, settings.running),
      );
      finish(broken > 0 ? 1 : 0);
    });
};

const marks = { ok: 'ok', warning: 'look', failed: 'FAIL' };

const describe = (findings: readonly Finding[], broken: number, running: boolean): string => {
  const rows = findings.flatMap(({ part, state, message, fix }) => [
    [marks[state], part, message],
    ...(fix ? [['', '', `→ ${fix}`]] : []),
  ]);
  const none = running ? [] : ['', 'No fleet runs from this checkout; npm start starts one with everything it needs.'];
  const end = broken === 0 ? 'All that the fleet needs is there.' : `${plural(broken, 'part')} must be mended.`;
  return [table(rows), '', end, ...(broken > 0 ? none : [])].join('\n');
};
