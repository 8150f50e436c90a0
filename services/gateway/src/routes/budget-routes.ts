import { MAX_CAP_USD } from '@fleet/domain/budget/caps';
import { Budget, BudgetCommandResult } from '@fleet/domain/read-models/api';
import type { Clock } from '@fleet/platform/clock';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { BudgetLedger, LedgerOverview } from '../budget/ledger.ts';
import type { BudgetCommands } from '../command/budget-commands.ts';
import type { FleetCommands } from '../command/fleet-commands.ts';
import { HttpProblem } from '../http/problem.ts';
import { readBudget, TOP_AGENTS } from '../read/budget.ts';
import type { ReadDb } from '../read/tables.ts';
import { Reason } from './query.ts';
import { orderOf, refusedProblem } from './respond.ts';

export type BudgetRouteDeps = {
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly ledger: BudgetLedger;
  readonly budget: BudgetCommands;
  readonly fleet: Pick<FleetCommands, 'refused'>;
};

const tags = ['budget'];
const Usd = z.number().min(0).max(MAX_CAP_USD);
const Patch = z
  .strictObject({
    dayUsd: Usd.optional().describe('The fleet in a UTC day.'),
    monthUsd: Usd.optional().describe('The fleet in a UTC month.'),
    agentDayUsd: Usd.optional().describe('One agent in a UTC day.'),
    reason: Reason,
  })
  .refine(
    ({ dayUsd, monthUsd, agentDayUsd }) => [dayUsd, monthUsd, agentDayUsd].some((usd) => usd !== undefined),
    'names no cap: dayUsd, monthUsd or agentDayUsd',
  );

const absent = () =>
  new HttpProblem(503, 'no_ledger', 'There is no budget ledger: an actor with DATABASE_URL makes it when it starts.');

export const budgetRoutes = (app: FastifyInstance, { db, clock, ledger, budget, fleet }: BudgetRouteDeps) => {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const overview = async (): Promise<LedgerOverview> => {
    const found = await ledger.overview(TOP_AGENTS);
    if (found === null) throw absent();
    return found;
  };

  routes.get(
    '/budget',
    {
      schema: {
        tags,
        summary: 'Caps, and what is spent, held and left today and this month',
        response: { 200: Budget },
      },
    },
    async () => readBudget(db, await overview(), clock.wallNow()),
  );

  routes.patch(
    '/budget',
    {
      schema: { tags, summary: 'Set caps; those not named stay', body: Patch, response: { 200: BudgetCommandResult } },
    },
    async (request) => {
      const order = orderOf(request);
      const { dayUsd: day, monthUsd: month, agentDayUsd: agentDay, reason } = request.body;
      const answer = await budget.setCaps({ day, month, agentDay }, reason, await overview(), order);
      if (answer.kind === 'refused') {
        await fleet.refused('budget.setCaps', null, answer.refusal, order);
        throw refusedProblem(answer.refusal);
      }
      if (answer.kind === 'pending') {
        const detail = 'The caps are recorded; the ledger does not answer and goes by them as soon as it does.';
        throw new HttpProblem(503, 'ledger_unavailable', detail);
      }
      return { ...(await readBudget(db, await overview(), clock.wallNow())), position: answer.position.toString() };
    },
  );
};
