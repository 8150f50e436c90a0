import { checkPersona } from './check-persona.ts';
import type { Persona } from './persona-events.ts';

/** A persona file as read: named `<id>.json`; what it holds, or why that is not JSON. Lines count from 1. */
export type PersonaFile = { readonly name: string } & (
  | {
      readonly kind: 'parsed';
      readonly value: unknown;
      lineOf(path: readonly (string | number)[]): number;
    }
  | { readonly kind: 'malformed'; readonly line: number; readonly message: string }
);

/** `field`: null where the whole file is meant. */
export type FileProblem = {
  readonly file: string;
  readonly line: number;
  readonly field: string | null;
  readonly message: string;
};

const problemsOf = (
  file: PersonaFile,
): { readonly persona: Persona | null; readonly problems: readonly FileProblem[] } => {
  const { name } = file;
  if (file.kind === 'malformed')
    return { persona: null, problems: [{ file: name, line: file.line, field: null, message: file.message }] };
  const checked = checkPersona(file.value);
  if (checked.kind === 'invalid')
    return {
      persona: null,
      problems: checked.problems.map(({ path, field, message }) => ({
        file: name,
        line: file.lineOf(path),
        field,
        message,
      })),
    };
  const { persona } = checked;
  if (name === `${persona.id}.json`) return { persona, problems: [] };
  const message = `is ${JSON.stringify(persona.id)}: the file has to be called ${persona.id}.json, or the id changed`;
  return { persona: null, problems: [{ file: name, line: file.lineOf(['id']), field: 'id', message }] };
};

/** The personas that files hold, and every wrong field of those that are none, with file, line, value and fix. */
export const checkPersonaFiles = (
  files: readonly PersonaFile[],
): { readonly personas: readonly Persona[]; readonly problems: readonly FileProblem[] } => {
  const checked = files.map(problemsOf);
  return {
    personas: checked.flatMap(({ persona }) => (persona ? [persona] : [])),
    problems: checked.flatMap(({ problems }) => problems),
  };
};

/** `ai_artist.json:12: weights.post is 1.2: must be at most 1`. */
export const sentenceOf = ({ file, line, field, message }: FileProblem): string =>
  `${file}:${line}: ${field === null ? '' : `${field} `}${message}`;

const LINE = 110;

/** A value as JSON for people: short lists on one line, long ones filled, sentences one below the other. */
const written = (value: unknown, indent: string): string => {
  const whole = JSON.stringify(value);
  if (value === null || typeof value !== 'object' || (Array.isArray(value) && indent.length + whole.length < LINE))
    return Array.isArray(value) ? `[${value.map((item) => written(item, '')).join(', ')}]` : whole;
  const inner = `${indent}  `;
  if (!Array.isArray(value)) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    const lines = fields.map(([key, field]) => `${inner}${JSON.stringify(key)}: ${written(field, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  const lines: string[] = [];
  for (const item of value.map((one) => written(one, inner))) {
    const last = lines.at(-1);
    const fits = last !== undefined && !item.includes(' ') && last.length + item.length + 2 < LINE;
    if (fits) lines[lines.length - 1] = `${last}, ${item}`;
    else lines.push(`${inner}${item}`);
  }
  return `[\n${lines.join(',\n')}\n${indent}]`;
};

/** A persona as the text of its file. */
export const fileTextOf = (persona: Persona): string => `${written(persona, '')}\n`;
