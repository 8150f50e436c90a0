import { createHash } from 'node:crypto';
import { drawPrompt } from './art/draw.ts';
import { captionFor, peopleNames, pictureIdeas, remarks } from './humans-words.ts';
import type { User } from './store/users.ts';
import type { Humans, Studio } from './studio.ts';

const settingName = 'humans';
const pageLooked = 24;

/** Numbers in [0, 1) for one thing a person does: the same seed and count always give the same. */
function draws(seed: string, count: number): (purpose: string) => number {
  return (purpose) => createHash('sha256').update(`${seed}/${count}/${purpose}`).digest().readUInt32BE(0) / 2 ** 32;
}
const pick = <T>(from: readonly T[], draw: number): T => from[Math.floor(draw * from.length)] as T;

/**
 * A trickle of people in the gallery, so that it is not the fleet alone: they post pictures of their own, like and comment.
 * Who does what is drawn from the seed and a counter that outlives a restart; when, from the hourly rate.
 */
export function humanTrickle(studio: Omit<Studio, 'humans'>): Humans {
  let timer: NodeJS.Timeout | null = null;
  let last: Promise<void> = Promise.resolve();

  const person = (index: number): User => {
    const { username, name } = peopleNames[index % peopleNames.length] as { username: string; name: string };
    return (
      studio.users.find(username) ??
      studio.users.create({ username, name, agentId: null, personaId: null, isAgent: false })
    );
  };

  const post = async (who: User, draw: (purpose: string) => number, count: number): Promise<void> => {
    const idea = pick(pictureIdeas, draw('idea'));
    const size = { width: 1024, height: 1024 };
    const rendered = await studio.renders.run(() =>
      drawPrompt(`${idea.prompt} no. ${count}`, { ...size, seed: studio.seed }),
    );
    if (rendered === null) return;
    const imageId = await studio.images.save({ bytes: rendered.value, mime: 'image/png', ...size });
    studio.images.post(imageId);
    studio.items.create({
      userId: who.id,
      byAgent: false,
      ...captionFor(idea, draw('caption')),
      category: 'general',
      workflowId: null,
      imageUrl: `/api/images/${imageId}/blob`,
      imageId,
    });
  };

  const actOnce = async (): Promise<void> => {
    const count = Number(studio.settings.get(settingName) ?? 0) + 1;
    studio.settings.set(settingName, count);
    const draw = draws(studio.seed, count);
    const who = person(Math.floor(draw('who') * peopleNames.length));
    const recent = studio.items.list('recent', pageLooked, 0);
    const seen = recent[Math.floor(draw('which') ** 2 * recent.length)];
    const kind = draw('kind');
    if (seen === undefined || kind < 0.22) return post(who, draw, count);
    if (seen.user?.id === who.id) return studio.items.view(seen.id);
    studio.items.view(seen.id);
    if (kind < 0.45) studio.comments.create(seen.seq, who, pick(remarks, draw('words')));
    else if (!studio.items.liked(seen, who.id)) studio.items.toggleLike(seen, who);
  };

  const act = (count: number): Promise<void> => {
    const run = async () => {
      for (let i = 0; i < count; i += 1) await actOnce();
    };
    last = last.then(run, run);
    return last;
  };

  /** Gaps are exponential around the rate, at least a second; a rate of 0 looks again in a minute. */
  const schedule = (): void => {
    const { humansPerHour } = studio.control.get();
    const gap = -Math.log(1 - draws(studio.seed, Number(studio.settings.get(settingName) ?? 0))('gap'));
    const waitMs =
      humansPerHour === 0 ? 60_000 : Math.min(3_600_000, Math.max(1_000, (gap * 3_600_000) / humansPerHour));
    timer = setTimeout(() => {
      const due = studio.control.get().humansPerHour > 0 ? act(1) : Promise.resolve();
      due.then(schedule, schedule);
    }, waitMs);
    timer.unref();
  };

  return {
    act,
    start: schedule,
    stop: async () => {
      if (timer !== null) clearTimeout(timer);
      await last.catch(() => {});
      if (timer !== null) clearTimeout(timer);
    },
  };
}
