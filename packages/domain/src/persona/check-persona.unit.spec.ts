import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createBlocklist } from '../content/blocklist.ts';
import { judgeForm, judgeHuman } from '../content/guardrail.ts';
import { BUILT_IN_PERSONAS } from './catalogue.ts';
import { checkPersona } from './check-persona.ts';
import { checkPersonaFiles, fileTextOf, type PersonaFile, sentenceOf } from './persona-files.ts';

const base = BUILT_IN_PERSONAS[0] ?? expect.fail();
const problemsOf = (value: unknown) => {
  const checked = checkPersona(value);
  return checked.kind === 'valid' ? [] : checked.problems.map(({ field, message }) => `${field} ${message}`);
};

describe('a persona that somebody gives', () => {
  test.each([
    [{ ...base, weights: { ...base.weights, post: 1.2 } }, 'weights.post is 1.2: must be at most 1'],
    [
      { ...base, schedule: { ...base.schedule, timezone: 'Mars/Olympus' } },
      'schedule.timezone is "Mars/Olympus": must be an IANA time zone such as Europe/Berlin',
    ],
    [{ ...base, minIntervalS: 400 }, 'minIntervalS is 400: must be at most maxIntervalS, 300'],
    [{ ...base, minIntervalS: 4 }, 'minIntervalS is 4: must be at least 5 s'],
    [
      { ...base, bank: { captions: [], imagePrompts: ['a mug'] } },
      'bank.captions is []: is empty: give at least 1 caption, or leave it out',
    ],
    [
      { ...base, bank: { captions: ['Lit.'], imagePrompts: [] } },
      'bank.imagePrompts is []: is empty: give at least 1 image prompt, or leave it out',
    ],
    [{ ...base, names: [] }, 'names is []: is empty: give at least one name'],
    [{ ...base, handles: [] }, 'handles is []: is empty: give at least one handle'],
    [{ ...base, handles: ['No Spaces'] }, 'handles.0 is "No Spaces": must be 2 to 16 characters of a-z, 0-9 and _'],
    [{ ...base, nameTemplates: ['{last}'] }, 'nameTemplates.0 is "{last}": must hold {first}'],
    [
      { ...base, nameTemplates: ['{first} {middle}'] },
      'nameTemplates.0 is "{first} {middle}": may hold {first} and {last} alone',
    ],
    [{ ...base, id: 'Ai Artist' }, 'id is "Ai Artist": must be 2 to 40 characters of a-z, 0-9 and _, a letter first'],
    [{ ...base, hodl: true }, 'hodl is not a field of a persona: take it out, or look whether it is misspelt'],
    [
      { ...base, weights: { ...base.weights, share: 1 } },
      'weights.share is not a field of a persona: take it out, or look whether it is misspelt',
    ],
  ])('names the wrong field, its value and what is allowed (%#)', (wrong, sentence) => {
    expect(problemsOf(wrong)).toEqual([sentence]);
  });

  test('names every wrong field at once, and one that is missing', () => {
    const { vibe: _, ...rest } = base;
    const problems = problemsOf({ ...rest, weight: -1, schedule: { ...base.schedule, activeDays: [7] } });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toMatch(/vibe is missing: /);
    expect(problems.join('\n')).toMatch(/weight is -1: must be at least 0/);
    expect(problems.join('\n')).toMatch(/schedule\.activeDays\.0 is 7: /);
  });

  test.each([null, 'a persona', 3, [], undefined])('that is none at all is told so: %j', (value) => {
    expect(problemsOf(value)).toHaveLength(1);
  });

  test('does without what came later, and is the same', () => {
    const { voice: _voice, examples: _examples, nameTemplates: _templates, ...before } = base;
    expect(checkPersona(before)).toEqual({ kind: 'valid', persona: before });
  });
});

describe('persona files', () => {
  const parsed = (name: string, value: unknown): PersonaFile => ({
    ...{ name, kind: 'parsed', value },
    lineOf: (path) => 10 + path.length,
  });

  test('give the personas that are well formed, and file, line, field, value and fix for the rest', () => {
    const { personas, problems } = checkPersonaFiles([
      parsed(`${base.id}.json`, base),
      parsed('other.json', { ...base, id: 'other', weights: { ...base.weights, like: 3 } }),
      parsed('misnamed.json', { ...base, id: 'renamed' }),
      { name: 'broken.json', kind: 'malformed', line: 4, message: 'is not JSON: comma expected' },
    ]);
    expect(personas).toEqual([base]);
    expect(problems.map(sentenceOf)).toEqual([
      'other.json:12: weights.like is 3: must be at most 1',
      'misnamed.json:11: id is "renamed": the file has to be called renamed.json, or the id changed',
      'broken.json:4: is not JSON: comma expected',
    ]);
  });

  test('of the checkout are the built-in personas; `fleet persona export --built-in` writes them', () => {
    const folder = join(import.meta.dirname, '../../../../personas');
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(BUILT_IN_PERSONAS.map(({ id }) => `${id}.json`).sort());
    for (const persona of BUILT_IN_PERSONAS) {
      const text = readFileSync(join(folder, `${persona.id}.json`), 'utf8');
      expect(text, persona.id).toBe(fileTextOf(persona));
      expect(JSON.parse(text), persona.id).toEqual(persona);
    }
  });

  test('read as they were written, whatever a persona holds', () => {
    const odd = { ...base, voice: 'says "so"\n', examples: ['a, b', 'c'], hold: true, interests: [] };
    expect(JSON.parse(fileTextOf(odd))).toEqual(odd);
  });
});

describe('the built-in personas', () => {
  test('each have a voice, examples that pass the guardrail and name templates of their own', () => {
    const blocklist = createBlocklist();
    const examples = BUILT_IN_PERSONAS.flatMap(({ examples: own = [] }) => own);
    expect(new Set(examples).size).toBe(examples.length);
    for (const { id, voice, examples: own = [], nameTemplates = [], hold } of BUILT_IN_PERSONAS) {
      expect(voice?.length, id).toBeGreaterThan(60);
      expect(own.length, id).toBeGreaterThanOrEqual(4);
      for (const caption of own) {
        const text = { kind: 'post', imagePrompt: 'A lamp.', title: 'Lamp', caption } as const;
        const failed = [...judgeForm(text, blocklist), ...judgeHuman(text)].filter(({ ok }) => !ok);
        expect(failed, caption).toEqual([]);
      }
      expect(nameTemplates.length, id).toBeGreaterThanOrEqual(3);
      expect(hold, id).toBeUndefined();
    }
  });
});
