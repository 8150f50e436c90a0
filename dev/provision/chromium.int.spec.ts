import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chromiumBinary } from './chromium.ts';
import { fakeMachine } from './fake-programs.ts';

describe('finding Chromium', () => {
  let machine: ReturnType<typeof fakeMachine>;
  const find = (isRoot: boolean) => chromiumBinary({ env: machine.env, isRoot });
  beforeEach(() => {
    machine = fakeMachine();
  });
  afterEach(() => machine.remove());

  it('takes the one that CHROMIUM_BIN names, or says that it is none', async () => {
    machine.env.CHROMIUM_BIN = machine.program(machine.root, 'mine', 'exit 0');
    expect(await find(false)).toBe(machine.env.CHROMIUM_BIN);
    machine.env.CHROMIUM_BIN = join(machine.root, 'none');
    await expect(find(false)).rejects.toThrow(/CHROMIUM_BIN=.*none is not a program/);
  });

  it('takes Chromium or Chrome from the PATH', async () => {
    const chrome = machine.install('google-chrome', 'exit 0');
    expect(await find(false)).toBe(chrome);
    const chromium = machine.install('chromium', 'exit 0');
    expect(await find(false)).toBe(chromium);
  });

  it.skipIf(process.platform === 'darwin')('says without root which line installs it', async () => {
    machine.install('apt-get', 'exit 0');
    await expect(find(false)).rejects.toThrow(/apt-get install chromium.*CHROMIUM_BIN/);
  });

  it.skipIf(process.platform === 'darwin')('installs it as root, with fresh package lists where needed', async () => {
    const place = join(machine.root, 'bin', 'chromium');
    const lists = join(machine.root, 'lists');
    machine.install(
      'apt-get',
      `[ "$1" = update ] && echo x > ${lists} && exit 0\n[ -f ${lists} ] || { echo "E: Unable to locate package" >&2; exit 100; }\ncat > ${place} </dev/null; chmod 755 ${place}`,
    );
    expect(await find(true)).toBe(place);
  });

  it.skipIf(process.platform === 'darwin')('gives the installer’s own reason when that fails', async () => {
    machine.install('apt-get', 'echo "E: no space left" >&2; exit 100');
    await expect(find(true)).rejects.toThrow(/could not install chromium \(E: no space left\)/);
  });
});
