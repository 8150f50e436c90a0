import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/index.ts';
import { CONFIG_EXIT_CODE, type Host, type Life, runUntilSignal } from '../../src/lifecycle/index.ts';

const fakeHost = () => {
  const handlers = new Map<string, (value: unknown) => void>();
  const exits: number[] = [];
  const printed: string[] = [];
  const host: Host = {
    on: (event, handler) => void handlers.set(event, handler),
    exit: (code) => void exits.push(code),
    print: (text) => void printed.push(text),
  };
  return { host, exits, printed, send: (event: string, value?: unknown) => handlers.get(event)?.(value) };
};
const run = (main: (life: Life) => Promise<void>) => {
  const fake = fakeHost();
  return { ...fake, ended: runUntilSignal(main, fake.host) };
};

describe('a process', () => {
  it('runs until a signal, then closes what it opened in reverse order and ends with 0', async () => {
    const order: string[] = [];
    const { send, ended, exits } = run(async (life) => {
      life.onStop('first', () => void order.push('first closed'));
      life.onStop('second', async () => void order.push('second closed'));
      await life.stopped;
      order.push('main done');
    });
    expect(exits).toEqual([]);
    send('SIGTERM');
    await ended;
    expect(order).toEqual(['main done', 'second closed', 'first closed']);
    expect(exits).toEqual([0]);
  });

  it('lets work drain, but ends at once on a second signal', async () => {
    const { send, exits } = run(() => new Promise(() => {}));
    send('SIGINT');
    expect(exits).toEqual([]);
    send('SIGINT');
    expect(exits).toEqual([1]);
  });

  it('ends with 1 when work does not drain in time', async () => {
    let gone = (_: unknown) => {};
    const fake = fakeHost();
    const exited = new Promise((resolve) => {
      gone = resolve;
    });
    const host = { ...fake.host, exit: (code: number) => gone(code) };
    void runUntilSignal(async (life) => {
      life.stopWithin(20);
      await new Promise(() => setInterval(() => {}, 1_000).unref());
    }, host);
    fake.send('SIGTERM');
    // The deadline's own timer does not keep a process alive; this one does for the spec.
    const alive = setTimeout(() => {}, 10_000);
    expect(await exited).toBe(1);
    clearTimeout(alive);
    expect(fake.printed.join()).toContain('not stopped after 20 ms');
  });

  it('ends with 1 when a part does not close in time, also without a signal', async () => {
    let gone = (_: unknown) => {};
    const fake = fakeHost();
    const exited = new Promise((resolve) => {
      gone = resolve;
    });
    void runUntilSignal(
      async (life) => {
        life.stopWithin(20);
        life.onStop('stuck', () => new Promise(() => {}));
      },
      { ...fake.host, exit: (code) => gone(code) },
    );
    const alive = setTimeout(() => {}, 10_000);
    expect(await exited).toBe(1);
    clearTimeout(alive);
  });

  it('prints wrong settings as text, without a stack, and ends with 78', async () => {
    const { ended, exits, printed } = run(async () => {
      throw new ConfigError([{ name: 'PORT', problem: 'is not set', fix: 'a port' }]);
    });
    await ended;
    expect(exits).toEqual([CONFIG_EXIT_CODE]);
    expect(printed).toEqual(['One setting is wrong:\n  PORT is not set\n    fix: a port']);
  });

  it('closes what was opened when it cannot go on, and ends with 1', async () => {
    let closed = false;
    const { ended, exits, printed } = run(async (life) => {
      life.onStop('part', () => {
        closed = true;
      });
      throw new Error('no database');
    });
    await ended;
    expect([closed, exits]).toEqual([true, [1]]);
    expect(printed.join()).toContain('no database');
  });

  it('does not count waits broken off by the signal as a failure', async () => {
    const { send, ended, exits } = run(async (life) => {
      await life.stopped;
      life.signal.throwIfAborted();
    });
    send('SIGTERM');
    await ended;
    expect(exits).toEqual([0]);
  });

  it('goes on closing when one part does not close well, and says so by its code', async () => {
    let closed = false;
    const { ended, exits, printed } = run(async (life) => {
      life.onStop('good', () => {
        closed = true;
      });
      life.onStop('bad', () => Promise.reject(new Error('stuck')));
    });
    await ended;
    expect([closed, exits]).toEqual([true, [1]]);
    expect(printed.join()).toContain('bad did not close well');
  });

  it('ends with 1 on an error that nobody caught', async () => {
    const { send, exits, printed } = run(() => new Promise(() => {}));
    send('unhandledRejection', new Error('forgotten'));
    expect(exits).toEqual([1]);
    expect(printed.join()).toContain('forgotten');
  });
});
