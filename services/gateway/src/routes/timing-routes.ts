import { TimingView } from '@fleet/domain/read-models/timing';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { keepFor } from '../http/keep-for.ts';
import { plannedWeek } from '../read/planned-week.ts';
import type { ReadDb } from '../read/tables.ts';
import { actualWeek, burstinessOfAgents, gapHistogram } from '../read/timing.ts';

export type TimingRouteDeps = {
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly fleetSeed: string;
};

const DAY_MS = 86_400_000;
/** An answer is kept so long: nobody sees a week's pattern change within a minute. */
const KEEP_MS = 60_000;
const KEPT_ANSWERS = 50;

const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
const Query = z.strictObject({
  tz: z
    .string()
    .max(60)
    .refine(isZone, 'must be an IANA time zone, like Europe/London')
    .default('UTC')
    .describe('The zone that weekdays and hours are of.'),
  days: z.coerce.number().int().min(1).max(90).default(28).describe('Days of fleet time to look back.'),
  persona: z.string().max(40).optional().describe('One persona alone.'),
});

export const timingRoutes = (app: FastifyInstance, { db, clock, fleetSeed }: TimingRouteDeps) => {
  const look = async ({ tz: timeZone, days, persona }: z.infer<typeof Query>): Promise<TimingView> => {
    const toMs = Math.floor(clock.fleetNow());
    const fleet = await db
      .selectFrom('fleet')
      .select(['activity_level', 'persona_levels'])
      .where('id', '=', 'main')
      .executeTakeFirst();
    const levels = { fleet: fleet?.activity_level ?? 1, personas: fleet?.persona_levels ?? {} };
    const plan = { timeZone, persona, levels, fromMs: toMs };
    const [{ fromMs, ...done }, gaps, burstiness, planned] = await Promise.all([
      actualWeek(db, timeZone, { fromMs: toMs - days * DAY_MS, toMs, persona }),
      gapHistogram(db, persona),
      burstinessOfAgents(db, persona),
      plannedWeek({ db, fleetSeed, monotonicNow: clock.monotonicNow }, plan),
    ]);
    const range = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
    return { timeZone, ...range, ...planned, ...done, gaps, burstiness };
  };
  const kept = keepFor(look, { ms: KEEP_MS, answers: KEPT_ANSWERS, monotonicNow: clock.monotonicNow });

  app.withTypeProvider<ZodTypeProvider>().get(
    '/timing',
    {
      schema: {
        tags: ['timing'],
        summary: 'Planned and actual activity by weekday and hour, gaps between actions, burstiness',
        description:
          'Actual activity is of the last `days` of fleet time, gaps and burstiness of everything that is known. An ' +
          'answer may be a minute old.',
        querystring: Query,
        response: { 200: TimingView },
      },
    },
    (request) => kept(request.query),
  );
};
