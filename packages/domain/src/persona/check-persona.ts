import type { z } from 'zod';
import type { FieldError } from '../decision.ts';
import { Persona } from './persona-events.ts';

/** What the schema alone cannot say: bounds in order, something to do, and room in one request. */
const asWhole = (persona: Persona, context: z.RefinementCtx<Persona>) => {
  const { minIntervalS, maxIntervalS } = persona;
  if (minIntervalS > maxIntervalS)
    context.addIssue({
      code: 'custom',
      path: ['minIntervalS'],
      message: `must be at most maxIntervalS, ${maxIntervalS}`,
    });
};

/** A persona as somebody gives it, in a file or by the API. Events hold the plain `Persona`, which never gets stricter. */
export const PersonaDefinition = Persona.superRefine(asWhole);

export type CheckedPersona =
  | { readonly kind: 'valid'; readonly persona: Persona }
  | { readonly kind: 'invalid'; readonly problems: readonly PersonaProblem[] };
/** `path`: where in the value, for whoever knows in which line that is. */
export type PersonaProblem = FieldError & { readonly path: readonly (string | number)[] };

const LONGEST_SHOWN = 60;

/** The value as a person wrote it, cut off where it is long; null where there is none to show. */
const shown = (value: unknown): string | null => {
  if (value === undefined) return null;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
};

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      inner !== null && typeof inner === 'object' ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );

const problemOf = (issue: z.core.$ZodIssue, value: unknown): readonly PersonaProblem[] => {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const fieldOf = (keys: readonly (string | number)[]) => keys.join('.') || 'persona';
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      field: fieldOf([...path, key]),
      message: 'is not a field of a persona: take it out, or look whether it is misspelt',
    }));
  const given = shown(at(value, issue.path));
  const missing = given === null;
  const message = missing ? `is missing: ${issue.message}` : `is ${given}: ${issue.message}`;
  return [{ path, field: fieldOf(path), message }];
};

/** Whether a value is a persona; else every wrong field with its value and what is allowed there. */
export const checkPersona = (value: unknown): CheckedPersona => {
  const parsed = PersonaDefinition.safeParse(value);
  if (parsed.success) return { kind: 'valid', persona: parsed.data };
  return { kind: 'invalid', problems: parsed.error.issues.flatMap((issue) => problemOf(issue, value)) };
};
