import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalPostgres, startPostgres } from '@fleet/provision/postgres';
import type { RunFiles } from './run-file.ts';

export type SupervisedPostgres = {
  readonly url: string;
  readonly port: number;
  pid(): number | null;
  stop(): Promise<void>;
};

const RESTART_AFTER_MS = 500;

/** Postgres of the stack, started again when it ends on its own. */
export const superviseLocalPostgres = async (options: {
  dataDir: string;
  port: number;
  runFiles: RunFiles;
  onCrash: (lastLines: readonly string[]) => void;
  onRestart: () => void;
}): Promise<SupervisedPostgres> => {
  const { dataDir, port, runFiles } = options;
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const log = (line: string): void => appendFileSync(join(dataDir, 'logs', 'postgres.log'), `${line}\n`);
  let stopping = false;
  let current: LocalPostgres | null = null;

  const start = async (): Promise<LocalPostgres> => {
    const started = await startPostgres({ dataDir: join(dataDir, 'postgres'), port, log });
    current = started;
    runFiles.started('postgres', started.pid);
    void started.exited.then(async ({ lastLines }) => {
      current = null;
      runFiles.ended('postgres');
      if (stopping) return;
      options.onCrash(lastLines);
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, RESTART_AFTER_MS));
        if (stopping) return;
        try {
          await start();
          options.onRestart();
          return;
        } catch (error) {
          log(error instanceof Error ? error.message : String(error));
        }
      }
    });
    return started;
  };

  const { url } = await start();
  return {
    url,
    port,
    pid: () => current?.pid ?? null,
    async stop() {
      stopping = true;
      await current?.stop(4_000);
    },
  };
};
