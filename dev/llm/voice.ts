import { commentText, interestText, type PostText, personalityText, postText } from './compositions.ts';
import { type Draws, pick } from './draws.ts';
import type { OfferedPost, Reading } from './request-reading.ts';
import type { Voice } from './schema-answer.ts';

/** Now and then there is nothing to say, as with people. */
const SKIP_SHARE = 0.06;

/** The post a voice comments: mostly one that speaks its own language, sometimes any. */
const choose = (posts: readonly OfferedPost[], draws: Draws): OfferedPost | null => {
  if (posts.length === 0 || draws() < SKIP_SHARE) return null;
  const ranked = [...posts].sort((a, b) => b.kinship - a.kinship);
  return draws() < 0.6 ? (ranked[Math.floor(draws() * Math.min(3, ranked.length))] ?? null) : pick(draws, posts);
};

/**
 * The persona's words for the fields of a structured answer. All fields of one object speak of one scene; an object
 * with an `index` comments the post of that index.
 */
export const voiceOf = (reading: Reading, commenting: boolean, draws: Draws): Voice => {
  const scenes = new WeakMap<object, PostText>();
  const chosen = new WeakMap<object, { post: OfferedPost | null }>();
  const sceneOf = (object: object): PostText => {
    const scene = scenes.get(object) ?? postText(reading.workflow, reading.earlier, draws);
    scenes.set(object, scene);
    return scene;
  };
  const choiceOf = (object: object): OfferedPost | null => {
    const choice = chosen.get(object) ?? { post: choose(reading.posts, draws) };
    chosen.set(object, choice);
    return choice.post;
  };

  return {
    integer: (name, object) => (commenting && name === 'index' ? (choiceOf(object)?.index ?? null) : undefined),
    text: (name, object) => {
      if (/personality|character/i.test(name)) return personalityText(draws);
      if (/interest/i.test(name)) return interestText(draws);
      if (/image|prompt|picture/i.test(name)) return sceneOf(object).imagePrompt;
      if (/title|heading|name/i.test(name)) return sceneOf(object).title;
      if (commenting && /text|comment|reply|content/i.test(name)) {
        const post = choiceOf(object);
        return post === null ? '' : commentText(reading.workflow, post.references, reading.earlier, draws);
      }
      return sceneOf(object).caption;
    },
  };
};
