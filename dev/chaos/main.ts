import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ActionKind } from '@fleet/domain/activity/activity-events';
import { natsServerBinary } from '@fleet/provision/nats';
import { freePort } from '@fleet/provision/ports';
import { type Ground, openGround } from './ground.ts';
import { check } from './invariants.ts';
import { hasEnded, killRound } from './kill-round.ts';
import { createLauncher, until } from './processes.ts';

/**
 * `npm run chaos`: actor processes killed with -9 at every crash point of every step, N times each, with one in ten
 * writes landing late. Prints one JSON object; exit code 1 when the gallery's log and the streams disagree.
 */

const STEPS = ['compose', 'render', 'publish'] as const;
const AT_STEPS = [
  'reserved-not-appended',
  'appended-not-sent',
  'sent-no-answer',
  'answer-no-outcome',
  'outcome-not-settled',
] as const;
const AT_TICK = ['before-accept', 'settled-no-ack', 'ack-lost'] as const;
const POINTS = [
  ...AT_TICK.map((label) => `${label}:tick`),
  ...AT_STEPS.flatMap((label) => STEPS.map((step) => `${label}:${step}`)),
];
/** Processes that run at the same time. */
const AT_ONCE = 10;
/** Agents for ticks that kill nobody. */
const SPARE_SHARE = 0.5;
const ENDED_WITHIN_MS = 180_000;

const kindsFor = (point: string): readonly ActionKind[] => {
  if (point.endsWith(':render')) return ['post'];
  return point.endsWith(':compose') ? ['post', 'comment'] : ['like', 'comment', 'post'];
};
const say = (text: string) => process.stderr.write(`${text}\n`);

const { values } = parseArgs({
  options: { times: { type: 'string', default: '20' }, only: { type: 'string' } },
});
const times = Number(values.times);
const points = POINTS.filter((point) => values.only === undefined || point.includes(values.only));
if (!Number.isInteger(times) || times < 1 || times > 1_000 || points.length === 0) {
  say(`--times is a whole number from 1 to 1000; --only is part of one of ${POINTS.join(', ')}`);
  process.exit(2);
}

const roundsOf = (n: number): number[] =>
  Array.from({ length: Math.ceil(n / AT_ONCE) }, (_, i) => Math.min(AT_ONCE, n - i * AT_ONCE));

/** All deaths at one point; afterwards an heir takes every tick to its end. */
const runPoint = async (ground: Ground, point: string): Promise<readonly string[]> => {
  const used: string[] = [];
  for (const [round, size] of roundsOf(times).entries()) {
    const count = size + Math.ceil(size * SPARE_SHARE) + 1;
    const names = Array.from({ length: count }, (_, i) => `${point.replaceAll(/\W/g, '_')}_${round}_${i}`);
    const agents = await Promise.all(names.map(ground.agent));
    const crashAt = Array.from({ length: size }, () => point);
    const started = () => ground.provisioned(agents);
    used.push(...(await killRound(ground, { crashAt, kinds: kindsFor(point), agents, started })));
  }
  const heir = await ground.actor();
  const allEnded = async () => (await Promise.all(used.map((id) => hasEnded(ground, id)))).every(Boolean);
  await until(`every tick of ${point} to end`, allEnded, ENDED_WITHIN_MS);
  heir.child.kill('SIGTERM');
  await heir.gone;
  return used;
};

const began = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'fleet-chaos-nats-'));
const servers = createLauncher();
const port = await freePort();
const answers = () =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('data', () => socket.destroy()).once('close', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
servers.launch(await natsServerBinary({ log: say }), ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', String(port)], {});
await until('nats-server', answers);
const ground = await openGround(`nats://127.0.0.1:${port}`);
const close = async () => {
  await ground.close();
  await servers.killAll();
  rmSync(folder, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void close().finally(() => process.exit(130)));

const violations: string[] = [];
const used: string[] = [];
let kills = 0;
await ground.control({ latencyMs: 50, landLate: { share: 0.1, delayMs: 800 } });
for (const point of points) {
  try {
    used.push(...(await runPoint(ground, point)));
    kills += times;
    say(`${point}: killed ${times} times, every tick ended (${Math.round((performance.now() - began) / 1000)} s)`);
  } catch (error) {
    await ground.endActors();
    violations.push(error instanceof Error ? error.message : String(error));
    say(`${point}: ${violations.at(-1)}`);
  }
}
const findings = check(await ground.stories(used), await ground.calls());
violations.push(...findings.violations);
await close();
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(`${JSON.stringify({ points: points.length, times, kills, ...findings, violations, seconds })}\n`);
process.exit(violations.length === 0 ? 0 : 1);
