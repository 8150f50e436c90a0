import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { inheritedEnv } from '@fleet/provision/inherited-env';
import { freePort } from '@fleet/provision/ports';

const ROOT = join(import.meta.dirname, '../../..');
const LAST_WORDS = 6_000;

export type ServiceName = 'scheduler' | 'actor' | 'projector' | 'gateway';
/** Each part by the address that this service is to use for it. */
export type Addresses = { readonly nats: string; readonly eventStore: string; readonly postgres: string };

export type ReadyAnswer = {
  readonly status: number;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly message: string }[];
};
export type ServiceUnderTest = {
  readonly base: string;
  readonly child: ChildProcess;
  /** Status of a path; null while nobody listens. */
  status(path: string): Promise<number | null>;
  ready(): Promise<ReadyAnswer | null>;
  metrics(): Promise<string>;
  said(): string;
  /** Its exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
};

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export const ADMIN_TOKEN = 'outage-spec-token-0123456789';

/** Starts a service as an operator does: its own process, told where things are by its environment alone. */
export const startService = async (
  name: ServiceName,
  at: Addresses,
  env: Readonly<Record<string, string>> = {},
): Promise<ServiceUnderTest> => {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(ROOT, 'services', name, 'src/main.ts')], {
    env: {
      ...inheritedEnv(),
      NATS_URL: at.nats,
      EVENT_STORE_URL: at.eventStore,
      DATABASE_URL: at.postgres,
      PORT: String(port),
      STOP_WITHIN_MS: '8000',
      FLOIMG_API_URL: 'http://127.0.0.1:9',
      FLOIMG_SERVICE_TOKEN: 'fst_outage_token_0123456789',
      FLEET_ADMIN_TOKEN: ADMIN_TOKEN,
      LLM_PROVIDER: 'offline',
      UI_DIR: '/nowhere',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-LAST_WORDS);
    });
  const ended = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  const get = (path: string) => fetch(base + path, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
  return {
    base,
    child,
    ended,
    said: () => said,
    status: async (path) => {
      const answer = await get(path);
      await answer?.body?.cancel();
      return answer?.status ?? null;
    },
    ready: async () => {
      const answer = await get('/ready');
      if (!answer) return null;
      const { checks } = (await answer.json()) as Pick<ReadyAnswer, 'checks'>;
      return { status: answer.status, checks };
    },
    metrics: async () => (await (await get('/metrics'))?.text()) ?? '',
  };
};
