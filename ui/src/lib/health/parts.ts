import type { System } from '@fleet/domain/read-models/system';

type Service = NonNullable<System['services']>[number];

const names: Readonly<Record<string, string>> = {
  nats: 'NATS',
  llm: 'Language model',
  budget: 'Budget ledger',
  studio: 'FloImg Studio',
};

/** "fleet-actor" → "Actor". */
export const partName = (name: string) => {
  const bare = name.replace(/^fleet-/, '');
  return names[bare] ?? (bare.charAt(0).toUpperCase() + bare.slice(1)).replaceAll('_', ' ');
};

/** What a fleet is made of: one of each must answer. */
const needed = ['fleet-scheduler', 'fleet-actor', 'fleet-projector', 'fleet-gateway'];

export const missingOf = (services: readonly Service[]) =>
  needed.filter((name) => !services.some((service) => service.name === name));

/** Every version that runs, of all services or one, in order. */
export const versionsOf = (services: readonly Service[], name?: string): string[] =>
  [...new Set(services.flatMap((service) => (!name || service.name === name ? [service.version] : [])))].toSorted();

/** The parts that an instance cannot call now, by their names. */
export const downOf = (breakers: System['breakers'], id: string): string[] =>
  (breakers ?? []).flatMap(({ part, instances }) =>
    instances.some((one) => one.id === id && one.state !== 'closed') ? [partName(part)] : [],
  );

const streams: Readonly<Record<string, string>> = {
  FLEET_TICKS: 'Ticks',
  FLEET_JOBS: 'Jobs',
  FLEET_DEAD: 'Given up',
  FLEET_EVENTS: 'Events',
};
export const streamName = (name: string) => streams[name] ?? name;

/** All that is stored and its growth; null where a part of it is not known. */
export const storedOf = ({ database, jetStream }: Pick<System, 'database' | 'jetStream'>) => {
  const parts = [
    { bytes: database.sizeBytes, growth: database.growthBytesPerDay },
    ...(jetStream ?? [{ bytes: null, growthBytesPerDay: null }]).map((one) => ({
      bytes: one.bytes,
      growth: one.growthBytesPerDay,
    })),
  ];
  const sum = (values: (number | null)[]) =>
    values.reduce((all: number | null, one) => (all === null || one === null ? null : all + one), 0);
  return { bytes: sum(parts.map((one) => one.bytes)), growth: sum(parts.map((one) => one.growth)) };
};
