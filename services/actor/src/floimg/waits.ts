const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The longest sleep the fleet accepts, whatever the platform says. */
export const MAX_SLEEP_MS = 32 * 24 * HOUR_MS;
const MAX_RETRY_AFTER_MS = HOUR_MS;
const DEFAULT_RETRY_AFTER_MS = 30_000;

/**
 * When a limit ends, in wall ms. Missing or unreadable: in an hour. In the past: in a minute. At most 32 days ahead.
 */
export const limitEndsAt = (resetAt: unknown, nowWallMs: number): number => {
  const at = typeof resetAt === 'string' && resetAt.length <= 64 ? Date.parse(resetAt) : Number.NaN;
  if (Number.isNaN(at)) return nowWallMs + HOUR_MS;
  if (at <= nowWallMs) return nowWallMs + MINUTE_MS;
  return Math.min(at, nowWallMs + MAX_SLEEP_MS);
};

/** `Retry-After` in seconds or as a date; between one second and one hour, 30 s where it says nothing readable. */
export const retryAfterMs = (header: string | string[] | undefined, nowWallMs: number): number => {
  if (typeof header !== 'string' || header.trim() === '' || header.length > 64) return DEFAULT_RETRY_AFTER_MS;
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) : Number.NaN;
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - nowWallMs : seconds * 1_000;
  if (Number.isNaN(waitMs)) return DEFAULT_RETRY_AFTER_MS;
  return Math.min(Math.max(waitMs, 1_000), MAX_RETRY_AFTER_MS);
};

/** The platform's clock minus ours in ms, from the `Date` header (whole seconds); null when absent or unreadable. */
export const clockSkewMs = (header: string | string[] | undefined, nowWallMs: number): number | null => {
  if (typeof header !== 'string') return null;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : at - nowWallMs;
};
