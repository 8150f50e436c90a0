import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { natsServerBinary } from '@fleet/provision/nats';
import { randomPortBase } from '../e2e/running-fleet.ts';
import { crowd } from './crowd.ts';
import { type Ground, openGround } from './ground.ts';
import { check, type Findings } from './invariants.ts';
import { killAt } from './kills.ts';
import { outages } from './outages.ts';
import { POINTS } from './points.ts';
import { ownPort } from './ports.ts';
import { createLauncher, until } from './processes.ts';

/**
 * `npm run chaos`: actor processes killed with -9 at every crash point of every step, N times each, with one in ten
 * writes landing late; ticks delivered ten times to eight actors; NATS, Postgres, Studio and model standing still under
 * load. Prints one JSON object; exit code 1 when the gallery's log and the streams disagree anywhere.
 */
const USAGE = `--times is a whole number from 1 to 1000 (20)
--only is part of one of ${POINTS.join(', ')}, crowd, outages
--outage-seconds is a number from 1 to 600 (60)
--grounds is how many grounds are killed on at the same time, 1 to 8 (2)`;

const say = (text: string) => process.stderr.write(`${text}\n`);
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '20' },
    only: { type: 'string' },
    'outage-seconds': { type: 'string', default: '60' },
    grounds: { type: 'string', default: '2' },
  },
});
const within = (text: string, min: number, max: number): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  say(USAGE);
  return process.exit(2);
};
const times = Math.floor(within(values.times, 1, 1_000));
const outageMs = within(values['outage-seconds'], 1, 600) * 1_000;
const grounds = Math.floor(within(values.grounds, 1, 8));
const wanted = (name: string) => values.only === undefined || name.includes(values.only);
const points = POINTS.filter(wanted);
if (points.length === 0 && !wanted('crowd') && !wanted('outages')) {
  say(USAGE);
  process.exit(2);
}

const began = performance.now();
const seconds = () => Math.round((performance.now() - began) / 1_000);
const closing: (() => Promise<void>)[] = [];
const close = async () => {
  await Promise.allSettled(closing.splice(0).map((end) => end()));
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void close().finally(() => process.exit(130)));

const binary = await natsServerBinary({ log: say });
/** A nats-server, a gallery and a model of their own, so that grounds know nothing of each other. */
const ground = async (): Promise<Ground> => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-chaos-nats-'));
  const servers = createLauncher();
  const port = await ownPort();
  servers.launch(binary, ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', String(port)], {});
  closing.push(async () => {
    await servers.killAll();
    rmSync(folder, { recursive: true, force: true });
  });
  const answers = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('data', () => socket.destroy()).once('close', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
  await until('nats-server', answers);
  const opened = await openGround(`nats://127.0.0.1:${port}`);
  closing.unshift(opened.close);
  await opened.control({ latencyMs: 50, landLate: { share: 0.1, delayMs: 800 } });
  return opened;
};

type Scenario = { readonly name: string; readonly run: (on: Ground) => Promise<readonly string[]> };
const scenarios: Scenario[] = [
  ...points.map((point) => ({ name: point, run: (on: Ground) => killAt(on, point, times) })),
  ...(wanted('crowd') ? [{ name: 'crowd', run: crowd }] : []),
];
const violations: string[] = [];
const failed: string[] = [];
const findings: Findings[] = [];
let next = 0;

/** Takes one scenario after the other; what it leaves in gallery and streams is looked at in the end. */
const work = async (): Promise<void> => {
  const on = await ground();
  const used: string[] = [];
  for (let scenario = scenarios[next++]; scenario; scenario = scenarios[next++]) {
    try {
      used.push(...(await scenario.run(on)));
      say(`${scenario.name}: every tick ended (${seconds()} s)`);
    } catch (error) {
      await on.endActors();
      failed.push(scenario.name);
      violations.push(`${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
      say(violations.at(-1) ?? '');
    }
  }
  findings.push(check(await on.stories(used), await on.calls()));
};
await Promise.all(Array.from({ length: Math.min(grounds, scenarios.length) }, work));
await close();

let stoodStill: Awaited<ReturnType<typeof outages>> | null = null;
if (wanted('outages')) {
  try {
    stoodStill = await outages(outageMs, randomPortBase(), say);
    findings.push(stoodStill);
    if (stoodStill.overspend > 0) violations.push(`outages: $${stoodStill.overspend} over the cap`);
  } catch (error) {
    failed.push('outages');
    violations.push(`outages: ${error instanceof Error ? error.message : String(error)}`);
  }
}

violations.push(...findings.flatMap((one) => one.violations));
for (const violation of violations.slice(0, 30)) say(`  → ${violation}`);
const sum = (pick: (one: Findings) => number) => findings.reduce((total, one) => total + pick(one), 0);
const figures = {
  points: points.length,
  times,
  kills: points.filter((point) => !failed.includes(point)).length * times,
  ticks: sum(({ ticks }) => ticks),
  effects: sum(({ effects }) => effects),
  untold: sum(({ untold }) => untold),
  duplicates: sum(({ duplicates }) => duplicates),
  lost: sum(({ lost }) => lost),
  failed,
  backAfterS: stoodStill?.backAfterS ?? null,
  violations,
  seconds: seconds(),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(violations.length === 0 ? 0 : 1);
