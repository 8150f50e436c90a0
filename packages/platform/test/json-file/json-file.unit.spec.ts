import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ParsedJson, parseJson, readJsonFolder } from '../../src/json-file/index.ts';

const parsed = (text: string): ParsedJson => {
  const result = parseJson(text);
  if (result.kind !== 'parsed') throw new Error(result.message);
  return result;
};

describe('JSON that a person wrote', () => {
  const text = `{
  // how it acts
  "weights": { "post": 1.2,
               "like": 0.4, },
  "days": [
    1,
    9
  ]
}`;

  it('may hold comments and trailing commas', () => {
    expect(parsed(text).value).toEqual({ weights: { post: 1.2, like: 0.4 }, days: [1, 9] });
  });

  it('knows the line of each value, and of what is around one that is not there', () => {
    const { lineOf } = parsed(text);
    expect(lineOf([])).toBe(1);
    expect(lineOf(['weights', 'post'])).toBe(3);
    expect(lineOf(['weights', 'like'])).toBe(4);
    expect(lineOf(['days', 1])).toBe(7);
    expect(lineOf(['weights', 'comment'])).toBe(3);
    expect(lineOf(['voice'])).toBe(1);
  });

  it.each([
    ['{\n "a": 1,\n "b": nope\n}', 3, 'is not JSON: invalid symbol'],
    ['{ "a": 1', 1, 'is not JSON: close brace expected'],
    ['', 1, 'is not JSON: value expected'],
    ['[1]\n[2]', 2, 'is not JSON: end of file expected'],
  ])('that is none is told with its line: %j', (wrong, line, message) => {
    expect(parseJson(wrong)).toEqual({ kind: 'malformed', line, message });
  });
});

describe('a folder of files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fleet-json-'));
    writeFileSync(join(folder, 'b.json'), '{}');
    writeFileSync(join(folder, 'a.json'), ' '.repeat(70_000));
    writeFileSync(join(folder, 'readme.txt'), 'not one');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read by name; one that is too large is told and not read', async () => {
    expect(await readJsonFolder(folder)).toEqual([
      {
        kind: 'unreadable',
        path: join(folder, 'a.json'),
        name: 'a.json',
        message: expect.stringContaining('70000 bytes'),
      },
      { kind: 'text', path: join(folder, 'b.json'), name: 'b.json', text: '{}' },
    ]);
  });

  it('that is not there is null', async () => {
    expect(await readJsonFolder(join(folder, 'nowhere'))).toBeNull();
  });
});
