import type { Author } from '@fleet/domain/gallery/gallery-events';
import type { GalleryState } from '@fleet/domain/gallery/gallery-state';
import { commentsToRead, newComments, type SeenComment, type SeenItem } from '@fleet/domain/gallery/observe-gallery';
import type { NotOk } from '../gallery/refusals.ts';
import type { ActingAgent, Answer, CallContext, FloImg, GalleryUser } from '../ports.ts';

const PAGE = 50;
/** New items push older ones down while we read: pages overlap. */
const OVERLAP = 5;
/** From the newest on: what is looked at every time, for reactions to it. */
const HEAD_PAGES = 2;
const MAX_PAGES = 20;
const MAX_COMMENT_PAGES = 3;

export type Look = {
  readonly floimg: Pick<FloImg, 'items' | 'comments'>;
  /** In whose name; null: nobody's. */
  readonly viewer: ActingAgent | null;
  readonly isFleetUser: (username: string) => boolean;
  /** Runs one read with its own deadline. */
  call<T>(run: (context: CallContext) => Promise<Answer<T>>): Promise<Answer<T>>;
};

export type Looked = {
  readonly kind: 'ok';
  readonly pages: number;
  readonly reached: 'known' | 'end' | 'limit';
  readonly skewMs: number;
  readonly items: readonly SeenItem[];
  readonly comments: ReadonlyMap<string, readonly SeenComment[]>;
};

const authorOf = (user: GalleryUser | null, { isFleetUser }: Look): { authorId: string | null; by: Author } => {
  // Without a name one cannot tell whether it is one of ours.
  if (user === null || user.username === '') return { authorId: null, by: 'unknown' };
  return { authorId: user.id, by: isFleetUser(user.username) ? 'agent' : 'person' };
};

const readPage = async (look: Look, offset: number) => {
  const page = { limit: PAGE, offset, sort: 'recent' as const };
  const answer = await look.call((context) => look.floimg.items(look.viewer, page, context));
  if (answer.kind !== 'ok') return answer;
  const items = answer.value.slice(0, PAGE).map((item): SeenItem => {
    const { id: postId, createdAt, likeCount: likes, commentCount: comments } = item;
    return { postId, createdAt, likes, comments, ...authorOf(item.user, look) };
  });
  return { kind: 'ok' as const, items, skewMs: answer.skewMs, last: answer.value.length < PAGE };
};

/** Newest first, as the platform lists them: until one that is known, or a page that is not full. */
const readComments = async (
  look: Look,
  state: GalleryState,
  postId: string,
): Promise<{ kind: 'ok'; read: readonly SeenComment[] } | NotOk> => {
  const read: SeenComment[] = [];
  for (let page = 0; page < MAX_COMMENT_PAGES; page++) {
    const window = { limit: PAGE, offset: page * PAGE };
    const answer = await look.call((context) => look.floimg.comments(look.viewer, postId, window, context));
    // Gone: nothing is left to read of it.
    if (answer.kind === 'gone') break;
    if (answer.kind !== 'ok') return answer;
    const comments = answer.value.slice(0, PAGE).map((comment): SeenComment => {
      const { id: commentId, createdAt } = comment;
      return { commentId, createdAt, ...authorOf(comment.user, look) };
    });
    read.push(...comments);
    if (comments.length < PAGE) break;
    const newestFirst = (comments[0]?.createdAt ?? 0) >= (comments.at(-1)?.createdAt ?? 0);
    if (newestFirst && newComments(state.posts.get(postId)?.newest, comments).length < comments.length) break;
  }
  return { kind: 'ok', read };
};

/**
 * Looks at the gallery: the newest items until those known before, one page further down in turn
 * (`turn`: a number that goes up run by run), and the comments of those whose counter moved. At most 21 pages and 40
 * posts' comments. Any answer but a good one ends it.
 */
export const lookAtGallery = async (look: Look, state: GalleryState, turn: number): Promise<Looked | NotOk> => {
  const items = new Map<string, SeenItem>();
  const step = PAGE - OVERLAP;
  let skewMs = 0;
  let pages = 0;
  let reached: Looked['reached'] = 'limit';
  while (pages < MAX_PAGES && reached === 'limit') {
    const page = await readPage(look, pages * step);
    if (page.kind !== 'ok') return page;
    pages++;
    skewMs = page.skewMs ?? skewMs;
    for (const item of page.items) items.set(item.postId, item);
    if (page.last) reached = 'end';
    else if (pages >= HEAD_PAGES && page.items.some(({ postId }) => state.posts.has(postId))) reached = 'known';
  }
  const deeper = Math.ceil(state.posts.size / step) - pages;
  if (reached === 'known' && deeper > 0) {
    const page = await readPage(look, (pages + (turn % deeper)) * step);
    if (page.kind !== 'ok') return page;
    pages++;
    for (const item of page.items) items.set(item.postId, item);
  }
  const seen = [...items.values()];
  const comments = new Map<string, readonly SeenComment[]>();
  for (const postId of commentsToRead(state, seen)) {
    const found = await readComments(look, state, postId);
    if (found.kind !== 'ok') return found;
    comments.set(postId, found.read);
  }
  return { kind: 'ok', pages, reached, skewMs, items: seen, comments };
};
