import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { CommandDeps } from './execute.ts';
import { readCatalogue } from './persona-catalogue.ts';
import { importMissing } from './personas.ts';

/** The personas a new fleet begins with, published where the event store has none of that name. */
export const personaImport = (
  commands: CommandDeps,
  folder: string,
  log: Pick<FastifyBaseLogger, 'info' | 'error'>,
): { readonly run: () => Promise<void>; readonly done: () => boolean } => {
  /** Read once, however often the store has to be asked: what is wrong in it is told once. */
  let catalogue: Awaited<ReturnType<typeof readCatalogue>> | null = null;
  let done = false;
  return {
    done: () => done,
    run: async () => {
      catalogue ??= await readCatalogue(folder, (sentence) =>
        log.error({ folder }, `persona file left out: ${sentence}`),
      );
      const imported = await importMissing(commands, catalogue, randomUUID());
      done = true;
      if (imported > 0) log.info({ imported }, 'personas imported');
    },
  };
};
