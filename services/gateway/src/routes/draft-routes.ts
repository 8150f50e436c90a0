import { refused } from '@fleet/domain/decision';
import { page } from '@fleet/domain/read-models/api';
import { DRAFT_STATES, Draft } from '@fleet/domain/read-models/drafts';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RunAgentCommand } from '../command/agent-commands.ts';
import type { FleetCommands } from '../command/fleet-commands.ts';
import { notFound } from '../http/problem.ts';
import { findDraft, isDraftId, listDrafts } from '../read/drafts.ts';
import type { Head } from '../read/head.ts';
import type { ReadDb } from '../read/tables.ts';
import { Cursor, Limit, MinPosition, Reason, several } from './query.ts';
import { awaitPosition, orderOf, refusedProblem } from './respond.ts';

export type DraftRouteDeps = {
  readonly db: ReadDb;
  readonly head: Head;
  readonly clock: Clock;
  readonly agent: RunAgentCommand;
  readonly fleet: Pick<FleetCommands, 'refused'>;
};

const tags = ['drafts'];
const DraftId = z.object({ id: z.string().refine(isDraftId) });

/** Why nothing can be said about it any more, whoever asks. */
const overBecause = ({ state, reason, decidedBy }: Draft): string | null => {
  if (state === 'expired') return reason ?? 'it waited longer than 14 days';
  return state === 'rejected' && decidedBy?.startsWith('system:') ? (reason ?? 'it cannot be published') : null;
};

/** Posts of agents on hold: shown, and published on an operator's yes alone. */
export const draftRoutes = (app: FastifyInstance, { db, head, clock, agent, fleet }: DraftRouteDeps) => {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  const draftOf = async (id: string): Promise<Draft> => {
    const draft = await findDraft(db, id, clock.wallNow());
    if (!draft) throw notFound('draft', id);
    return draft;
  };

  routes.get(
    '/drafts',
    {
      schema: {
        tags,
        summary: 'Posts on hold, newest first',
        querystring: z.strictObject({
          state: several(z.enum(DRAFT_STATES)),
          persona: several(z.string()),
          agent: z.uuid().optional(),
          limit: Limit(200, 50),
          cursor: Cursor,
          minPosition: MinPosition,
        }),
        response: { 200: page(Draft) },
      },
    },
    async (request, reply) => {
      const { limit, cursor, minPosition, ...filter } = request.query;
      await awaitPosition(head, minPosition, reply);
      return listDrafts(db, filter, { limit, cursor }, clock.wallNow());
    },
  );

  routes.get(
    '/drafts/:id',
    {
      schema: {
        tags,
        summary: 'One post on hold',
        params: DraftId,
        querystring: z.strictObject({ minPosition: MinPosition }),
        response: { 200: Draft },
      },
    },
    async (request, reply) => {
      await awaitPosition(head, request.query.minPosition, reply);
      return draftOf(request.params.id);
    },
  );

  for (const verb of ['approve', 'reject'] as const)
    routes.post(
      `/drafts/:id/${verb}`,
      {
        schema: {
          tags,
          summary:
            verb === 'approve'
              ? 'Let it be published: by the next tick of its agent, at once where that runs'
              : 'Say no: it is never published',
          description: 'Saying the same again decides nothing; the first word stands.',
          params: DraftId,
          body: z.strictObject({ reason: Reason }).nullish(),
          response: { 200: Draft },
        },
      },
      async (request) => {
        const { id } = request.params;
        const order = orderOf(request);
        const reason = request.body?.reason ?? '';
        const refuse = async (refusal: ReturnType<typeof refused>) => {
          await fleet.refused(`draft.${verb}`, id, refusal, order);
          return refusedProblem(refusal);
        };
        const draft = await draftOf(id);
        const over = overBecause(draft);
        if (over !== null) throw await refuse(refused('draft_over', `cannot ${verb} the draft: ${over}`));
        const approved = verb === 'approve';
        const nowMs = clock.fleetNow();
        const command = { type: 'decideDraft', draftId: id, approved, nowMs, by: order.by, reason } as const;
        const result = await agent(draft.agentId, command, order);
        if (result.kind === 'refused') throw await refuse(result.refusal);
        if (!result.changed) return draft;
        return {
          ...draft,
          state: approved ? ('approved' as const) : ('rejected' as const),
          decidedBy: order.by,
          decidedAt: new Date(clock.wallNow()).toISOString(),
          reason: reason || null,
          position: result.position.toString(),
        };
      },
    );
};
