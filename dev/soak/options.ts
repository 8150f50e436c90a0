import { parseArgs } from 'node:util';
import { randomPortBase } from '../e2e/running-fleet.ts';

export type SoakOptions = {
  readonly minutes: number;
  /** Of the faults: which, when, on whom. */
  readonly seed: string;
  readonly agents: number;
  readonly portBase: number;
};

export class UsageError extends Error {}

const USAGE = 'npm run soak -- [--minutes 30] [--seed soak] [--agents 220] [--port-base N]';

const number = (flag: string, text: string, min: number, max: number): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < min || value > max)
    throw new UsageError(`--${flag} is "${text}": give a number from ${min} to ${max}\n${USAGE}`);
  return value;
};

/** @throws UsageError naming flag, value and what to give */
export const parseSoakOptions = (args: readonly string[]): SoakOptions => {
  const flags = {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: 'soak' },
    agents: { type: 'string', default: '220' },
    'port-base': { type: 'string', default: String(randomPortBase()) },
  } as const;
  const parsed = (() => {
    try {
      return parseArgs({ args: [...args], options: flags }).values;
    } catch (error) {
      throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    }
  })();
  return {
    minutes: number('minutes', parsed.minutes, 0.1, 24 * 60),
    seed: parsed.seed,
    agents: Math.floor(number('agents', parsed.agents, 1, 2_000)),
    portBase: Math.floor(number('port-base', parsed['port-base'], 1_024, 65_000)),
  };
};
