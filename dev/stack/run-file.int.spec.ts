import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identify, startTimeOf } from './process-identity.ts';
import { endOrphans, openRunFiles, type RunInfo, readRunInfo, runningOwner } from './run-file.ts';

const info: RunInfo = {
  ready: true,
  dashboard: 'http://127.0.0.1:4000/#token=t',
  api: 'http://127.0.0.1:4000/api/v1',
  docs: 'http://127.0.0.1:4000/docs',
  gallery: 'http://127.0.0.1:4001',
  metrics: 'http://127.0.0.1:4000/metrics',
  nats: 'nats://127.0.0.1:4003',
  eventStore: 'nats://127.0.0.1:4003',
  database: 'postgres://127.0.0.1:4004/fleet',
  token: 't',
  dataDir: '/data',
  timeScale: 3,
  services: [{ name: 'gateway', pid: 1, port: 4000 }],
};

describe('the files of a run', () => {
  let dataDir: string;
  const children: ChildProcess[] = [];
  const sleeper = (): number => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
    children.push(child);
    return child.pid ?? 0;
  };
  /** As a killed run left it: its owner is gone, its children are not. */
  const leftBehind = (processes: readonly { name: string; pid: number; startedAt: string }[]): void =>
    writeFileSync(
      join(dataDir, 'processes.json'),
      JSON.stringify({ owner: { pid: process.pid, startedAt: '1' }, children: processes }),
    );

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'fleet-run-file-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('tell who runs here, what runs, and that nothing does after the end', () => {
    const files = openRunFiles(dataDir);
    expect(runningOwner(dataDir)).toBe(process.pid);
    files.publish(info);
    expect(readRunInfo(dataDir)).toEqual(info);
    // Both hold secrets.
    expect(statSync(join(dataDir, 'run.json')).mode & 0o077).toBe(0);
    files.close();
    expect(readRunInfo(dataDir)).toBeNull();
    expect(runningOwner(dataDir)).toBeNull();
  });

  test('list the processes that run now, not those that ended', () => {
    const files = openRunFiles(dataDir);
    const listed = () =>
      (JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8')) as { children: { name: string }[] }).children;
    files.started('actor-1', sleeper());
    files.started('nats', sleeper());
    files.ended('actor-1');
    expect(listed().map(({ name }) => name)).toEqual(['nats']);
    files.close();
  });

  test('let the next run end what a killed one left behind', async () => {
    const [nats, postgres] = [sleeper(), sleeper()];
    leftBehind([
      { name: 'nats', ...(identify(nats) ?? { pid: nats, startedAt: '' }) },
      { name: 'postgres', ...(identify(postgres) ?? { pid: postgres, startedAt: '' }) },
    ]);
    expect(runningOwner(dataDir)).toBeNull();
    expect((await endOrphans(dataDir)).sort()).toEqual(['nats', 'postgres']);
    expect([startTimeOf(nats), startTimeOf(postgres)]).toEqual([null, null]);
  });

  test('never end a process that got the number of one that was left behind', async () => {
    const stranger = sleeper();
    leftBehind([{ name: 'actor-1', pid: stranger, startedAt: '1' }]);
    expect(await endOrphans(dataDir)).toEqual([]);
    expect(startTimeOf(stranger)).not.toBeNull();
  });

  test('that are damaged, or from another version, count as none', async () => {
    writeFileSync(join(dataDir, 'processes.json'), '{"owner":');
    writeFileSync(join(dataDir, 'run.json'), '{"ready":true}');
    expect(runningOwner(dataDir)).toBeNull();
    expect(readRunInfo(dataDir)).toBeNull();
    expect(await endOrphans(dataDir)).toEqual([]);
    expect(existsSync(dataDir)).toBe(true);
  });
});
