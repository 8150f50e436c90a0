import type { SettingsView } from '@fleet/domain/read-models/settings';
import type { ServiceInstance } from '@fleet/platform/bus';

type Row = SettingsView['sections'][number]['rows'][number];

/** What the gateway itself is set to; no secret is among it. */
export type OwnSettings = {
  readonly preset: string;
  /** Null: as the preset says. */
  readonly rhythm: string | null;
  readonly fleetSeed: string;
  readonly timeScale: number;
  readonly galleryUrl: string;
  readonly imageHosts: readonly string[];
  readonly allowedHosts: readonly string[];
  readonly tokenIsConfigured: boolean;
  readonly sessionHours: number;
};

const MAX_VALUES = 5;
const UNKNOWN = 'not known';

/** What the instances of a service say of one setting: one value, or each of them with a note that they differ. */
const told = (
  name: string,
  instances: readonly ServiceInstance[],
  service: string,
  of: (data: ServiceInstance['data']) => unknown,
): Row => {
  const own = instances.filter((instance) => instance.name === `fleet-${service}`);
  const plain = own
    .map(({ data }) => of(data))
    .filter((value) => ['string', 'number', 'boolean'].includes(typeof value));
  const values = [...new Set(plain.map((value) => String(value).slice(0, 100)))].sort().slice(0, MAX_VALUES);
  if (values.length === 0) return { name, value: UNKNOWN, note: `No ${service} tells it: is one running?` };
  const value = values.join(', ');
  return values.length === 1 ? { name, value } : { name, value, note: `The ${service}s are not set alike.` };
};

const withoutCredentials = (address: string): string => {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname === '/' ? '' : pathname}`;
};

const versions = (instances: readonly ServiceInstance[]): Row[] => {
  const names = [...new Set(instances.map(({ name }) => name))].sort();
  return names.map((name) => {
    const own = instances.filter((instance) => instance.name === name);
    const each = [...new Set(own.map(({ version }) => version))].sort();
    const row = { name: name.replace(/^fleet-/, ''), value: `${own.length} × ${each.join(', ')}` };
    return each.length === 1 ? row : { ...row, note: 'Versions are mixed.' };
  });
};

/** The configuration for an operator to read, in sections. `instances`: null while the bus does not answer. */
export const settingsOf = (own: OwnSettings, instances: readonly ServiceInstance[] | null): SettingsView => {
  const known = instances ?? [];
  const actor = (name: string, key: string, label: (value: unknown) => unknown = (value) => value) =>
    told(name, known, 'actor', (data) => label(data[key]));
  const writes = (value: unknown) =>
    value === 'on' ? 'on' : value === 'off' ? 'off: shadow mode, nothing is written to the gallery' : undefined;
  const images = (value: unknown) => (typeof value === 'boolean' ? (value ? 'free' : 'at list price') : undefined);
  const ramp = told('Joining time per 50 agents', known, 'scheduler', ({ rampMinutesPer50: minutes }) =>
    typeof minutes === 'number' ? (minutes === 0 ? 'all at once' : `${minutes} min of fleet time`) : undefined,
  );
  const list = (hosts: readonly string[], none: string) => (hosts.length === 0 ? none : hosts.join(', '));
  return {
    sections: [
      {
        title: 'Fleet',
        rows: [
          { name: 'Preset of new agents', value: own.preset },
          { name: 'Rhythm of new agents', value: own.rhythm ?? 'as the preset says' },
          ramp,
          {
            name: 'Time scale',
            value: own.timeScale === 1 ? '1: real time' : `${own.timeScale} fleet seconds a second`,
          },
          { name: 'Seed', value: own.fleetSeed },
          actor('Actions of one agent in an hour, at most', 'actionsPerAgentHour'),
          actor('Actions of the whole fleet in a minute, at most', 'actionsPerMinute'),
        ],
      },
      {
        title: 'Gallery',
        rows: [
          { name: 'Address', value: withoutCredentials(own.galleryUrl) },
          actor('Writes', 'writes', writes),
          { name: 'More hosts of images', value: list(own.imageHosts, 'none') },
          actor('Images', 'imagesFree', images),
        ],
      },
      {
        title: 'Language model',
        rows: [actor('Provider', 'llmProvider'), actor('Model', 'llmModel'), actor('Host', 'llmHost')],
      },
      {
        title: 'Access',
        rows: [
          { name: 'Host names besides loopback', value: list(own.allowedHosts, 'none') },
          {
            name: 'Admin token',
            value: own.tokenIsConfigured ? 'set by configuration' : 'made at the first start',
            note: 'It is kept as a hash and never shown.',
          },
          { name: 'A login lasts', value: `${own.sessionHours} h` },
        ],
      },
      {
        title: 'Services',
        rows: instances === null ? [{ name: 'All', value: UNKNOWN, note: 'NATS does not answer.' }] : versions(known),
      },
    ],
  };
};
