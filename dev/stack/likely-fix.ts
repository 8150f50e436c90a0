/** What a person would try first, by what the last lines of a stopped process say. */
const FIXES: readonly (readonly [RegExp, string])[] = [
  [/EADDRINUSE|address already in use/i, 'another program has its port: end it, or start with another --port-base'],
  [/ENOSPC|No space left/i, 'the disk is full: make room, or `npm run reset` to delete the local data'],
  [
    /heap out of memory|ENOMEM|Cannot allocate memory/i,
    'the machine ran out of memory: close something, or seed fewer agents',
  ],
  [
    /password authentication failed|Authorization Violation|AUTHENTICATION/i,
    'the credentials do not fit the data folder: `npm run reset` makes new ones',
  ],
  [
    /could not access file|invalid page|corrupt|incompatible with server/i,
    'the local data is damaged or from another version: `npm run reset` deletes it',
  ],
  [/EACCES|permission denied/i, 'a file or folder is not accessible to this user: check who owns the data folder'],
  [/ECONNREFUSED/i, 'a part it needs does not answer yet: it tries again by itself'],
  [
    /ERR_MODULE_NOT_FOUND|Cannot find module/i,
    'packages are missing: delete node_modules/.fleet-installed and start again',
  ],
];

export const likelyFix = (lines: readonly string[]): string => {
  const text = lines.join('\n');
  return (
    FIXES.find(([pattern]) => pattern.test(text))?.[1] ?? 'read its log (named above); it is started again by itself'
  );
};
