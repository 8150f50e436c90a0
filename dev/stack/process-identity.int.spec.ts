import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { endOrphan, identify, isAlive, startTimeOf } from './process-identity.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const FOREVER = 'setInterval(() => {}, 1e6); console.log("up");';
const launch = async (script: string): Promise<ChildProcess & { pid: number }> => {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child as ChildProcess & { pid: number };
};
const ending = (child: ChildProcess) => new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
const identityOf = (pid: number) => {
  const identity = identify(pid);
  if (!identity) throw new Error(`process ${pid} is not there`);
  return identity;
};

describe('a process', () => {
  test('is known by its number and its start time', async () => {
    const child = await launch(FOREVER);
    const identity = identityOf(child.pid);
    expect(isAlive(identity)).toBe(true);
    expect(isAlive(identityOf(process.pid))).toBe(true);
    const ended = ending(child);
    child.kill('SIGKILL');
    await ended;
    expect(isAlive(identity)).toBe(false);
    expect(identify(child.pid)).toBeNull();
    expect(startTimeOf(child.pid)).toBeNull();
  });

  test('with the number of an ended one is another: it is left alone', async () => {
    const child = await launch(FOREVER);
    const earlier = { pid: child.pid, startedAt: '1' };
    expect(isAlive(earlier)).toBe(false);
    expect(await endOrphan(earlier, 'SIGTERM')).toBe(false);
    expect(isAlive(identityOf(child.pid))).toBe(true);
  });

  test('left behind is asked to end', async () => {
    const child = await launch(FOREVER);
    const ended = ending(child);
    expect(await endOrphan(identityOf(child.pid), 'SIGTERM')).toBe(true);
    expect(await ended).toBe('SIGTERM');
  });

  test('left behind that does not listen is forced', async () => {
    const child = await launch(`process.on('SIGTERM', () => {}); ${FOREVER}`);
    const ended = ending(child);
    expect(await endOrphan(identityOf(child.pid), 'SIGTERM')).toBe(true);
    expect(await ended).toBe('SIGKILL');
  });
});
