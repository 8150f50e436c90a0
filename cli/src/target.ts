import { dataDirOf, readRunFile } from './run-file.ts';
import { CliError, type Surroundings } from './surroundings.ts';

/** Options that every command understands. */
export type CommonOptions = {
  readonly url?: string;
  readonly token?: string;
  readonly dataDir?: string;
  readonly json?: true;
};
export type Target = {
  /** Ends in `/api/v1`, without a slash behind. */
  readonly api: string;
  readonly token: string;
  /** Where it was found, for messages. */
  readonly from: 'options' | 'environment' | 'run file';
};

/**
 * Which fleet is meant: `--url` and `--token`, else `FLEET_URL` and `FLEET_ADMIN_TOKEN`, else the one that runs from
 * this checkout. A token of its own is needed for each address: the local one is never sent elsewhere.
 * @throws CliError that says how to name one
 */
export const findTarget = (options: CommonOptions, around: Surroundings): Target => {
  const { env } = around;
  const url = options.url ?? (env.FLEET_URL || undefined);
  const token = options.token ?? (env.FLEET_ADMIN_TOKEN || undefined);
  if (url) {
    if (!token)
      throw new CliError('A token is needed for that fleet: --token, or FLEET_ADMIN_TOKEN in the environment.');
    return { api: apiOf(url), token, from: options.url ? 'options' : 'environment' };
  }
  const run = readRunFile(dataDirOf(around, options.dataDir));
  if (!run)
    throw new CliError(
      'No fleet runs from this checkout. Start one with npm start, or name another: fleet --url http://host:4000 --token …',
    );
  return { api: apiOf(run.api), token: token ?? run.token, from: 'run file' };
};

const apiOf = (url: string): string => {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (!address || !['http:', 'https:'].includes(address.protocol))
    throw new CliError(`${JSON.stringify(url)} is not an address like http://127.0.0.1:4000`);
  const path = address.pathname.replace(/\/+$/, '');
  return `${address.origin}${path === '' ? '/api/v1' : path}`;
};
