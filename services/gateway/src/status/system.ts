import type { Fleet } from '@fleet/domain/read-models/api';
import { System } from '@fleet/domain/read-models/system';
import type { ServiceInstance } from '@fleet/platform/bus';
import type { Pool } from '@fleet/platform/postgres';
import type { Check } from '@fleet/platform/telemetry';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ReadDb } from '../read/tables.ts';
import { breakersOf } from './breakers.ts';
import { poolFigures } from './database.ts';
import type { Storage } from './storage.ts';

export type SystemDeps = {
  readonly db: ReadDb;
  readonly pool: Pool;
  readonly storage: Pick<Storage, 'database' | 'jetStream'>;
  readonly wallNow: () => number;
  /** As last answered; null while the bus does not answer. */
  readonly instances: () => readonly ServiceInstance[] | null;
  readonly problems: () => readonly Fleet['problems'][number][];
  readonly ready: () => Promise<readonly Check[]>;
  readonly streams: () => number;
  readonly deadLetters: () => number | null;
};

const MAX_FIGURES = 60;
const MAX_TEXT = 100;

type Figures = NonNullable<System['services']>[number]['figures'];

/** Counts by reason are figures too, as `dropped.stale`; other lists and objects are not for reading at a glance. */
const flat = ([name, value]: [string, unknown]): [string, unknown][] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[name, value]];
  const inner = Object.entries(value);
  return inner.every(([, count]) => typeof count === 'number')
    ? inner.map(([reason, count]) => [`${name}.${reason}`, count])
    : [];
};

/** The plain figures among what an instance tells, 60 at most. */
export const figuresOf = (data: Readonly<Record<string, unknown>>): Figures => {
  const figures: Figures = {};
  for (const [name, value] of Object.entries(data).flatMap(flat).slice(0, MAX_FIGURES)) {
    if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) figures[name] = value;
    else if (typeof value === 'string') figures[name] = value.slice(0, MAX_TEXT);
  }
  return figures;
};

export const systemRoutes = (app: FastifyInstance, deps: SystemDeps) => {
  const readModel = async (): Promise<System['readModel']> => {
    const row = await deps.db.selectFrom('checkpoint').selectAll().where('name', '=', 'main').executeTakeFirst();
    if (!row) return null;
    const { position, lag_ms: lagMs, caught_up: caughtUp, updated_at: updatedAt } = row;
    return { position, lagMs, caughtUp, updatedAt: updatedAt.toISOString() };
  };
  app.withTypeProvider<ZodTypeProvider>().get(
    '/system',
    {
      schema: {
        tags: ['status'],
        summary: 'Services, versions and figures; breakers, database and streams; what the gateway needs; problems',
        response: { 200: System },
      },
    },
    async () => {
      // This page is for when something is down: it answers with what there is.
      const [checks, model] = await Promise.all([deps.ready(), readModel().catch(() => null)]);
      const instances = deps.instances();
      const services = instances?.map(({ name, id, version, started, data }) => ({
        name,
        id,
        version,
        startedAt: new Date(started).toISOString(),
        figures: figuresOf(data),
      }));
      return {
        at: new Date(deps.wallNow()).toISOString(),
        services: services?.sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)) ?? null,
        checks: checks.map(({ name, ok, message }) => ({ name, ok, message })),
        breakers: instances && breakersOf(instances),
        database: { ...deps.storage.database(), ...poolFigures(deps.pool) },
        jetStream: deps.storage.jetStream(),
        readModel: model,
        streams: deps.streams(),
        deadLetters: deps.deadLetters(),
        problems: [...deps.problems()],
      };
    },
  );
};
