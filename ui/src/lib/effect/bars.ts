import type { EffectPoint, EffectView } from '@fleet/domain/read-models/effect';

const hourMs = 3_600_000;
const stepMs = { hour: hourMs, day: 24 * hourMs };

export type Slot = { at: number; point: EffectPoint | null };

/** Every step of the range, oldest first; steps in which nothing happened have no point. */
export function slotsOf({ from, to, bucket, points }: EffectView): Slot[] {
  const step = stepMs[bucket];
  const known = new Map(points.map((point) => [Math.floor(Date.parse(point.at) / step), point]));
  const slots: Slot[] = [];
  for (let index = Math.floor(Date.parse(from) / step); index * step < Date.parse(to); index++)
    slots.push({ at: index * step, point: known.get(index) ?? null });
  return slots;
}

/** People's posts and comments among all of a step; null where there were none, so that the line has a gap. */
export const shareOf = ({ point }: Slot): number | null => {
  if (!point) return null;
  const human = point.human.posts + point.human.comments;
  const all = human + point.synthetic.posts + point.synthetic.comments;
  return all === 0 ? null : human / all;
};
