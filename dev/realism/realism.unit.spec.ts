import { planTicks } from '@fleet/domain/timing/plan';
import { describe, expect, test } from 'vitest';
import { gatesOf, gateTable } from './gates.ts';
import { measure, plannedHistory } from './history.ts';
import { parseOptions, UsageError } from './options.ts';
import { planLines } from './plan-lines.ts';
import { actionsOf, plannedFleet } from './planned-fleet.ts';

const DAY_MS = 86_400_000;
const options = (flags: string) => parseOptions('realism', flags.split(' '));
const measured = (flags: string) => {
  const of = options(flags);
  return measure(plannedHistory(of), of.from, of.from + of.days * DAY_MS);
};

describe('the rhythm of a thousand agents over thirty days', () => {
  test.each(['floimg', 'another seed'])('meets every gate in the natural preset, seed "%s"', (seed) => {
    const of = parseOptions('realism', ['--seed', seed]);
    const gates = gatesOf(measure(plannedHistory(of), of.from, of.from + of.days * DAY_MS), of.preset);
    expect(gates).toHaveLength(10);
    expect(gates.every(({ held }) => held)).toBe(true);
    expect(gates.filter(({ met }) => !met)).toEqual([]);
  });

  test('meets them in the weeks that clocks change back in Europe and America, too', () => {
    const gates = gatesOf(measured('--from 2026-10-12T00:00:00Z'), 'natural');
    expect(gates.filter(({ met }) => !met)).toEqual([]);
  });

  test('meets the three that the lively preset is held to (a sample: it has a hundred times the moments)', () => {
    const gates = gatesOf(measured('--preset lively --agents 30'), 'lively');
    expect(gates.filter(({ held }) => held)).toHaveLength(3);
    expect(gates.filter(({ held, met }) => held && !met)).toEqual([]);
  });

  test('is told apart from one that is even, and from one that is too small to tell', () => {
    const even = gatesOf(measured('--model interval --agents 20 --days 7'), 'natural');
    expect(even.filter(({ met }) => !met).map(({ name }) => name.split(',')[0])).toContain('burstiness');
    const few = gatesOf(measured('--agents 3 --days 1'), 'natural');
    expect(few.filter(({ met }) => !met).length).toBeGreaterThan(2);
    expect(gateTable(few).split('\n')).toHaveLength(10);
  });
});

describe('the printed plan', () => {
  const of = options('--agents 12 --days 4 --level 2');
  const text = [...planLines(of)].join('');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { agent: string; persona: string; at: string; session: number; action: string });

  test('is what the scheduler publishes and the actor chooses, in order of time', () => {
    const fleet = plannedFleet(of);
    const to = of.from + of.days * DAY_MS;
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort());
    for (const agent of fleet) {
      const { username, persona, plan } = agent;
      const own = lines.filter((line) => line.agent === username);
      expect(own.map(({ at }) => Date.parse(at))).toEqual(planTicks(plan, of.seed, of.from, to));
      const actionAt = actionsOf(agent, of.seed);
      for (const line of own) {
        expect(Object.keys(line)).toEqual(['agent', 'persona', 'at', 'session', 'action']);
        expect(line.persona).toBe(persona);
        expect(line.action).toBe(actionAt(Date.parse(line.at)));
      }
    }
  });

  test('counts the visits of each agent from 1, an hour without a moment between them', () => {
    for (const { username } of plannedFleet(of)) {
      const own = lines.filter(({ agent }) => agent === username);
      for (const [i, { at, session }] of own.entries()) {
        const before = own[i - 1];
        const away = before !== undefined && Date.parse(at) - Date.parse(before.at) > 3_600_000;
        expect(session).toBe(before === undefined ? 1 : before.session + Number(away));
      }
    }
  });

  test('has as much of a persona as its level says, and as much of the others as ever', () => {
    const calm = [
      ...planLines(options('--agents 12 --days 4 --level 2 --persona-level ai_artist=0.5 --persona-level data_viz=0')),
    ]
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as (typeof lines)[number]);
    const of = (all: typeof lines, persona: string) =>
      all.filter((line) => line.persona === persona).map(({ agent, at }) => `${agent} ${at}`);
    expect(of(calm, 'data_viz')).toEqual([]);
    for (const persona of new Set(lines.map((line) => line.persona)))
      if (persona !== 'data_viz' && persona !== 'ai_artist') expect(of(calm, persona)).toEqual(of(lines, persona));
    const [few, many] = [of(calm, 'ai_artist'), new Set(of(lines, 'ai_artist'))];
    expect(few.every((moment) => many.has(moment))).toBe(true);
    expect(few.length).toBeLessThan(many.size);
  });

  test('is the same every time, and another for another seed', () => {
    expect([...planLines(of)].join('')).toBe(text);
    expect([...planLines({ ...of, seed: 'other' })].join('')).not.toBe(text);
  });
});

describe('the flags', () => {
  test.each([
    ['--agents 0', '--agents is "0": give a whole number from 1 to 100000'],
    ['--days 1.5', '--days is "1.5"'],
    ['--preset wild', '--preset is "wild": give natural or lively'],
    ['--model none', '--model is "none": give interval or sessions'],
    ['--level 5', '--level is "5"'],
    ['--persona-level nobody=1', '--persona-level is "nobody=1": give a persona and its level'],
    ['--persona-level ai_artist=9', '--persona-level is "9"'],
    ['--persona-level ai_artist', '--persona-level is ""'],
    ['--from tomorrow', '--from is "tomorrow"'],
    ['--seed=', '--seed is empty'],
    ['--what', '--what'],
    ['--help', 'npm run realism'],
  ])('%s is told: %s', (flags, message) => {
    expect(() => options(flags)).toThrow(UsageError);
    expect(() => options(flags)).toThrow(message);
  });
});
