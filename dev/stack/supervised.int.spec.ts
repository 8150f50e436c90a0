import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTimeOf } from './process-identity.ts';
import { openRunFiles, type RunFiles } from './run-file.ts';
import { EXIT_CONFIG, type Exit, type Supervised, supervise } from './supervised.ts';

describe('a supervised process', () => {
  let folder: string;
  let runFiles: RunFiles;
  let service: Supervised | null = null;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fleet-supervised-'));
    runFiles = openRunFiles(folder);
  });
  afterEach(async () => {
    await service?.stop(100);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a script; `crash(n)` resolves with the nth crash. */
  const run = (script: string, env: Record<string, string> = {}) => {
    const crashes: { exit: Exit; restartInMs: number | null; tellsStart: number }[] = [];
    const waiting = new Map<number, () => void>();
    let starts = 0;
    const started = supervise(
      {
        name: 'actor-1',
        command: process.execPath,
        args: ['-e', script],
        port: 1,
        env,
        logPath: join(folder, 'logs', 'actor-1.log'),
      },
      runFiles,
      (exit, restartInMs) => {
        crashes.push({ exit, restartInMs, tellsStart: starts });
        waiting.get(crashes.length)?.();
      },
      () => {
        starts += 1;
      },
    );
    service = started;
    const crash = async (nth: number) => {
      if (crashes.length < nth) await new Promise<void>((resolve) => waiting.set(nth, resolve));
      const found = crashes[nth - 1];
      if (!found) throw new Error(`no crash ${nth}`);
      return found;
    };
    return { service: started, crash, crashes, starts: () => starts };
  };
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  test('that crashes is started again, each time after a longer wait, and tells its last lines', async () => {
    const { crash } = run('console.log("working"); console.error("boom"); process.exit(3)');
    const first = await crash(1);
    expect(first.exit).toMatchObject({ code: 3, signal: null });
    expect([...first.exit.lastLines].sort()).toEqual(['boom', 'working']);
    const third = await crash(3);
    expect(third.tellsStart).toBe(3);
    // Of its last life alone.
    expect(third.exit.lastLines).toHaveLength(2);
    const waits = [first, await crash(2), third].map(({ restartInMs }) => restartInMs ?? 0);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(new Set(waits).size).toBe(3);
  });

  test('keeps only the newest lines, cut to a length, and everything in its log', async () => {
    const { crash } = run('for (let n = 0; n < 40; n++) console.log(n + "x".repeat(1000)); process.exitCode = 1;');
    const { exit } = await crash(1);
    expect(exit.lastLines).toHaveLength(12);
    expect(exit.lastLines.at(-1)).toMatch(/^39x+$/);
    expect(exit.lastLines.at(-1)).toHaveLength(400);
    // The file is written behind the process's back.
    await until(() => readFileSync(join(folder, 'logs', 'actor-1.log'), 'utf8').split('\n').length >= 40);
  });

  test('whose configuration is wrong is not started again', async () => {
    const { service: wrong, crashes, starts } = run(`console.error("PORT: bad"); process.exit(${EXIT_CONFIG})`);
    expect(await wrong.ended).toEqual({ code: EXIT_CONFIG, signal: null, lastLines: ['PORT: bad'] });
    expect(crashes.map(({ restartInMs }) => restartInMs)).toEqual([null]);
    expect(starts()).toBe(1);
    expect(wrong.pid()).toBeNull();
  });

  test('that is stopped may finish, and that is no crash', async () => {
    const { service: calm, crashes } = run(
      'process.on("SIGTERM", () => { console.log("drained"); process.exit(0); }); setInterval(() => {}, 1e6); console.log("up");',
    );
    await until(() => calm.lastLines().includes('up'));
    await calm.stop(10_000);
    expect(await calm.ended).toMatchObject({ code: 0, lastLines: ['up', 'drained'] });
    expect(crashes).toEqual([]);
  });

  test('that does not stop in time is forced', async () => {
    const { service: deaf } = run('process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6); console.log("up");');
    await until(() => deaf.lastLines().includes('up'));
    const pid = deaf.pid() ?? 0;
    await deaf.stop(50);
    expect(await deaf.ended).toMatchObject({ signal: 'SIGKILL' });
    expect(startTimeOf(pid)).toBeNull();
  });

  test('that is stopped between two lives does not come back', async () => {
    const { service: gone, crash, starts } = run('process.exit(1)');
    await crash(1);
    await gone.stop(100);
    await gone.ended;
    expect(starts()).toBe(1);
  });

  test('gets the environment it is given, and nothing else of ours', async () => {
    process.env.FLEET_SPEC_CANARY = 'seen';
    const { crash } = run(
      'console.log(JSON.stringify([process.env.PORT, process.env.FLEET_SPEC_CANARY ?? null])); process.exit(1)',
      {
        PORT: '7',
      },
    );
    expect((await crash(1)).exit.lastLines).toEqual(['["7",null]']);
    delete process.env.FLEET_SPEC_CANARY;
  });

  test('that cannot be started at all says why, and is tried again', async () => {
    let resolveCrash: (exit: Exit) => void = () => {};
    const crashed = new Promise<Exit>((resolve) => {
      resolveCrash = resolve;
    });
    service = supervise(
      { name: 'nats', command: join(folder, 'missing'), args: [], port: 1, env: {}, logPath: join(folder, 'nats.log') },
      runFiles,
      resolveCrash,
      () => {},
    );
    expect((await crashed).lastLines.join()).toContain('ENOENT');
  });

  test('whose log cannot be written goes on, and tells that', async () => {
    const args = ['-e', 'console.log("well"); setInterval(() => {}, 1e6)'];
    // A folder stands where the log should be.
    const spec = { name: 'nats', command: process.execPath, args, port: 1, env: {}, logPath: folder };
    const started = supervise(
      spec,
      runFiles,
      () => {},
      () => {},
    );
    service = started;
    await vi.waitFor(() => {
      expect(started.lastLines().join()).toContain('its log is not written any more: EISDIR');
      expect(started.lastLines()).toContain('well');
    });
    expect(started.pid()).not.toBeNull();
    await started.stop(5_000);
    expect((await started.ended).signal).toBe('SIGTERM');
  });
});
