/** One wrong field of a command, for a person to read. */
export type FieldError = { readonly field: string; readonly message: string };

export type Refusal = {
  readonly kind: 'refused';
  readonly code: string;
  readonly reason: string;
  readonly errors?: readonly FieldError[];
};

/** What a command decides. A repeated command decides nothing: accepted, no events. */
export type Decision<E> = { readonly kind: 'accepted'; readonly events: readonly E[] } | Refusal;

export const accepted = <E>(...events: readonly E[]): Decision<E> => ({ kind: 'accepted', events });

export const refused = (code: string, reason: string, errors?: readonly FieldError[]): Refusal =>
  errors ? { kind: 'refused', code, reason, errors } : { kind: 'refused', code, reason };

/** Ends an exhaustive switch: reaching it is a bug. */
export const never = (value: never): never => {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
};
