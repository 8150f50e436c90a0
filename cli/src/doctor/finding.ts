/** What the doctor says of one part. A warning does not keep a fleet from running. */
export type Finding = {
  readonly part: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly message: string;
  /** What to do; always there when it is not ok. */
  readonly fix: string | null;
};

export const ok = (part: string, message: string): Finding => ({ part, state: 'ok', message, fix: null });
export const warning = (part: string, message: string, fix: string): Finding => ({
  part,
  state: 'warning',
  message,
  fix,
});
export const failed = (part: string, message: string, fix: string): Finding => ({
  part,
  state: 'failed',
  message,
  fix,
});

/** The reason inside what fetch and the drivers throw. */
export const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  return (cause.message || code || cause.name).slice(0, 200);
};
