import { BusError } from './port.ts';

/** Debian's nats-server; below it, JetStream lacks what the fleet stands on. */
export const FLOOR_VERSION = '2.9.0';

const later: readonly { readonly since: string; readonly what: string }[] = [
  { since: '2.10.0', what: 'compressed streams, several filters in one consumer, `sync_interval`' },
  { since: '2.11.0', what: 'expiry of single keys, paused consumers, batched reads' },
  { since: '2.12.0', what: 'atomic batches, scheduled messages' },
];

/** What this server cannot do that newer ones can, in words; the fleet works without. */
export const missingFeatures = (version: string): string[] =>
  later.filter(({ since }) => compareVersions(version, since) < 0).map(({ since, what }) => `${what} (from ${since})`);

/** @throws BusError `refused` when the fleet cannot run on this server, with what to do */
export const requireServer = (info: { version: string; jetstream?: boolean }): void => {
  if (compareVersions(info.version, FLOOR_VERSION) < 0)
    throw new BusError(
      'refused',
      `nats-server ${info.version} is too old: ${FLOOR_VERSION} is the oldest that works, because reads by subject, ` +
        'work queues with delayed retries and key-value buckets with a lifetime are missing before it. Upgrade nats-server.',
    );
  if (!info.jetstream)
    throw new BusError('refused', 'nats-server runs without JetStream: start it with -js (or a jetstream section).');
};

export const compareVersions = (one: string, other: string): number => {
  const [left, right] = [numbers(one), numbers(other)];
  for (const index of [0, 1, 2] as const) if (left[index] !== right[index]) return left[index] - right[index];
  return 0;
};
const numbers = (version: string): [number, number, number] => {
  const [major = 0, minor = 0, patch = 0] = version
    .replace(/^v/, '')
    .split(/[.-]/)
    .map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor, patch];
};
