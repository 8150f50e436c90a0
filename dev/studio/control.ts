import { z } from 'zod';
import type { SettingStore } from './store/settings.ts';

const share = z.number().min(0).max(1);
const resetAt = z.union([z.enum(['valid', 'past', 'far', 'garbage', 'missing']), z.iso.datetime()]).default('valid');
const limit = z.strictObject({ limit: z.number().int().min(0), resetAt }).nullable();

/** What a fault does to a matching call. With `applied`, the call takes effect first and only its answer suffers. */
const fault = z.strictObject({
  kind: z.enum(['status', 'html', 'wrongTypes', 'empty', 'truncated', 'reset', 'hang', 'hugeComment', 'manyComments']),
  /** `POST /api/showcase/:id/like`, the same without its method, or `*`. */
  route: z.string().min(1).default('*'),
  agent: z.string().optional(),
  status: z.number().int().min(200).max(599).optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  applied: z.boolean().default(false),
  /** Size of a huge comment, or how many comments. */
  amount: z.number().int().min(1).max(20_000_000).optional(),
  times: z.number().int().min(1).max(1_000_000).default(1),
});
export type Fault = z.infer<typeof fault>;

const settings = z.strictObject({
  /** The kill switch: 503 FLEET_PAUSED for everything, or for writes alone. */
  paused: z.enum(['off', 'writes', 'all']),
  unauthorized: z.boolean(),
  forbiddenAgents: z.array(z.string()).max(1_000),
  fleetDaily: limit,
  fleetMonthly: limit,
  agentDaily: limit,
  agentMonthly: limit,
  /** Calls of the fleet per minute. */
  rateLimit: z
    .strictObject({ perMinute: z.number().int().min(0), retryAfterSeconds: z.number().min(0).max(86_400) })
    .nullable(),
  faults: z.array(fault).max(1_000),
  latencyMs: z.number().min(0).max(600_000),
  /** This share of writes loses its answer at once, and is applied `delayMs` later. */
  landLate: z.strictObject({ share, delayMs: z.number().min(0).max(600_000) }).nullable(),
  nullUsers: share,
  fillIsLiked: z.boolean(),
  humansPerHour: z.number().min(0).max(3_600),
});
export type ControlSettings = z.infer<typeof settings>;
export type Limit = NonNullable<ControlSettings['fleetDaily']>;

/** A change names what it changes; `paused` may be true or false, and `humansAct` makes people do things now. */
const change = settings
  .extend({
    paused: z.union([z.boolean().transform((on) => (on ? ('all' as const) : ('off' as const))), settings.shape.paused]),
  })
  .partial()
  .extend({ addFaults: z.array(fault).max(1_000).optional(), humansAct: z.number().int().min(1).max(500).optional() });
export type ControlChange = z.infer<typeof change>;

export const readChange = (body: unknown) => change.safeParse(body);

const settingName = 'control';

/** The switches of the test surface. They outlive a restart, as a platform's would. */
export function controlState(
  store: SettingStore,
  initial: Pick<ControlSettings, 'nullUsers' | 'fillIsLiked' | 'humansPerHour'>,
) {
  const fresh: ControlSettings = {
    paused: 'off',
    unauthorized: false,
    forbiddenAgents: [],
    fleetDaily: null,
    fleetMonthly: null,
    agentDaily: null,
    agentMonthly: null,
    rateLimit: null,
    faults: [],
    latencyMs: 0,
    landLate: null,
    ...initial,
  };
  const stored = settings.partial().safeParse(store.get(settingName) ?? {});
  let current: ControlSettings = { ...fresh, ...(stored.success ? (stored.data as Partial<ControlSettings>) : {}) };
  let lateDebt = 0;

  const put = (next: ControlSettings) => {
    current = next;
    const { nullUsers, fillIsLiked, humansPerHour, ...kept } = next;
    store.set(settingName, kept);
  };
  return {
    get: (): ControlSettings => current,
    change(wanted: ControlChange): void {
      const { addFaults, humansAct: _, ...named } = wanted;
      const faults = [...(named.faults ?? current.faults), ...(addFaults ?? [])];
      put({ ...current, ...(named as Partial<ControlSettings>), faults });
    },
    reset(): void {
      put(fresh);
    },
    /** The first fault set for this call, used up by one. */
    takeFault(call: { method: string; route: string; agent: string | null }): Fault | null {
      const index = current.faults.findIndex(
        (f) =>
          (f.route === '*' || f.route === call.route || f.route === `${call.method} ${call.route}`) &&
          (f.agent === undefined || f.agent === call.agent),
      );
      const found = current.faults[index];
      if (found === undefined) return null;
      const rest = found.times > 1 ? [{ ...found, times: found.times - 1 }] : [];
      put({ ...current, faults: current.faults.toSpliced(index, 1, ...rest) });
      return found;
    },
    /** Whether this write lands late: evenly spread, the same in every run. */
    takeLate(): number | null {
      if (current.landLate === null) return null;
      lateDebt += current.landLate.share;
      if (lateDebt < 1 - 1e-9) return null;
      lateDebt -= 1;
      return current.landLate.delayMs;
    },
  };
}

export type Control = ReturnType<typeof controlState>;
