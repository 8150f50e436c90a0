import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { withoutPasswords } from '../log/index.ts';
import { Secret } from './secret.ts';

/** One environment variable. An empty value counts as not set: that is how compose files leave one out. */
export type Variable<T = unknown> = {
  /** Parses the text of the variable. */
  readonly schema: z.ZodType<T>;
  /** Used when it is not set, as if it had been written there. */
  readonly default?: string;
  /** Not needed: null when it is not set. */
  readonly optional?: true;
  /** Wrapped in Secret, never shown, may come as `<NAME>_FILE`. */
  readonly secret?: true;
  /** What to write there: the fix in every message. */
  readonly hint: string;
};

type Parsed<V> =
  V extends Variable<infer T>
    ? V extends { readonly secret: true }
      ? V extends { readonly optional: true }
        ? Secret | null
        : Secret
      : V extends { readonly optional: true }
        ? T | null
        : T
    : never;
export type Values<S extends Variables> = { readonly [K in keyof S]: Parsed<S[K]> };
export type Variables = Readonly<Record<string, Variable>>;

export type ConfigProblem = { readonly name: string; readonly problem: string; readonly fix: string };
/** What must hold between variables; gets those that were right, the others are missing. */
export type Rule<S extends Variables> = (values: Partial<Values<S>>) => ConfigProblem | null;

/** Every wrong variable at once; its message is the whole text to print. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];
  constructor(problems: readonly ConfigProblem[]) {
    super(describe(problems));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads and checks all variables of a process.
 * @throws ConfigError naming every wrong one: what is wrong with its value, and the fix
 */
export const loadConfig = <const S extends Variables>(
  variables: S,
  env: NodeJS.ProcessEnv,
  rules: readonly Rule<S>[] = [],
): Values<S> => {
  const problems: ConfigProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const read = readVariable(name, variable, env);
    if ('problem' in read) problems.push({ name, problem: read.problem, fix: variable.hint });
    else values[name] = read.value;
  }
  for (const rule of rules) {
    const problem = rule(values as Partial<Values<S>>);
    if (problem) problems.push(problem);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Values<S>;
};

const readVariable = (
  name: string,
  variable: Variable,
  env: NodeJS.ProcessEnv,
): { value: unknown } | { problem: string } => {
  const given = givenText(name, variable, env);
  if (typeof given === 'object') return given;
  const text = given ?? variable.default;
  if (text === undefined) return variable.optional ? { value: null } : { problem: 'is not set' };
  const parsed = variable.schema.safeParse(text);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => issue.message).join(', ');
    return { problem: variable.secret ? `${reasons} (its value is not shown)` : `${shown(text)}: ${reasons}` };
  }
  return { value: variable.secret ? new Secret(String(parsed.data)) : parsed.data };
};

const givenText = (
  name: string,
  variable: Variable,
  env: NodeJS.ProcessEnv,
): string | undefined | { problem: string } => {
  const direct = env[name] || undefined;
  const file = variable.secret ? env[`${name}_FILE`] || undefined : undefined;
  if (direct !== undefined && file !== undefined) return { problem: `is set twice, also as ${name}_FILE` };
  if (file === undefined) return direct;
  try {
    return readFileSync(file, 'utf8').trim() || { problem: `the file named by ${name}_FILE is empty` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { problem: `the file named by ${name}_FILE cannot be read (${code ?? 'unknown'})` };
  }
};

const shownCharacters = 80;
const shown = (text: string): string => {
  const open = withoutPasswords(text);
  return JSON.stringify(open.length > shownCharacters ? `${open.slice(0, shownCharacters)}…` : open);
};

const describe = (problems: readonly ConfigProblem[]): string =>
  [
    problems.length === 1 ? 'One setting is wrong:' : `${problems.length} settings are wrong:`,
    ...problems.map(({ name, problem, fix }) => `  ${name} ${problem}\n    fix: ${fix}`),
  ].join('\n');
