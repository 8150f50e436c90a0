import { DISTURBED_MS } from './faults.ts';
import type { Outside } from './outside.ts';
import { randomOf } from './random.ts';

/** Who is in the gallery besides the fleet. */
export const PEOPLE: ReadonlySet<string> = new Set(['a_human', 'another_human']);
const NAMES = [...PEOPLE];
const OLD_POSTS = 6;
const MINUTE_MS = 60_000;

/** People post, write and like (and think better of it) among the agents for as long as a history is disturbed. */
export const schedulePeople = ({ seed, time, chance, gallery }: Outside): void => {
  const random = randomOf(seed, 'people');
  const post = (title: string, url: string, ageMs = 0) =>
    gallery.put(random.pick(NAMES), title, 'lamps', `http://gallery/${url}.png`, ageMs);
  // Some galleries do not list in order: there nothing is ever proven absent.
  const inOrder = random.chance(0.6);
  for (let i = 0; i < OLD_POSTS; i++) post(`Lamp of old ${i}`, `old-${i}`, (inOrder ? OLD_POSTS - i : i) * MINUTE_MS);

  const visit = (at: number) => {
    const { items } = gallery;
    if (random.chance(0.6)) post(`Lamp at ${at}`, `h-${at}`);
    const of = (): string => random.pick(items.slice(0, 12)).id;
    if (random.chance(0.4)) gallery.write(random.pick(NAMES), of(), 'A good one.');
    for (let i = random.int(4); i > 0; i--) gallery.toggle(random.pick(NAMES), of());
  };
  for (let at = 2_000; at < DISTURBED_MS; at += chance.between(2_000, 10_000))
    time.after(at, 'people come by', () => visit(at));
};
