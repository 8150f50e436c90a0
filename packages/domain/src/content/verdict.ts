import { z } from 'zod';

/** What one check of the guardrail said of one text; `check` is `<field>-<what it keeps out>`, or the check alone. */
export const Verdict = z.object({ check: z.string(), ok: z.boolean(), note: z.string().optional() });
export type Verdict = z.infer<typeof Verdict>;

/** The words did not pass, mended or not, and there was no other text to take: how such an attempt fails. */
export const GUARDRAIL = 'guardrail';

export const verdict = (check: string, ok: boolean, note: string): Verdict =>
  ok ? { check, ok } : { check, ok, note };

/** Why something did not pass, in one bounded line; empty when all passed. */
export const problemsOf = (verdicts: readonly Verdict[]): string =>
  verdicts
    .filter(({ ok }) => !ok)
    .map(({ check, note }) => `${check}${note === undefined ? '' : ` (${note})`}`)
    .join(', ')
    .slice(0, 500);
