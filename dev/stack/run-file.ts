import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { endOrphan, identify, isAlive } from './process-identity.ts';

/** What `npm start -- --json` prints and `<dataDir>/run.json` always holds, with the current pids. */
export const RunInfo = z.object({
  ready: z.boolean(),
  dashboard: z.string(),
  api: z.string(),
  docs: z.string(),
  gallery: z.string(),
  metrics: z.string(),
  nats: z.string(),
  eventStore: z.string(),
  database: z.string(),
  token: z.string(),
  dataDir: z.string(),
  timeScale: z.number(),
  services: z.array(z.object({ name: z.string(), pid: z.number().int(), port: z.number().int() })),
});
export type RunInfo = z.infer<typeof RunInfo>;

/** Every process of a run by pid and start time, so that the next run can end what a killed one left behind. */
const ProcessFile = z.object({
  owner: z.object({ pid: z.number().int(), startedAt: z.string() }),
  children: z.array(z.object({ name: z.string(), pid: z.number().int(), startedAt: z.string() })),
});
type ProcessFile = z.infer<typeof ProcessFile>;

const writeWhole = (path: string, value: unknown): void => {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
};

const readJson = <T>(path: string, schema: z.ZodType<T>): T | null => {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};

export const readRunInfo = (dataDir: string): RunInfo | null => readJson(join(dataDir, 'run.json'), RunInfo);

/** The run that owns this data folder now, if one is alive. */
export const runningOwner = (dataDir: string): number | null => {
  const file = readJson(join(dataDir, 'processes.json'), ProcessFile);
  return file && isAlive(file.owner) ? file.owner.pid : null;
};

/** Ends every process that a killed run left behind in this data folder; gives their names. */
export const endOrphans = async (dataDir: string): Promise<string[]> => {
  const file = readJson(join(dataDir, 'processes.json'), ProcessFile);
  if (!file) return [];
  // Postgres takes SIGTERM for "when the last client has gone", SIGINT for now.
  const ended = await Promise.all(
    file.children.map(async (child) =>
      (await endOrphan(child, child.name === 'postgres' ? 'SIGINT' : 'SIGTERM')) ? child.name : null,
    ),
  );
  return ended.filter((name) => name !== null);
};

/** Keeps the two files of a run up to date; `close` removes them. */
export const openRunFiles = (dataDir: string) => {
  mkdirSync(dataDir, { recursive: true });
  const owner = identify(process.pid);
  if (!owner) throw new Error('cannot tell the start time of this process');
  const children = new Map<string, { name: string; pid: number; startedAt: string }>();
  const paths = { run: join(dataDir, 'run.json'), processes: join(dataDir, 'processes.json') };
  const flush = (): void => {
    const file: ProcessFile = { owner, children: [...children.values()] };
    if (existsSync(dataDir)) writeWhole(paths.processes, file);
  };
  flush();
  return {
    started(name: string, pid: number): void {
      const identity = identify(pid);
      if (!identity) return;
      children.set(name, { name, ...identity });
      flush();
    },
    ended(name: string): void {
      children.delete(name);
      flush();
    },
    publish(info: RunInfo): void {
      writeWhole(paths.run, info);
    },
    close(): void {
      rmSync(paths.run, { force: true });
      rmSync(paths.processes, { force: true });
    },
  };
};
export type RunFiles = ReturnType<typeof openRunFiles>;
