import { EffectView } from '@fleet/domain/read-models/effect';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { keepFor } from '../http/keep-for.ts';
import { invalid } from '../http/problem.ts';
import { readDiversity } from '../read/diversity.ts';
import { EFFECT_RANGE_MAX_MS, type EffectRange, effectRange, readEffect } from '../read/effect.ts';
import type { Head } from '../read/head.ts';
import type { ReadDb } from '../read/tables.ts';
import { MinPosition } from './query.ts';
import { awaitPosition } from './respond.ts';

const Moment = z.iso.datetime({ offset: true });
const DAY_MS = 86_400_000;
/** Nobody sees a thousand texts change their ways within a minute, and reading them costs more than all the rest. */
const DIVERSITY_KEPT_MS = 60_000;
const DIVERSITIES_KEPT = 20;

export const effectRoutes = (
  app: FastifyInstance,
  { db, head, clock }: { readonly db: ReadDb; readonly head: Head; readonly clock: Clock },
) => {
  const { monotonicNow } = clock;
  const diversityIn = keepFor((range: EffectRange) => readDiversity(db, range), {
    ...{ ms: DIVERSITY_KEPT_MS, answers: DIVERSITIES_KEPT, monotonicNow },
  });
  app.withTypeProvider<ZodTypeProvider>().get(
    '/effect',
    {
      schema: {
        tags: ['activity'],
        summary: 'What people and agents did, side by side; the last 24 hours unless told',
        description:
          'By hours, or by UTC days for more than 14 days and for what is older than 90. The range is widened to whole ones.',
        querystring: z.strictObject({
          from: Moment.optional().describe('Wall clock, inclusive.'),
          to: Moment.optional().describe('Wall clock, exclusive.'),
          minPosition: MinPosition,
        }),
        response: { 200: EffectView },
      },
    },
    async (request, reply) => {
      const now = clock.wallNow();
      const to = request.query.to === undefined ? now : Date.parse(request.query.to);
      const from = request.query.from === undefined ? to - DAY_MS : Date.parse(request.query.from);
      const refuse = (message: string) => invalid('The query is not valid.', [{ field: 'from', message }]);
      if (from >= to) throw refuse('must be before to');
      if (to - from > EFFECT_RANGE_MAX_MS) throw refuse('must be within 400 days of to');
      await awaitPosition(head, request.query.minPosition, reply);
      return readEffect(db, effectRange(from, to, now), diversityIn);
    },
  );
};
