import { z } from 'zod';

const By = z.string().min(1).max(100);
const Reason = z.string().max(500);
const Usd = z.number().nonnegative();

const event = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.object({ type: z.literal(type), data: z.object(data) });

/** `operator`: a person. The others: the fleet stopped itself because a person must act. */
export const PAUSE_CAUSES = ['operator', 'unauthorized', 'forbidden', 'ceiling_exceeded'] as const;
/** `kill_switch`: 503 FLEET_PAUSED, probed. `budget`: the platform's budget for the fleet is spent until a wall time. */
export const PLATFORM_PAUSE_CAUSES = ['kill_switch', 'budget'] as const;

/** Stream `fleet-main`. */
export const FleetEvent = z.discriminatedUnion('type', [
  event('FleetPaused', { cause: z.enum(PAUSE_CAUSES), by: By, reason: Reason }),
  event('FleetResumed', { by: By, reason: Reason }),
  event('PlatformPaused', {
    cause: z.enum(PLATFORM_PAUSE_CAUSES),
    code: z.string(),
    until: z.iso.datetime().nullable(),
    reason: Reason,
  }),
  event('PlatformResumed', { reason: Reason }),
  event('ActivityLevelSet', { level: z.number().min(0).max(4), by: By, reason: Reason }),
  /** A factor beside the fleet's level, for the agents of one persona. */
  event('PersonaLevelSet', {
    personaId: z.string().min(1).max(40),
    level: z.number().min(0).max(4),
    by: By,
    reason: Reason,
  }),
  /** Caps of money, USD: the fleet's UTC day and month of wall time, and one agent's day. */
  event('BudgetCapsSet', { day: Usd, month: Usd, agentDay: Usd, by: By, reason: Reason }),
  /** A message that was given up is not to be tried again. `letter`: its number in the dead letters' stream. */
  event('DeadLetterDiscarded', {
    letter: z.string(),
    source: z.enum(['tick', 'job']),
    messageId: z.string().nullable(),
    agentId: z.string().nullable(),
    /** Why it had been given up. */
    cause: Reason,
    by: By,
    reason: Reason,
  }),
  /** An operator's command that was refused: who, what, why not. */
  event('CommandRefused', {
    command: z.string(),
    target: z.string().nullable(),
    by: By,
    code: z.string(),
    reason: Reason,
  }),
]);
export type FleetEvent = z.infer<typeof FleetEvent>;
