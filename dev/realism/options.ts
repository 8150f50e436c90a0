import { parseArgs } from 'node:util';
import { RHYTHM_MODELS } from '@fleet/domain/agent/agent-config';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { PRESETS, type Preset, type RhythmModel } from '@fleet/domain/persona/seeding';
import type { PersonaLevels } from '@fleet/domain/timing/level';

export type RealismOptions = {
  readonly agents: number;
  readonly days: number;
  readonly preset: Preset;
  readonly seed: string;
  /** Undefined: the preset's own. */
  readonly model: RhythmModel | undefined;
  readonly level: number;
  /** Factors beside it. */
  readonly personaLevels: PersonaLevels;
  /** Fleet ms. */
  readonly from: number;
};

/** A wrong flag, or `--help`: the message is what to say. */
export class UsageError extends Error {}

/** A Monday, six days before clocks change in America: every persona's week, and one change of the clock. */
const FROM = '2026-03-02T00:00:00.000Z';

const FLAGS = `  --agents N    agents of the seeded sequence, 1 to 100000 (1000)
  --days D      fleet days, 1 to 400 (30)
  --preset P    ${PRESETS.join(' or ')} (natural)
  --seed S      the fleet's seed (floimg)
  --model M     ${RHYTHM_MODELS.join(' or ')} (the preset's own)
  --level L     activity level, above 0 to 4 (1)
  --persona-level ID=L   a persona's own beside it, 0 to 4; once for each
  --from T      first moment, ISO 8601 (${FROM})`;
const MORE: Readonly<Record<string, string>> = {
  realism:
    '\nor what a fleet really did: npm run realism -- --from-history --help\nor its words: npm run realism -- --content --help',
};

const numberOf = (flag: string, value: string, { min, max, whole }: { min: number; max: number; whole: boolean }) => {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number < min || number > max || (whole && number % 1 !== 0))
    throw new UsageError(`--${flag} is "${value}": give a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
  return number;
};

const oneOf = <T extends string>(flag: string, value: string, choices: readonly T[]): T => {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new UsageError(`--${flag} is "${value}": give ${choices.join(' or ')}`);
  return found;
};

const personaLevelsOf = (given: readonly string[]): PersonaLevels =>
  Object.fromEntries(
    given.map((text) => {
      const [id = '', level = ''] = text.split('=');
      if (!BUILT_IN_PERSONAS.some((persona) => persona.id === id))
        throw new UsageError(`--persona-level is "${text}": give a persona and its level, such as ai_artist=0.5`);
      return [id, numberOf('persona-level', level, { min: 0, max: 4, whole: false })];
    }),
  );

/** `npm run <command> -- <flags>`. @throws UsageError naming the flag, its value and what to give */
export const parseOptions = (command: string, args: readonly string[]): RealismOptions => {
  const usage = `npm run ${command} -- [flags]\n${FLAGS}${MORE[command] ?? ''}`;
  const text = { type: 'string' } as const;
  let values: Partial<Record<'agents' | 'days' | 'preset' | 'seed' | 'model' | 'level' | 'from', string>> & {
    readonly 'persona-level'?: string[];
  };
  try {
    const parsed = parseArgs({
      args: [...args],
      options: {
        agents: text,
        days: text,
        preset: text,
        seed: text,
        model: text,
        level: text,
        'persona-level': { type: 'string', multiple: true },
        from: text,
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (parsed.values.help) throw new UsageError(usage);
    values = parsed.values;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
  const { agents = '1000', days = '30', preset = 'natural', seed = 'floimg', model, level = '1', from = FROM } = values;
  if (seed.length === 0 || seed.length > 100)
    throw new UsageError('--seed is empty or too long: give 1 to 100 characters');
  const fromMs = /^\d{4}-\d{2}-\d{2}/.test(from) ? Date.parse(from) : Number.NaN;
  if (Number.isNaN(fromMs)) throw new UsageError(`--from is "${from}": give a moment such as ${FROM}`);
  return {
    agents: numberOf('agents', agents, { min: 1, max: 100_000, whole: true }),
    days: numberOf('days', days, { min: 1, max: 400, whole: true }),
    preset: oneOf('preset', preset, PRESETS),
    seed,
    model: model === undefined ? undefined : oneOf('model', model, RHYTHM_MODELS),
    level: numberOf('level', level, { min: 0.01, max: 4, whole: false }),
    personaLevels: personaLevelsOf(values['persona-level'] ?? []),
    from: fromMs,
  };
};
