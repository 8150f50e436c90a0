import { PersonaDefinition } from '@fleet/domain/persona/check-persona';
import type { Preset, RhythmModel } from '@fleet/domain/persona/seeding';
import { type Fleet, page } from '@fleet/domain/read-models/api';
import {
  Adoption,
  PersonaCommandResult,
  PersonaDetail,
  PersonaLevelResult,
  PersonaPreview,
  PersonaSummary,
} from '@fleet/domain/read-models/personas';
import { levelOf } from '@fleet/domain/timing/level';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { inTime } from '../access/deadline.ts';
import type { Adoptions } from '../command/adoptions.ts';
import type { CommandDeps } from '../command/execute.ts';
import type { FleetCommands } from '../command/fleet-commands.ts';
import { type PersonaHistory, type RunPersonaCommand, readHistory } from '../command/personas.ts';
import { invalid, notFound } from '../http/problem.ts';
import type { Head } from '../read/head.ts';
import { previewOf } from '../read/persona-preview.ts';
import { listPersonas, personaCounts, summaryOf } from '../read/personas.ts';
import type { ReadDb } from '../read/tables.ts';
import { Id, MinPosition, Reason } from './query.ts';
import { awaitPosition, orderOf, refusedProblem } from './respond.ts';

export type PersonaRouteDeps = {
  readonly db: ReadDb;
  readonly head: Head;
  readonly clock: Clock;
  readonly commands: Pick<CommandDeps, 'store' | 'warn'>;
  readonly persona: RunPersonaCommand;
  readonly adoptions: Adoptions;
  readonly fleet: FleetCommands;
  readonly readFleet: () => Promise<Fleet>;
  readonly fleetSeed: string;
  readonly preset: Preset;
  readonly rhythm: RhythmModel | undefined;
};

const tags = ['personas'];
const VERSIONS_SHOWN = 20;
const PREVIEW_AGENTS_MOST = 100;
const PREVIEW_AGENT_DAYS_MOST = 200;
const PersonaId = z.object({ id: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/) });
const Published = z.strictObject({ persona: PersonaDefinition, reason: Reason });
const Changed = Published.extend({
  expectedVersion: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('As read; or the header If-Match. Another one is a 409.'),
});
const NO_COUNTS = { agents: 0, agentsBehind: 0, activityLevel: 1 };

/** `If-Match: "3"`, or `3`. */
const ifMatch = ({ headers }: FastifyRequest): number | undefined => {
  const given = headers['if-match'];
  if (given === undefined || given === '*') return undefined;
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(given)?.[1];
  if (version !== undefined) return Number(version);
  const message = `is ${given.slice(0, 60)}: must be the version that was read, like "3"`;
  throw invalid('The If-Match header is not valid.', [{ field: 'If-Match', message }]);
};

/** Reading, publishing and retiring personas, their activity, and what becomes of their agents. */
export const personaRoutes = (app: FastifyInstance, deps: PersonaRouteDeps) => {
  const { db, head, clock, commands, persona: run, adoptions, fleet, readFleet } = deps;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  const historyOf = async (id: string): Promise<PersonaHistory> => {
    const history = await readHistory(commands, id, VERSIONS_SHOWN);
    if (!history) throw notFound('persona', id);
    return history;
  };
  /** What the event store says, and who is of it as far as the read model knows. */
  const detailOf = async ({ version, persona, retired, versions }: PersonaHistory): Promise<PersonaDetail> => {
    const counts = await inTime(personaCounts(db, persona.id, version)).catch(() => NO_COUNTS);
    return { ...summaryOf(persona, { version, retired, counts }), persona, versions: [...versions] };
  };
  const command = async (
    name: string,
    id: string,
    what: Parameters<RunPersonaCommand>[1],
    request: FastifyRequest,
  ): Promise<PersonaCommandResult> => {
    const order = orderOf(request);
    const result = await run(id, what, order);
    if (result.kind === 'refused') {
      await fleet.refused(`persona.${name}`, id, result.refusal, order);
      throw refusedProblem(result.refusal);
    }
    const detail = await detailOf(await historyOf(id));
    return { ...detail, changed: result.changed, position: result.position.toString() };
  };

  routes.get(
    '/personas',
    {
      schema: {
        tags,
        summary: 'Personas, how many agents each has, and how active they are made',
        querystring: z.strictObject({ minPosition: MinPosition }),
        response: { 200: page(PersonaSummary) },
      },
    },
    async (request, reply) => {
      await awaitPosition(head, request.query.minPosition, reply);
      return { data: await listPersonas(db), next: null };
    },
  );

  routes.get(
    '/personas/:id',
    {
      schema: {
        tags,
        summary: 'One persona as published, with its newest versions',
        params: PersonaId,
        querystring: z.strictObject({ minPosition: MinPosition }),
        response: { 200: PersonaDetail },
      },
    },
    async (request, reply) => {
      await awaitPosition(head, request.query.minPosition, reply);
      const history = await historyOf(request.params.id);
      reply.header('etag', `"${history.version}"`);
      return detailOf(history);
    },
  );

  routes.post(
    '/personas',
    {
      schema: {
        tags,
        summary: 'Publish a persona: a new one, or the next version of one',
        description:
          'What stands already is published no second time. Agents take a version over when told: see adopt.',
        body: Published,
        response: { 200: PersonaCommandResult, 201: PersonaCommandResult },
      },
    },
    async (request, reply) => {
      const { persona, reason } = request.body;
      const order = { type: 'publish', persona, by: orderOf(request).by, reason } as const;
      const result = await command('publish', persona.id, order, request);
      reply.header('location', `/api/v1/personas/${persona.id}`);
      return reply.code(result.changed && result.version === 1 ? 201 : 200).send(result);
    },
  );

  routes.put(
    '/personas/:id',
    {
      schema: {
        tags,
        summary: 'Publish the next version of a persona that was read before',
        params: PersonaId,
        body: Changed,
        response: { 200: PersonaCommandResult },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { persona, reason, expectedVersion = ifMatch(request) } = request.body;
      if (persona.id !== id) {
        const message = `is ${JSON.stringify(persona.id)}: must be ${id}, as in the path; an id never changes`;
        throw invalid('The body is not valid.', [{ field: 'persona.id', message }]);
      }
      await historyOf(id);
      const { by } = orderOf(request);
      return command('publish', id, { type: 'publish', persona, by, reason, expectedVersion }, request);
    },
  );

  routes.patch(
    '/personas/:id',
    {
      schema: {
        tags,
        summary: 'Set how active the agents of a persona are, beside the level of the fleet',
        params: PersonaId,
        body: z.strictObject({ activityLevel: z.number().min(0).max(4), reason: Reason }),
        response: { 200: PersonaLevelResult },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { activityLevel, reason } = request.body;
      await historyOf(id);
      const order = orderOf(request);
      const result = await fleet.setPersonaLevel(id, activityLevel, reason, order);
      if (result.kind === 'done') return { id, activityLevel, position: result.result.position };
      await fleet.refused('persona.setLevel', id, result.refusal, order);
      throw refusedProblem(result.refusal);
    },
  );

  routes.post(
    '/personas/:id/retire',
    {
      schema: {
        tags,
        summary: 'No more agents are made from it; those there are stay. Publishing brings it back',
        params: PersonaId,
        body: z.strictObject({ reason: Reason }).nullish(),
        response: { 200: PersonaCommandResult },
      },
    },
    async (request) => {
      const { by } = orderOf(request);
      const reason = request.body?.reason ?? '';
      return command('retire', request.params.id, { type: 'retire', by, reason }, request);
    },
  );

  routes.post(
    '/personas/:id/adopt',
    {
      schema: {
        tags,
        summary: 'Bring the newest version to the agents that were made from older ones',
        description:
          'In the background (202, see Location). What was changed on an agent itself stays; so do its name and rhythm.',
        params: PersonaId,
        body: z.strictObject({ reason: Reason }).nullish(),
        response: { 202: Adoption },
      },
    },
    async (request, reply) => {
      const history = await historyOf(request.params.id);
      // Agents made a moment ago must be among them.
      if (!(await head.reached(head.lastWritten()))) reply.header('fleet-stale', 'true');
      const adoption = await adoptions.begin(history, request.body?.reason ?? '', orderOf(request));
      return reply.code(202).header('location', `/api/v1/adoptions/${adoption.id}`).send(adoption);
    },
  );

  routes.get(
    '/adoptions/:id',
    { schema: { tags, summary: 'How far an adoption is', params: Id, response: { 200: Adoption } } },
    async (request) => {
      const found = await adoptions.find(request.params.id);
      if (!found) throw notFound('adoption', request.params.id);
      return found;
    },
  );

  routes.post(
    '/personas/:id/preview',
    {
      schema: {
        tags,
        summary: 'The next day, or days, of some of its agents, hour by hour, computed and not lived',
        description:
          'Nothing is called, made or paid for. With a persona in the body that one, as if it were published.',
        params: PersonaId,
        body: z
          .strictObject({
            agents: z.number().int().min(1).max(PREVIEW_AGENTS_MOST).default(24),
            days: z.number().int().min(1).max(7).default(1),
            persona: PersonaDefinition.optional(),
            activityLevel: z.number().min(0).max(4).optional().describe('Instead of the present levels.'),
          })
          .refine(({ agents, days }) => agents * days <= PREVIEW_AGENT_DAYS_MOST, {
            path: ['days'],
            message: `times agents must be at most ${PREVIEW_AGENT_DAYS_MOST}`,
          })
          .nullish(),
        response: { 200: PersonaPreview },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { agents = 24, days = 1, persona: given, activityLevel } = request.body ?? {};
      const persona = given ?? (await historyOf(id)).persona;
      const { activityLevel: fleetLevel, personaLevels = {} } = await readFleet();
      const level = activityLevel ?? levelOf(fleetLevel, personaLevels, id);
      const { fleetSeed, preset, rhythm: model } = deps;
      return previewOf({ persona, agents, days, level, fleetSeed, preset, model, nowMs: clock.fleetNow() });
    },
  );
};
