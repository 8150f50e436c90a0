import { z } from 'zod';

export const FAULT_MODES = [
  ...(['normal', 'prose', 'empty', 'huge', 'refusal', 'hang', 'error500', 'rate-limit'] as const),
  /** Every text of the answer in German. */
  'foreign',
  /** A comment on a post that was not offered. */
  'wrong-index',
  /** Every text of the answer with a link in it. */
  'link',
] as const;

/** What `POST /__control` takes; what is left out stays as it is. */
export const ControlChange = z.strictObject({
  mode: z.enum(FAULT_MODES).optional(),
  /** The mode holds for this many chat calls, then it is normal again; null: until it is changed. */
  forNext: z.number().int().min(1).max(1_000_000).nullable().optional(),
  latencyMs: z.number().int().min(0).max(600_000).optional(),
  /** Share of chat calls that fail with 500, 0 to 1: the same calls in every run. */
  failRate: z.number().min(0).max(1).optional(),
});
export type ControlChange = z.infer<typeof ControlChange>;
export type FaultMode = (typeof FAULT_MODES)[number];

export type LoggedCall = {
  readonly at: string;
  readonly path: string;
  readonly model: string | null;
  readonly mode: FaultMode;
  readonly status: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
};

const MAX_LOGGED = 1_000;

/** Faults an operator of the test asks for, and the log of what was called. */
export const createControl = () => {
  let mode: FaultMode = 'normal';
  let forNext: number | null = null;
  let latencyMs = 0;
  let failRate = 0;
  let total = 0;
  const usage = { inputTokens: 0, outputTokens: 0 };
  const calls: LoggedCall[] = [];

  return {
    change(wanted: ControlChange): void {
      if (wanted.mode !== undefined) {
        mode = wanted.mode;
        forNext = wanted.forNext ?? null;
      } else if (wanted.forNext !== undefined) {
        forNext = wanted.forNext;
      }
      latencyMs = wanted.latencyMs ?? latencyMs;
      failRate = wanted.failRate ?? failRate;
    },
    /** The mode of the next chat call. @param draw belongs to the request, so that failures repeat */
    next(draw: number): FaultMode {
      const now = mode;
      if (now !== 'normal' && forNext !== null) {
        forNext -= 1;
        if (forNext <= 0) {
          mode = 'normal';
          forNext = null;
        }
      }
      return now === 'normal' && draw < failRate ? 'error500' : now;
    },
    latencyMs: (): number => latencyMs,
    record(call: LoggedCall): void {
      total += 1;
      usage.inputTokens += call.inputTokens;
      usage.outputTokens += call.outputTokens;
      calls.push(call);
      if (calls.length > MAX_LOGGED) calls.shift();
    },
    state: () => ({ mode, forNext, latencyMs, failRate, total, usage: { ...usage }, calls: [...calls] }),
  };
};
export type Control = ReturnType<typeof createControl>;
