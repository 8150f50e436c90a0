import { draw } from '@fleet/domain/draws';

/** How a day can feel; one per agent and local day, so that its texts of one day belong together. */
const MOODS = [
  'rested and unhurried',
  'restless, everything looks worth trying',
  'a little tired, so nothing superfluous',
  'stubborn about one small detail',
  'in good humour for no reason',
  'quiet, with more looking than talking',
  'impatient with anything decorative',
  'nostalgic for an older way of doing it',
  'curious about what others are making',
  'doubtful about yesterday’s result',
  'proud of something small',
  'drawn to soft and slow things',
  'drawn to hard edges',
  'playful, with room for a joke',
  'careful after a mistake',
  'generous with praise',
  'short of words',
  'full of half-finished ideas',
  'happy to begin again from nothing',
  'set on finishing one thing properly',
  'distracted by the light',
  'in need of order',
  'in the mood for a mess',
  'patient, one step after the other',
] as const;

/** @param localDay the agent's own date, so that the mood changes at its midnight */
export const moodOf = (seed: string, agentId: string, localDay: string): string =>
  MOODS[Math.floor(draw(seed, 'mood', agentId, localDay) * MOODS.length)] ?? MOODS[0];

/** @param hour local, 0 to 23 */
export const partOfDayOf = (hour: number): string => {
  if (hour < 5) return 'deep in the night';
  if (hour < 8) return 'early morning';
  if (hour < 11) return 'morning';
  if (hour < 14) return 'around noon';
  if (hour < 17) return 'afternoon';
  if (hour < 20) return 'early evening';
  return hour < 23 ? 'evening' : 'late at night';
};
