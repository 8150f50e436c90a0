import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Finding, failed, ok, warning } from './finding.ts';

const gib = 1024 ** 3;
const tightBytes = 5 * gib;
const fullBytes = 1 * gib;

export const checkNode = (version = process.versions.node): Finding => {
  const major = Number(version.split('.')[0]);
  return major >= 24
    ? ok('Node.js', version)
    : failed(
        'Node.js',
        `${version} is too old`,
        'use the project’s own: npx fleet runs on it, after npm start has installed it',
      );
};

/** Space where the data folder is, or would be. */
export const checkDisk = async (dataDir: string): Promise<Finding> => {
  let folder = dataDir;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const message = `${(free / gib).toFixed(1)} GB free for ${dataDir}`;
  if (free < fullBytes) return failed('disk', message, 'make room: events and images are kept there');
  if (free < tightBytes) return warning('disk', message, 'make room soon: events and images are kept there');
  return ok('disk', message);
};
