import { join } from 'node:path';
import type { StackOptions } from './options.ts';
import type { Printer } from './printer.ts';
import type { Stack } from './stack.ts';

const llmLine = (provider: string): string => {
  if (provider === 'offline') return 'offline stand-in: $0.00, no key, nothing leaves this machine';
  return provider === 'ollama' ? 'Ollama on your machine: $0.00' : provider;
};

const fleetTime = (ms: number): string =>
  new Date(ms).toLocaleString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });

/** What a new user needs next, aligned, and one thing to try. */
export const announce = (printer: Printer, options: StackOptions, stack: Stack, seconds: number): void => {
  const info = stack.info();
  const port = (name: string): number => info.services.find((service) => service.name === name)?.port ?? 0;
  printer.line();
  printer.title(`Ready in ${seconds.toFixed(1)} s`);
  printer.line();
  printer.entry('Dashboard', info.dashboard);
  printer.entry('Gallery', info.gallery);
  printer.entry('API docs', info.docs);
  printer.entry(
    'Metrics',
    `${info.metrics}  (scheduler :${port('scheduler')}, actors :${port('actor-1')} :${port('actor-2')}, projector :${port('projector')})`,
  );
  printer.entry(
    'Data',
    `${info.dataDir}${options.ephemeral ? '  (deleted at the end)' : '  (npm run reset deletes it)'}`,
  );
  printer.entry('LLM', llmLine(options.own.llmProvider));
  printer.entry(
    'Clock',
    `${stack.clock.scale}× real time; in the fleet it is ${fleetTime(stack.clock.fleetNow())} UTC`,
  );
  printer.line();
  const where = options.dataDir === join(options.root, '.fleet') ? '' : `--data-dir ${options.dataDir} `;
  printer.line(`  Try next: open the gallery beside the dashboard, then, in another terminal: npx fleet ${where}pause`);
  printer.line('  Ctrl-C stops everything.');
};
