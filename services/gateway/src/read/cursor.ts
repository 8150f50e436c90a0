import { HttpProblem } from '../http/problem.ts';

/**
 * An opaque place in a list: the sort it belongs to, the last row's sort key as text, and its id. A cursor of another
 * sort, or one that was not made here, is refused with 400.
 */
export type Place = { readonly sort: string; readonly key: string; readonly id: string };

const MAX_CURSOR_CHARS = 600;
const malformed = (why: string) => new HttpProblem(400, 'malformed_cursor', `The cursor ${why}; begin without one.`);

export const encodeCursor = ({ sort, key, id }: Place): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');

/** Says whether texts can be this list's sort key and id, so that no cursor reaches SQL as another type. */
export type Expected = { readonly isKey: (key: string) => boolean; readonly isId: (id: string) => boolean };

export const decodeCursor = (cursor: string, sort: string, { isKey, isId }: Expected): Place => {
  if (cursor.length > MAX_CURSOR_CHARS || !/^[\w-]+$/.test(cursor)) throw malformed('is malformed');
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw malformed('is malformed');
  }
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'string'))
    throw malformed('is malformed');
  const [of = '', key = '', id = ''] = parts as string[];
  if (of !== sort) throw malformed('belongs to another sort order');
  if (!isKey(key) || !isId(id) || `${key}${id}`.includes('\0')) throw malformed('is malformed');
  return { sort: of, key, id };
};
