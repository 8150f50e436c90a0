import type { Fields } from './answers.ts';

/** What the gateway would not take of an agent's form, as far as specs try it. */
export const wrongIn = (given: Readonly<Record<string, unknown>>): Fields => {
  const errors: Fields = [];
  if (typeof given.name === 'string' && given.name.trim() === '')
    errors.push({ field: 'name', message: 'must not be empty' });
  if (Number(given.minIntervalS) < 5) errors.push({ field: 'minIntervalS', message: 'must be at least 5 s' });
  const schedule = given.schedule as { timezone?: string } | undefined;
  if (schedule?.timezone === 'Mars/Olympus')
    errors.push({ field: 'schedule.timezone', message: 'must be an IANA time zone such as Europe/Berlin' });
  return errors;
};

export const wrongUsername = (username: string): Fields =>
  /^[a-z0-9_]{3,30}$/.test(username)
    ? []
    : [{ field: 'username', message: 'must be 3 to 30 characters of a-z, 0-9 and _' }];
