import { gatewayApi } from './api.ts';
import type { LocalClock } from './local-clock.ts';
import { localLevel } from './local-pace.ts';
import type { StackOptions } from './options.ts';
import { type Printer, timed } from './printer.ts';
import type { RunInfo } from './run-file.ts';
import { readSettings, writeSettings } from './settings.ts';

const REASON = 'first run of the local stack';

/** Seeds and starts the agents of a new data folder, and sets the level that keeps the local pace; else does nothing. */
export const firstRun = async (parts: {
  options: StackOptions;
  printer: Printer;
  info: RunInfo;
  clock: LocalClock;
}): Promise<void> => {
  const { options, printer, info, clock } = parts;
  const api = gatewayApi(info.api, info.token);
  const before = readSettings(options.dataDir);
  const fleet = await api.fleet();
  let position = '0';
  if (options.seeding && fleet.agents.total + fleet.agents.deleted === 0) {
    await timed(
      printer,
      'Agents',
      async () => {
        const seeded = await api.seed(options.agents, options.seed);
        await api.start(seeded.created, REASON);
        position = seeded.position;
        return seeded;
      },
      ({ created }) => `${created.length} seeded and started`,
    );
  }
  const isNew = before === null || before.timeScale !== clock.scale;
  if (isNew && options.own.studioUrl === null) {
    const agents = await api.configs(position);
    const level = localLevel(agents, clock.fleetNow(), clock.scale);
    if (level !== fleet.activityLevel) {
      await timed(
        printer,
        'Pace',
        () => api.setLevel(level, 'local pace: 20 to 60 actions a minute'),
        () => `activity level ${level}`,
      );
    }
  }
  writeSettings(options.dataDir, { seed: options.seed, timeScale: clock.scale });
};
