import { decodeGalleryEvent } from '@fleet/domain/codec';
import type { GalleryEvent } from '@fleet/domain/gallery/gallery-events';
import { STREAM } from '@fleet/domain/identity';
import type { AgentHistory } from './history-of-agents.ts';
import type { Outside } from './outside.ts';
import { PEOPLE } from './people.ts';

const observedBy = ({ events }: Outside): readonly GalleryEvent[] =>
  events.store.stream(STREAM.gallery).flatMap((recorded) => {
    const decoded = decodeGalleryEvent(recorded);
    return decoded.kind === 'event' ? [decoded.event] : [];
  });

/** Each once in both, or said where it is not. */
const compare = (what: string, observed: readonly string[], own: readonly string[]): readonly string[] => {
  const [told, there] = [new Set(observed), new Set(own)];
  return [
    ...(told.size < observed.length ? [`a ${what} of people was observed twice`] : []),
    ...own.filter((id) => !told.has(id)).map((id) => `a ${what} of people was never observed: ${id}`),
    ...observed.filter((id) => !there.has(id)).map((id) => `a ${what} was observed that people did not make: ${id}`),
  ];
};

/** Posts with likes of the fleet of which nobody knows whether they are there: they count as the fleet's. */
const unclearLikes = (histories: readonly AgentHistory[]): ReadonlySet<string> => {
  const posts = new Set<string>();
  for (const { events } of histories) {
    const attempts = new Map<string, string>();
    for (const { type, data } of events) {
      if (type === 'EffectAttempted' && data.request.step === 'publish' && data.request.kind === 'like')
        attempts.set(data.attemptId, data.request.postId);
      if (type === 'EffectSucceeded' || type === 'EffectFailed') attempts.delete(data.attemptId);
    }
    for (const postId of attempts.values()) posts.add(postId);
  }
  return posts;
};

/** What was observed of people is what the gallery itself knows of them: every post, comment and like, once. */
export const checkPeople = (outside: Outside, histories: readonly AgentHistory[]): readonly string[] => {
  const { items, comments, likes } = outside.gallery;
  const observed = observedBy(outside);
  const posts = items.filter(({ user }) => PEOPLE.has(user?.username ?? '')).map(({ id }) => id);
  const written = [...comments.values()].flat().filter(({ user }) => PEOPLE.has(user?.username ?? ''));
  const liked = new Map<string, number>();
  for (const event of observed)
    if (event.type === 'ReactionsObserved') liked.set(event.data.postId, event.data.humanLikes.after);
  const unclear = unclearLikes(histories);
  const ofPeople = [...likes].map((like) => like.split('|')).filter(([username = '']) => PEOPLE.has(username));
  return [
    ...compare(
      'post',
      observed.flatMap((one) => (one.type === 'HumanPosted' ? [one.data.postId] : [])),
      posts,
    ),
    ...compare(
      'comment',
      observed.flatMap((one) => (one.type === 'HumanCommented' ? [one.data.commentId] : [])),
      written.map(({ id }) => id),
    ),
    ...items.flatMap(({ id }) => {
      const own = ofPeople.filter(([, postId]) => postId === id).length;
      const told = liked.get(id) ?? 0;
      if (told === own || (unclear.has(id) && told < own)) return [];
      return [`${told} likes of people observed on ${id}, and there are ${own}`];
    }),
  ];
};
