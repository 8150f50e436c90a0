import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './programs.ts';

/** Any later one works; this one is named so that what is fetched today is what is fetched tomorrow. */
export const natsRelease = 'v2.12.1';
const officialUrl = 'https://github.com/nats-io/nats-server/releases/download';
const downloadWithinMs = 120_000;
const maxArchiveBytes = 100_000_000;

const systems: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
  freebsd: 'freebsd',
};
const processors: Record<string, string> = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'arm7',
  s390x: 's390x',
  ppc64: 'ppc64le',
};

/** Name of the archive for a platform, as the releases name it; null where none is published. */
export const archiveName = (platform: NodeJS.Platform, arch: string): string | null => {
  const system = systems[platform];
  const processor = processors[arch];
  if (!system || !processor) return null;
  return `nats-server-${natsRelease}-${system}-${processor}.${platform === 'win32' ? 'zip' : 'tar.gz'}`;
};

/**
 * Fetches the release for this platform, compares it with the sum published beside it, unpacks it with the system's
 * tar (Windows' tar reads zip too) and gives the program's path.
 * @throws Error with what went wrong; nothing is unpacked unless the sum is right
 */
export const downloadRelease = async (options: {
  into: string;
  env: NodeJS.ProcessEnv;
  releasesUrl?: string;
  platform?: NodeJS.Platform;
  arch?: string;
}): Promise<string> => {
  const platform = options.platform ?? process.platform;
  const archive = archiveName(platform, options.arch ?? process.arch);
  if (!archive) throw new Error(`no release for ${platform} on ${options.arch ?? process.arch}`);
  const base = `${options.releasesUrl ?? officialUrl}/${natsRelease}`;
  const sums = (await fetched(`${base}/SHA256SUMS`)).toString();
  const published = sums
    .split('\n')
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([, name]) => name === archive)?.[0];
  if (!published) throw new Error(`no published sum for ${archive}`);
  const bytes = await fetched(`${base}/${archive}`);
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== published.toLowerCase()) throw new Error(`${archive} does not match its published sum: refused`);
  writeFileSync(join(options.into, archive), bytes);
  const untar = await runProgram('tar', ['-xf', archive], { cwd: options.into, env: options.env });
  if (untar.code !== 0) throw new Error(`unpacking failed: ${untar.stderr.trim().slice(0, 200)}`);
  const folder = archive.replace(/\.(zip|tar\.gz)$/, '');
  return join(options.into, folder, platform === 'win32' ? 'nats-server.exe' : 'nats-server');
};

const fetched = async (url: string): Promise<Buffer> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(downloadWithinMs) }).catch((error: Error) => {
    throw new Error(
      `${new URL(url).host} cannot be reached (${(error.cause as Error | undefined)?.message ?? error.message})`,
    );
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  if (Number(answer.headers.get('content-length') ?? 0) > maxArchiveBytes) throw new Error(`${url} is too large`);
  return Buffer.from(await answer.arrayBuffer());
};
