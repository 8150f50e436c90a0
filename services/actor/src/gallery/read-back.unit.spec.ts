import type { AttemptRequest } from '@fleet/domain/activity/activity-events';
import { describe, expect, it } from 'vitest';
import type { ActingAgent, Answer, FloImg, GalleryComment, GalleryItem } from '../ports.ts';
import { type ReadBackOf, readBack } from './read-back.ts';

const AT = Date.UTC(2026, 2, 2, 12);
const POST = { step: 'publish', kind: 'post', title: 'Café lamp', caption: 'c', imageUrl: 'http://g/1.png' } as const;
const COMMENT = { step: 'publish', kind: 'comment', postId: 'p', text: 'nice' } as const;
const user = (username: string) => ({ id: `u-${username}`, username, name: username });
const item = (id: string, more: Partial<GalleryItem> = {}): GalleryItem => ({
  id,
  title: `Title ${id}`,
  description: '',
  likeCount: 0,
  commentCount: 0,
  createdAt: AT,
  user: user('someone'),
  imageUrl: null,
  isLiked: null,
  ...more,
});
const comment = (id: string, by: string | null): GalleryComment => ({
  id,
  content: 'nice',
  createdAt: AT,
  user: by === null ? null : user(by),
});

type Gallery = {
  items?: (offset: number, limit: number) => readonly GalleryItem[];
  comments?: readonly GalleryComment[];
  skewMs?: number | null;
  known?: readonly string[];
};
const look = async (request: Extract<AttemptRequest, { step: 'publish' }>, gallery: Gallery) => {
  const { skewMs = 0, known = [] } = gallery;
  const pages: number[] = [];
  const floimg = {
    items: async (_a: ActingAgent, page: { limit: number; offset: number }) => {
      pages.push(page.offset);
      return { kind: 'ok', value: gallery.items?.(page.offset, page.limit) ?? [], skewMs } as const;
    },
    comments: async (_a: ActingAgent, _id: string, { offset, limit }: { limit: number; offset: number }) =>
      ({ kind: 'ok', value: (gallery.comments ?? []).slice(offset, offset + limit), skewMs }) as const,
  } as unknown as FloImg;
  const context = { key: null, traceparent: null, signal: new AbortController().signal };
  const of: ReadBackOf = {
    floimg,
    agent: { username: 'mira' } as ActingAgent,
    attemptedAt: AT,
    known: new Set(known),
    call: <T>(run: (c: typeof context) => Promise<Answer<T>>) => run(context),
  };
  return { result: await readBack(request, of), pages };
};
const listed = (all: readonly GalleryItem[]) => (offset: number, limit: number) => all.slice(offset, offset + limit);
/** Newest first, one a second. */
const many = (count: number, ageOf = (i: number) => i * 1_000) =>
  Array.from({ length: count }, (_, i) => item(`i${i}`, { createdAt: AT + 10_000 - ageOf(i) }));

describe('reading a post back', () => {
  it('finds it by author and exact title, however the accents were sent', async () => {
    const mine = item('m', { title: ' Café lamp ', user: user('mira') });
    const { result } = await look(POST, { items: listed([item('a'), mine]) });
    expect(result).toEqual({ kind: 'found', result: { step: 'publish', id: 'm' } });
  });
  it('finds it by its image where the title was changed', async () => {
    const mine = item('m', { title: 'Other', imageUrl: POST.imageUrl, user: user('mira') });
    expect((await look(POST, { items: listed([mine]) })).result.kind).toBe('found');
  });
  it('does not take another’s post of the same title, nor an earlier one of its own, for it', async () => {
    const theirs = item('t', { title: POST.title });
    const earlier = item('e', { title: POST.title, user: user('mira') });
    expect((await look(POST, { items: listed([theirs, earlier]), known: ['e'] })).result.kind).toBe('absent');
  });
  it('is unknown where a post looks like it and has no author', async () => {
    const nameless = item('n', { title: POST.title, user: null });
    expect((await look(POST, { items: listed([nameless]) })).result.kind).toBe('unknown');
  });
  it('reads overlapping pages until they are a minute older than the attempt', async () => {
    const { result, pages } = await look(POST, { items: listed(many(500)) });
    expect(result.kind).toBe('absent');
    expect(pages).toEqual([0, 40]);
  });
  it('counts with the platform’s own clock', async () => {
    // The platform is an hour behind: what it made just now is dated an hour ago.
    const { pages } = await look(POST, { items: listed(many(8_000)), skewMs: -3_600_000 });
    expect(pages.length).toBe(20);
  });
  it('proves nothing when the platform does not tell its time, its order, or all of it', async () => {
    expect((await look(POST, { items: listed(many(500)), skewMs: null })).result.kind).toBe('unknown');
    expect((await look(POST, { items: listed(many(500, (i) => -i)) })).result.kind).toBe('unknown');
    const endless = (offset: number, limit: number) =>
      Array.from({ length: limit }, (_, i) => item(`e${offset + i}`, { createdAt: AT + 10_000 }));
    const { result, pages } = await look(POST, { items: endless });
    expect(result.kind).toBe('unknown');
    expect(pages).toHaveLength(20);
  });
  it('proves nothing when items moved on between two pages', async () => {
    const jumping = (offset: number, limit: number) =>
      Array.from({ length: limit }, (_, i) => item(`${offset}-${i}`, { createdAt: AT - offset - i }));
    expect((await look(POST, { items: jumping })).result.kind).toBe('unknown');
  });
});

describe('reading a comment back', () => {
  it('finds its author among all comments', async () => {
    const comments = [...Array.from({ length: 120 }, (_, i) => comment(`c${i}`, 'other')), comment('mine', 'mira')];
    expect((await look(COMMENT, { comments })).result).toMatchObject({ kind: 'found', result: { id: 'mine' } });
  });
  it('is absent when every author is another', async () => {
    expect((await look(COMMENT, { comments: [comment('c', 'other')] })).result.kind).toBe('absent');
  });
  it('is unknown when some author is not told', async () => {
    expect((await look(COMMENT, { comments: [comment('c', null)] })).result.kind).toBe('unknown');
  });
});
