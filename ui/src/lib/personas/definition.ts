import type { PersonaDefinition } from '#lib/api/persona-queries.ts';
import { percent } from '#lib/format.ts';
import { daysText, hoursText } from './week.ts';

type Line = [name: string, read: (persona: PersonaDefinition) => string];

const lines: Line[] = [
  ['Name', ({ name }) => name],
  ['Personality', ({ personality }) => personality],
  ['Tone', ({ vibe }) => vibe],
  ['Interests', ({ interests }) => interests.join(', ')],
  ['Posts', ({ weights }) => percent(weights.post)],
  ['Comments', ({ weights }) => percent(weights.comment)],
  ['Likes', ({ weights }) => percent(weights.like)],
  ['Days', ({ schedule }) => daysText(schedule.activeDays)],
  ['Busy hours', ({ schedule }) => hoursText(schedule.peakHours)],
  ['Time zone', ({ schedule }) => schedule.timezone],
  ['Busy ×', ({ schedule }) => String(schedule.peakMultiplier)],
  ['Days off ×', ({ schedule }) => String(schedule.offPeakMultiplier)],
  ['Between actions', ({ minIntervalS, maxIntervalS }) => `${minIntervalS} to ${maxIntervalS} s`],
  ['Share of a mixed seed', ({ weight }) => String(weight)],
  ['Posts wait for a yes', ({ hold }) => (hold ? 'yes' : 'no')],
  ['Voice', ({ voice }) => voice ?? ''],
];

/** What differs between two versions, in words: "Posts: 50 % → 60 %". */
export const differences = (
  before: PersonaDefinition,
  after: PersonaDefinition,
): { name: string; from: string; to: string }[] =>
  lines.flatMap(([name, read]) => {
    const [from, to] = [read(before), read(after)];
    return from === to ? [] : [{ name, from, to }];
  });
