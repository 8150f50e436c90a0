import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { ActingAgent, Answer, CallContext, FloImg, GalleryComment, GalleryItem } from '../ports.ts';
import type { NotOk } from './refusals.ts';

const PAGE_ITEMS = 20;
/** Comments read of an opened item. */
const COMMENTS_READ = 20;

export type Opened = { readonly item: GalleryItem; readonly comments: readonly GalleryComment[] };
export type Browsed = {
  readonly pages: number;
  readonly items: readonly GalleryItem[];
  readonly opened: readonly Opened[];
  /** Platform clock minus ours, ms. */
  readonly skewMs: number;
};

type Reader = {
  readonly floimg: FloImg;
  readonly agent: ActingAgent;
  /** Runs one read with its own deadline. */
  call<T>(run: (context: CallContext) => Promise<Answer<T>>): Promise<Answer<T>>;
};

/** Reads the first pages of the gallery; what does not come is told as it was answered. */
export const readPages = async (
  { floimg, agent, call }: Reader,
  pages: number,
  sort: 'recent' | 'popular' | 'trending',
): Promise<{ kind: 'ok'; browsed: Browsed } | NotOk> => {
  const items = new Map<string, GalleryItem>();
  let skewMs = 0;
  let read = 0;
  while (read < pages) {
    const page = { limit: PAGE_ITEMS, offset: read * PAGE_ITEMS, sort };
    const answer = await call((context) => floimg.items(agent, page, context));
    if (answer.kind !== 'ok') return answer;
    skewMs = answer.skewMs ?? skewMs;
    for (const item of answer.value.slice(0, PAGE_ITEMS)) items.set(item.id, item);
    read++;
    if (answer.value.length < PAGE_ITEMS) break;
  }
  return { kind: 'ok', browsed: { pages: read, items: [...items.values()], opened: [], skewMs } };
};

/** Opens items and reads their comments. One that is gone is passed over; any other refusal ends the browsing. */
export const openItems = async (
  { floimg, agent, call }: Reader,
  ids: readonly string[],
): Promise<{ kind: 'ok'; opened: readonly Opened[] } | NotOk> => {
  const opened: Opened[] = [];
  for (const id of ids) {
    const item = await call((context) => floimg.item(agent, id, context));
    if (item.kind === 'gone') continue;
    if (item.kind !== 'ok') return item;
    const page = { limit: COMMENTS_READ, offset: 0 };
    const comments = await call((context) => floimg.comments(agent, id, page, context));
    if (comments.kind === 'gone') continue;
    if (comments.kind !== 'ok') return comments;
    opened.push({ item: item.value, comments: comments.value.slice(0, COMMENTS_READ) });
  }
  return { kind: 'ok', opened };
};

/** What was seen, by id alone: texts of others are never kept. */
export const feedBrowsed = (tickId: string, { pages, items, opened }: Browsed): ActivityEvent => ({
  type: 'FeedBrowsed',
  data: {
    tickId,
    pages,
    seen: items.map(({ id, createdAt, commentCount }) => ({ postId: id, createdAt, comments: commentCount })),
    opened: opened.map(({ item, comments }) => ({ postId: item.id, commentIds: comments.map(({ id }) => id) })),
  },
});
