import type { Effect, SimulatedGallery } from './gallery.ts';
import { type AgentHistory, stepOf, tickOf, unclearTicks } from './history-of-agents.ts';
import type { SimulatedModel } from './model.ts';

const twice = <T>(list: readonly T[], keyOf: (one: T) => string): readonly string[] => {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([key, count]) => `${key} (${count} times)`);
};

/** No step has two effects, by the gallery's own count; no attempt is sent twice; nothing is liked or written on twice. */
export const checkOnce = ({ effects, likes }: SimulatedGallery, { calls }: SimulatedModel): readonly string[] => {
  const applied = effects.filter(({ appliedAt }) => appliedAt !== null);
  const about = (method: Effect['method']) => applied.filter((effect) => effect.method === method);
  const unliked = about('like').filter(({ username, subject }) => !likes.has(`${username}|${subject}`));
  return [
    ...twice(applied, ({ key }) => stepOf(key)).map((step) => `more than one effect: ${step}`),
    ...twice(effects, ({ key }) => key).map((attempt) => `sent more than once: ${attempt}`),
    ...twice(calls, ({ key }) => key).map((attempt) => `the model was asked more than once: ${attempt}`),
    ...twice(about('comment'), ({ username, subject }) => `${username} on ${subject}`).map(
      (it) => `two comments: ${it}`,
    ),
    ...unliked.map(({ username, subject }) => `a like ended un-liked: ${username} on ${subject}`),
  ];
};

type Fact = { readonly tickId: string; readonly what: string };

const factsOf = ({ events, username }: AgentHistory): readonly Fact[] =>
  events.flatMap((event): readonly Fact[] => {
    switch (event.type) {
      case 'PostPublished':
        return [{ tickId: event.data.tickId, what: `post ${event.data.postId} by ${username}` }];
      case 'CommentLeft':
        return [{ tickId: event.data.tickId, what: `comment ${event.data.commentId} by ${username}` }];
      case 'PostLiked':
        return [{ tickId: event.data.tickId, what: `like ${event.data.postId} by ${username}` }];
      default:
        return [];
    }
  });

/** The streams say exactly what the gallery holds, but for ticks that say themselves that it cannot be told. */
export const checkFacts = (histories: readonly AgentHistory[], { effects }: SimulatedGallery): readonly string[] =>
  histories.flatMap((history) => {
    const unclear = unclearTicks(history);
    const facts = factsOf(history);
    const done = effects
      .filter(
        ({ appliedAt, username, method }) => appliedAt !== null && username === history.username && method !== 'render',
      )
      .map(({ method, made, subject, username, key }) => ({
        tickId: tickOf(key),
        what: `${method} ${made ?? subject} by ${username}`,
      }));
    const inGallery = new Set(done.map(({ what }) => what));
    const inStream = new Set(facts.map(({ what }) => what));
    return [
      ...facts
        .filter(({ what }) => !inGallery.has(what))
        .map(({ what, tickId }) => `told but not there: ${what} (${tickId})`),
      ...done
        .filter(({ what, tickId }) => !inStream.has(what) && !unclear.has(tickId))
        .map(({ what, tickId }) => `there but not told: ${what} (${tickId})`),
    ];
  });
