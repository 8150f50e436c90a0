import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownPort } from '../chaos/ports.ts';
import { createLauncher, type Launched, until } from '../chaos/processes.ts';
import { startFleet } from '../e2e/running-fleet.ts';
import { readRunInfo } from '../stack/run-file.ts';
import { watchLive } from './watcher.ts';

/**
 * The protocol's times, a fifth to a twentieth of the real ones (10 s, 45 s, 200 s, 120 s, 30 s), so that a tick that
 * lost its worker comes to its end within the run. All in ms.
 */
export const SOAK_WAITS = { send: 3_000, lease: 9_000, workflowLease: 14_000, settle: 6_000, ackWait: 3_000 };

/** USD per million tokens, high enough that cents are spent by the second. */
const PRICE = { inputUsdPerMillion: 10, outputUsdPerMillion: 40 };
const MODEL = 'gpt-4o-mini';
const SECOND_SCHEDULER = 'scheduler-2';
const RESTART_MS = 500;

export const ACTORS = ['actor-1', 'actor-2'] as const;
export const SCHEDULERS = ['scheduler', SECOND_SCHEDULER] as const;

/** The whole fleet in its own processes, as `npm start` has it, with a priced model and one scheduler more. */
export const openFleet = async (options: { readonly seed: string; readonly portBase: number }) => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-soak-'));
  const prices = join(folder, 'prices.json');
  const asOf = new Date().toISOString().slice(0, 10);
  writeFileSync(prices, JSON.stringify({ asOf, models: { [MODEL]: PRICE }, images: {} }));
  const processes = createLauncher();
  const llmUrl = `http://127.0.0.1:${await ownPort()}`;
  const llm = processes.launchNode('dev/llm/main.ts', { PORT: new URL(llmUrl).port, FLEET_SEED: options.seed });
  await until('the stand-in model', async () => (await fetch(`${llmUrl}/health`)).ok);

  const fleet = await startFleet(['--no-seed', '--seed', options.seed, '--port-base', String(options.portBase)], {
    ...{ LLM_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-soak', OPENAI_MODEL: MODEL, LLM_BASE_URL: `${llmUrl}/v1` },
    ...{ PRICES_FILE: prices, LOG_LEVEL: 'warn', STUDIO_HUMANS_PER_HOUR: '60' },
    EFFECT_SEND_WITHIN_MS: String(SOAK_WAITS.send),
    EFFECT_LEASE_MS: String(SOAK_WAITS.lease),
    EFFECT_WORKFLOW_LEASE_MS: String(SOAK_WAITS.workflowLease),
    EFFECT_SETTLE_MS: String(SOAK_WAITS.settle),
    TICK_ACK_WAIT_MS: String(SOAK_WAITS.ackWait),
  }).catch(async (error: unknown) => {
    await processes.killAll();
    throw error;
  });
  const { info } = fleet;

  const live = watchLive(info.api, info.token);
  let closing = false;
  let second: Launched | null = null;
  const secondPort = await ownPort();
  const keepSecond = () => {
    if (closing) return;
    second = processes.launchNode('services/scheduler/src/main.ts', {
      ...{ NATS_URL: info.nats, EVENT_STORE_URL: info.eventStore, FLEET_SEED: options.seed, FLEET_TIME_SCALE: '1' },
      ...{ PORT: String(secondPort), OPS_HOST: '127.0.0.1', FLEET_RHYTHM: 'interval', FLEET_RAMP: '0' },
      ...{ LOG_LEVEL: 'warn', STOP_WITHIN_MS: '6000' },
    });
    void second.gone.then(() => setTimeout(keepSecond, RESTART_MS));
  };
  keepSecond();

  /** Null while it is being started again. */
  const place = (name: string): { readonly pid: number; readonly port: number } | null => {
    if (name === SECOND_SCHEDULER) {
      const pid = second && !second.isGone() ? second.child.pid : undefined;
      return pid === undefined ? null : { pid, port: secondPort };
    }
    const found = readRunInfo(info.dataDir)?.services.find((service) => service.name === name);
    return found && found.pid > 0 ? found : null;
  };
  const metric = async (name: string, metricName: string): Promise<number> => {
    const at = place(name);
    if (!at) return 0;
    const answer = await fetch(`http://127.0.0.1:${at.port}/metrics`, { signal: AbortSignal.timeout(1_500) });
    const lines = (await answer.text()).split('\n').filter((line) => line.startsWith(metricName));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
  const post = async (url: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  };
  const command = async (method: string, path: string, body: object): Promise<void> => {
    const { status, body: answer } = await fleet.api<unknown>(path, { method, body });
    // Resuming what runs is refused, and fine.
    if (status >= 400 && status !== 409) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
  };

  return {
    info,
    place,
    /** How long the dashboard's live stream told nothing, ms. */
    liveSilentMs: live.silentForMs,
    /** A number of a service's `/metrics`, all labels together; 0 when it does not answer. */
    metric: (name: string, metricName: string) => metric(name, metricName).catch(() => 0),
    signal: (name: string, signal: NodeJS.Signals): boolean => {
      const at = place(name);
      if (!at) return false;
      try {
        return process.kill(at.pid, signal);
      } catch {
        return false;
      }
    },
    studio: (change: object) => post(`${info.gallery}/__control`, change),
    calls: <T>(query: string) => fleet.gallery<{ calls: readonly T[] }>(`/__control/calls?${query}`),
    llmPid: () => llm.child.pid ?? null,
    resetStudio: () => post(`${info.gallery}/__control/reset`, {}),
    llm: (change: object) => post(`${llmUrl}/__control`, change),
    llmState: async () =>
      (await (await fetch(`${llmUrl}/__control`)).json()) as {
        readonly total: number;
        readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
      },
    billUsd: ({ inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number }) =>
      (inputTokens * PRICE.inputUsdPerMillion + outputTokens * PRICE.outputUsdPerMillion) / 1e6,
    /** As an operator does it, as often as it takes: what is commanded may be down just now. */
    command: (method: string, path: string, body: object) =>
      until(`${method} ${path}`, () => command(method, path, body).then(() => true), 120_000),
    launch: processes.launch,
    close: async () => {
      closing = true;
      live.stop();
      await processes.killAll();
      await fleet.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type SoakFleet = Awaited<ReturnType<typeof openFleet>>;
