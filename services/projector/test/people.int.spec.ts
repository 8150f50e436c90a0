import type { ActivityEvent, Wrote } from '@fleet/domain/activity/activity-events';
import type { GalleryEvent } from '@fleet/domain/gallery/gallery-events';
import { STREAM, tickIdOf } from '@fleet/domain/identity';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dropOldDetail } from '../src/run/retention.ts';
import { type History, historyOf } from './history.ts';
import { patience, type Running, SCHEMA, type Stage, setStage, snapshot } from './stage.ts';

const AT = '2031-03-01T09:10:00.000Z';
const posted = (postId: string, authorId: string, postedAt = AT): GalleryEvent => ({
  type: 'HumanPosted',
  data: { postId, authorId, postedAt },
});
const commented = (commentId: string, authorId: string, on: 'agent' | 'person', commentedAt = AT): GalleryEvent => ({
  type: 'HumanCommented',
  data: { commentId, postId: 'p1', authorId, commentedAt, on },
});
const liked = (postId: string, on: 'agent' | 'person', before: number, after: number): GalleryEvent => ({
  type: 'ReactionsObserved',
  data: {
    ...{ postId, on, fleetLikes: 0, since: null, likes: { before, after } },
    humanLikes: { before, after },
  },
});
const looked = (runId: string, newestPostAt: string | null = AT): GalleryEvent => ({
  type: 'GalleryObserved',
  data: {
    ...{ runId, pages: 1, items: 3, reached: 'end', newestPostAt, unnamed: 0, activityPosition: null, behind: false },
    ...{ found: [], counted: [], fleetLiked: [], open: [] },
  },
});

describe('the read models of people', () => {
  let stage: Stage;
  let history: History;
  let projector: Running;
  const observed = (...events: GalleryEvent[]) => history.append(STREAM.gallery, ...events);

  beforeAll(async () => {
    stage = await setStage();
    history = historyOf(stage.store);
    projector = stage.project();
  });
  afterAll(() => stage.close());

  it('put what people and agents did side by side, by hour and by day of wall time', async () => {
    const id = await history.agent('ada_byte');
    await history.tick(id, { kind: 'post', postId: 'p1' });
    await history.tick(id, { kind: 'like', postId: 'p1' });
    await history.tick(id, { kind: 'browse' });
    await history.tick(id, { kind: 'comment', outcome: 'rejected' });
    await observed(posted('h1', 'u-eva'), posted('h2', 'u-tom', '2031-03-01T23:59:59.999Z'), looked('observe.1'));
    const facts = [commented('c1', 'u-eva', 'agent'), commented('c2', 'u-eva', 'person'), liked('p1', 'agent', 0, 3)];
    await stage.reached(await observed(...facts, liked('h1', 'person', 0, 1), looked('observe.2', null)));
    const hours = await stage.rows('effect_hours');
    const nine = hours.find(({ hour }) => String(hour).startsWith('2031-03-01T09'));
    expect(nine).toMatchObject({ human_posts: 1, human_comments: 2, drawn_comments: 1, human_likes: 0, posts: 0 });
    const sum = (name: string) => hours.reduce((total, row) => total + Number(row[name]), 0);
    expect([sum('human_posts'), sum('human_likes'), sum('drawn_likes')]).toEqual([2, 4, 3]);
    // A rejected comment is none, and browsing leaves nothing in the gallery.
    expect([sum('posts'), sum('likes'), sum('comments')]).toEqual([1, 1, 0]);
    const days = await stage.rows('effect_days');
    expect(days.find(({ day }) => day === '2031-03-01')).toMatchObject({ human_posts: 2, human_comments: 2 });
    expect((await stage.rows('person_days')).map(({ day, person_id }) => `${day} ${person_id}`)).toEqual([
      '2031-03-01 u-eva',
      '2031-03-01 u-tom',
    ]);
    expect(await stage.rows('gallery')).toMatchObject([{ id: 'main', newest_post_at: null }]);
    expect((await stage.rows('gallery'))[0]?.observed_at).not.toBeNull();
  });

  it('tell how many texts were turned away because they were said before, and no others', async () => {
    const id = await history.agent('bo_byte');
    const tickId = tickIdOf(id, 1);
    const prompt = { id: 'post', version: 3, hash: 'h' };
    const wrote = (check: string, ok = false): Wrote => ({
      ...{ prompt, provider: 'openai', model: 'm', inputTokens: 1, outputTokens: 1, answer: '{}' },
      verdicts: [{ check, ok }],
    });
    const attemptId = `${tickId}.compose.1`;
    const failed = (code: string, what?: Wrote): ActivityEvent => ({
      type: 'EffectFailed',
      data: {
        tickId,
        attemptId,
        step: 'compose',
        code,
        reason: 'r',
        costUsd: 0,
        again: true,
        ...(what && { wrote: what }),
      },
    });
    const { answer: _, verdicts, ...bank } = wrote('schema', true);
    const composed = { kind: 'post', imagePrompt: 'A lamp', title: 'Lamp', caption: 'A lamp.' } as const;
    const replaced: ActivityEvent = {
      type: 'EffectSucceeded',
      data: {
        ...{ tickId, attemptId, observed: 'answer', costUsd: 0 },
        result: { step: 'compose', composed, ...bank, answer: '', verdicts, rejected: wrote('near-duplicate') },
      },
    };
    const outcomes = [
      ...[failed('guardrail', wrote('near-duplicate')), failed('guardrail', wrote('caption-repeated')), replaced],
      // Turned down for something else, passed, never judged, never written.
      ...[failed('guardrail', wrote('caption-links')), failed('guardrail', wrote('near-duplicate', true))],
      ...[failed('texts_unavailable', wrote('near-duplicate')), failed('llm_http_500')],
    ];
    await stage.reached(await history.append(STREAM.activity(id), ...outcomes));
    for (const table of ['effect_hours', 'effect_days'])
      expect((await stage.rows(table)).reduce((sum, row) => sum + Number(row.turned_away), 0)).toBe(3);
  });

  it('count a fact once, and a like that was taken back', async () => {
    const before = await stage.rows('effect_days');
    await stage.reached(await observed(posted('h1', 'u-eva'), commented('c1', 'u-eva', 'agent'), looked('observe.3')));
    expect(await stage.rows('effect_days')).toEqual(before);
    await stage.reached(await observed(liked('p1', 'agent', 3, 2), looked('observe.4')));
    const likes = (rows: Record<string, unknown>[]) => rows.reduce((sum, row) => sum + Number(row.drawn_likes), 0);
    expect(likes(await stage.rows('effect_days'))).toBe(likes(before) - 1);
  });

  it('wake those who watch, and say that it was people', async () => {
    const heard = projector.feed.length;
    await observed(posted('h3', 'u-kim'), looked('observe.5'));
    await vi.waitFor(() => expect(projector.feed.slice(heard).some(({ gallery }) => gallery)).toBe(true), patience);
    await history.fleet({ type: 'FleetResumed', data: { by: 'operator:ada', reason: '' } });
    await vi.waitFor(() => expect(projector.feed.at(-1)?.gallery).toBe(false), patience);
  });

  it('keep ninety days of detail, and the sums of days for ever', async () => {
    const long = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    await stage.reached(
      await observed(
        ...[89, 91, 200].map((days) => posted(`old-${days}`, 'u-old', long(days))),
        commented('old-c', 'u-old', 'agent', long(91)),
        looked('observe.old'),
      ),
    );
    const sums = await stage.rows('effect_days');
    const people = await stage.rows('person_days');
    const { signal } = new AbortController();
    expect(await dropOldDetail(stage.pool, SCHEMA, signal)).toBeGreaterThan(3);
    const posts = (await stage.rows('human_posts')).map(({ id }) => id);
    expect(posts).toContain('old-89');
    expect(posts).not.toContain('old-91');
    expect((await stage.rows('human_comments')).map(({ id }) => id)).not.toContain('old-c');
    expect(await stage.rows('effect_days')).toEqual(sums);
    expect(await stage.rows('person_days')).toEqual(people);
    expect(await dropOldDetail(stage.pool, SCHEMA, signal)).toBe(0);
    await stage.rebuild();
    await dropOldDetail(stage.pool, SCHEMA, signal);
    expect((await stage.rows('human_posts')).map(({ id }) => id)).toEqual(posts);
  });

  it('are the same when they are rebuilt, in batches of another size', async () => {
    await stage.reached(await observed(looked('observe.6')));
    const live = await snapshot(stage);
    await stage.rebuild(3);
    await dropOldDetail(stage.pool, SCHEMA, new AbortController().signal);
    expect(await snapshot(stage)).toEqual(live);
  });
});
