import { WORKFLOW_KINDS, type WorkflowKind } from '@fleet/domain/agent/agent-config';
import { distinct2, textGrams } from '@fleet/domain/content/diversity';
import { overlap, similarity, trigramsOf } from '@fleet/domain/content/similarity';
import { describe, expect, it } from 'vitest';
import { commentText, postText } from './compositions.ts';
import { drawsOf } from './draws.ts';
import { readRequest } from './request-reading.ts';

const TEXTS = 1_000;
const wordsOf = (text: string): string[] => textGrams(text, 1);
const kindOf = (i: number): WorkflowKind => WORKFLOW_KINDS[i % WORKFLOW_KINDS.length] ?? 'chart';

/** Pairs of texts that a reader would take for the same one. */
const nearDuplicates = (texts: readonly string[]): string[][] => {
  const known = texts.map((text) => ({ text, trigrams: trigramsOf(text) }));
  return known.flatMap((one, i) =>
    known
      .slice(i + 1)
      .filter((other) => overlap(one.trigrams, other.trigrams) > 0.6)
      .map((other) => [one.text, other.text]),
  );
};

const posts = Array.from({ length: TEXTS }, (_, i) => postText(kindOf(i), [], drawsOf('posts', String(i))));
const comments = posts.map((post, i) => {
  const said = `Workflow: ${kindOf(i * 5 + (i % 7))}\n[0] by x\n  title: ${post.title}\n  description: ${post.caption}`;
  const { workflow, posts: offered } = readRequest(said);
  return commentText(workflow, offered[0]?.references ?? [], [], drawsOf('comments', String(i)));
});

const FORBIDDEN = /#|@|https?:|www\.|\.com\b|\+\d{7}|undefined|\(\(|\[object/;

describe('the stand-in’s text', () => {
  it('is varied: no near-duplicates among a thousand captions, most word pairs said once', () => {
    const captions = posts.map(({ caption }) => caption);
    expect(distinct2(captions)).toBeGreaterThanOrEqual(0.6);
    // All pairs are half a million comparisons; texts of one kind are the ones that can be alike.
    for (const kind of WORKFLOW_KINDS)
      expect(nearDuplicates(captions.filter((_, i) => kindOf(i) === kind))).toEqual([]);
  });

  it('stays varied where captions and comments are taken together', () => {
    const mixed = posts.slice(0, TEXTS / 2).map(({ caption }) => caption);
    expect(distinct2([...mixed, ...comments.slice(TEXTS / 2)])).toBeGreaterThanOrEqual(0.6);
    const sample = comments.slice(0, 400);
    expect(nearDuplicates(sample)).toEqual([]);
  });

  it('has no hashtags, links, handles or left-over symbols, and keeps to its lengths', () => {
    for (const { imagePrompt, title, caption } of posts) {
      for (const text of [imagePrompt, title, caption]) expect(text).not.toMatch(FORBIDDEN);
      expect(title.length).toBeLessThanOrEqual(80);
      expect(imagePrompt.length).toBeLessThanOrEqual(500);
    }
    for (const comment of comments) {
      expect(comment).not.toMatch(FORBIDDEN);
      expect(comment.length).toBeLessThanOrEqual(280);
    }
  });

  it('asks for the kind of picture its persona makes', () => {
    const begins: Readonly<Record<WorkflowKind, RegExp>> = {
      product_photo: /^Product photo of /,
      social_square: /^Social post square/,
      pixel_sprite: /^Pixel art (?:sprite of|scene with) /,
      chart: /(?:chart|map|plot) of /,
      wide_art: /^Wide surreal /,
      interface: / mock-up/,
    };
    posts.forEach(({ imagePrompt }, i) => {
      expect(imagePrompt).toMatch(begins[kindOf(i)]);
    });
  });

  it('captions the picture it asked for', () => {
    const COMMON = new Set('the and for with this that from into only over under when was has its one'.split(' '));
    for (const { imagePrompt, caption } of posts) {
      const asked = new Set(wordsOf(imagePrompt));
      const shared = wordsOf(caption).filter((word) => word.length > 2 && !COMMON.has(word) && asked.has(word));
      expect(shared, `${imagePrompt} / ${caption}`).not.toEqual([]);
    }
  });

  it('comments what the post is about', () => {
    comments.forEach((comment, i) => {
      const about = wordsOf(`${posts[i]?.title} ${posts[i]?.caption}`);
      const shared = wordsOf(comment).filter((word) => word.length > 2 && about.includes(word));
      expect(shared, `${comment} / ${posts[i]?.title} ${posts[i]?.caption}`).not.toEqual([]);
    });
  });

  it('is the same for the same draws, and avoids what was said before', () => {
    const draws = () => drawsOf('again');
    expect(postText('chart', [], draws())).toEqual(postText('chart', [], draws()));
    const first = postText('chart', [], draws()).caption;
    expect(similarity(first, postText('chart', [first], draws()).caption)).toBeLessThan(0.6);
  });

  it('can name something in any post, even one that says nothing', () => {
    for (const title of [
      '',
      '🙂',
      'My cat!',
      'The',
      '1234',
      'Untitled: a study in grey, with an extremely long name',
    ]) {
      const { posts: offered } = readRequest(`Workflow: chart\n[0] by x\n  title: ${title}\n  description: `);
      const said = commentText('chart', offered[0]?.references ?? [], [], drawsOf(title));
      expect(said).toMatch(/^\p{Lu}.*\.$/u);
      expect(said).not.toMatch(FORBIDDEN);
    }
  });
});
