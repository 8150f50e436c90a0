import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeMachine, saysItIsNats } from './fake-programs.ts';
import { natsServerBinary } from './nats.ts';
import { archiveName, downloadRelease, natsRelease } from './nats-release.ts';

describe('finding nats-server', () => {
  let machine: ReturnType<typeof fakeMachine>;
  const endings: (() => void)[] = [];
  const nowhere = 'http://127.0.0.1:1';
  const find = (releasesUrl = nowhere) => natsServerBinary({ env: machine.env, releasesUrl });

  beforeEach(() => {
    machine = fakeMachine();
  });
  afterEach(() => {
    for (const end of endings.splice(0)) end();
    machine.remove();
  });

  /** A file server with the archive of this platform, as the official place has it. */
  const serveRelease = async (change: { sum?: string; script?: string } = {}) => {
    const archive = archiveName(process.platform, process.arch) ?? '';
    const folder = archive.replace('.tar.gz', '');
    machine.program(join(machine.root, 'made', folder), 'nats-server', change.script ?? saysItIsNats);
    spawnSync('tar', ['-czf', archive, folder], { cwd: join(machine.root, 'made') });
    const bytes = readFileSync(join(machine.root, 'made', archive));
    const sum = change.sum ?? createHash('sha256').update(bytes).digest('hex');
    const files: Record<string, Buffer | string> = {
      [`/${natsRelease}/SHA256SUMS`]: `${'0'.repeat(64)}  another.tar.gz\n${sum}  ${archive}\n`,
      [`/${natsRelease}/${archive}`]: bytes,
    };
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const file = files[request.url ?? ''];
      response.writeHead(file === undefined ? 404 : 200).end(file);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endings.push(() => void server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  };

  it('takes the one that NATS_SERVER_BIN names, or says that it does not run', async () => {
    machine.env.NATS_SERVER_BIN = machine.program(join(machine.root, 'mine'), 'nats-server', saysItIsNats);
    expect(await find()).toBe(machine.env.NATS_SERVER_BIN);
    machine.env.NATS_SERVER_BIN = join(machine.root, 'not-there');
    await expect(find()).rejects.toThrow(/NATS_SERVER_BIN=.*not-there does not run/);
  });

  it('takes the one on the PATH, unless that is broken', async () => {
    const onPath = machine.install('nats-server', saysItIsNats);
    expect(await find()).toBe(onPath);
    machine.install('nats-server', 'exit 3');
    await expect(find()).rejects.toThrow(/could not be fetched/);
  });

  it('unpacks Debian’s package into the cache, installs nothing, and finds it there the next time', async () => {
    const tree = 'mkdir -p tree/usr/sbin; cp "$PWD/../../../../../source" tree/usr/sbin/nats-server';
    machine.program(machine.root, 'source', saysItIsNats);
    machine.install('apt-get', '[ "$1" = download ] && echo x > nats-server_2.9.10_amd64.deb');
    machine.install('dpkg', `[ "$1" = -x ] && ${tree}`);
    const cache = join(machine.root, 'home', '.cache', 'floimg-fleet', 'nats-server');
    expect(await find()).toBe(join(cache, 'nats-server'));
    machine.install('apt-get', 'exit 1');
    expect(await find()).toBe(join(cache, 'nats-server'));
    expect(readdirSync(cache)).toEqual(['nats-server']);
  });

  it.skipIf(process.getuid?.() !== 0)('as root updates the package lists when they are missing', async () => {
    machine.program(machine.root, 'source', saysItIsNats);
    const lists = join(machine.root, 'lists');
    machine.install(
      'apt-get',
      `[ "$1" = update ] && echo x > ${lists} && exit 0\n[ -f ${lists} ] && echo x > a.deb && exit 0\necho "E: no lists" >&2; exit 100`,
    );
    machine.install('dpkg', `mkdir -p tree/usr/sbin; cp ${machine.root}/source tree/usr/sbin/nats-server`);
    expect(await find()).toMatch(/nats-server$/);
  });

  it('fetches the official release where there is no Debian archive, and compares its published sum', async () => {
    const release = await serveRelease();
    expect(await find(release.url)).toBe(
      join(machine.root, 'home', '.cache', 'floimg-fleet', 'nats-server', 'nats-server'),
    );
    expect(release.asked).toHaveLength(2);
    expect(await find(release.url)).toMatch(/nats-server$/);
    expect(release.asked).toHaveLength(2);
  });

  it('refuses a release that is not what its sum says, and keeps nothing of it', async () => {
    const release = await serveRelease({ sum: 'f'.repeat(64) });
    await expect(find(release.url)).rejects.toThrow(/does not match its published sum: refused/);
    expect(readdirSync(join(machine.root, 'home', '.cache', 'floimg-fleet', 'nats-server'))).toEqual([]);
  });

  it('does not keep a program that cannot run here', async () => {
    const release = await serveRelease({ script: 'echo wrong libraries >&2; exit 127' });
    await expect(find(release.url)).rejects.toThrow(/it does not run here: wrong libraries/);
  });

  it('says in one message what was tried and which one line helps', async () => {
    const error = await find().catch((failure: Error) => failure.message);
    for (const line of [
      'apt-get is not here',
      'cannot be reached',
      'brew install nats-server',
      'NATS_URL=',
      'docker run',
    ])
      expect(error).toContain(line);
  });

  it('knows the names of the releases, and where there is none', async () => {
    expect(archiveName('darwin', 'arm64')).toBe(`nats-server-${natsRelease}-darwin-arm64.tar.gz`);
    expect(archiveName('win32', 'x64')).toBe(`nats-server-${natsRelease}-windows-amd64.zip`);
    expect(archiveName('linux', 'x64')).toBe(`nats-server-${natsRelease}-linux-amd64.tar.gz`);
    const none = downloadRelease({ into: machine.root, env: machine.env, platform: 'aix', arch: 'x64' });
    await expect(none).rejects.toThrow('no release for aix on x64');
  });
});
