import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HttpProblem } from '../src/http/problem.ts';
import { decodeCursor, encodeCursor } from '../src/read/cursor.ts';

const any = { isKey: () => true, isId: () => true };
const words = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('\0'));

describe('a cursor', () => {
  it('comes back as the place it was made of', () => {
    fc.assert(
      fc.property(words, words, words, (sort, key, id) => {
        const cursor = encodeCursor({ sort, key, id });
        if (cursor.length <= 600) expect(decodeCursor(cursor, sort, any)).toEqual({ sort, key, id });
      }),
    );
  });

  it('that was not made here, or for another order, is refused with 400 and what to do', () => {
    const made = fc.jsonValue().map((json) => Buffer.from(JSON.stringify(json)).toString('base64url'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), made, fc.base64String()), (cursor) => {
        try {
          decodeCursor(cursor, 'no sort at all', { isKey: () => false, isId: () => false });
          expect.fail('it was taken');
        } catch (error) {
          if (!(error instanceof HttpProblem)) throw error;
          expect(error).toMatchObject({ status: 400, code: 'malformed_cursor' });
        }
      }),
      { numRuns: 500 },
    );
  });
});
