import type { AttemptRequest, PublishResult } from '@fleet/domain/activity/activity-events';
import { never } from '@fleet/domain/decision';
import type { ActingAgent, Answer, CallContext, FloImg, GalleryItem, GalleryUser } from '../ports.ts';
import type { NotOk } from './refusals.ts';

const MAX_PAGES = 20;
const PAGE = 50;
/** New items push older ones down while we read: pages overlap, and a gap between them proves nothing. */
const OVERLAP = 10;
/** How far before the attempt the platform's own moment of it may lie. */
const MARGIN_MS = 60_000;

export type ReadBack =
  | { readonly kind: 'found'; readonly result: PublishResult }
  /** Proven: it did not happen. */
  | { readonly kind: 'absent' }
  /** What it was about is not there any more. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** The platform answered, and it proves nothing. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The platform cannot be asked now. */
  | { readonly kind: 'unavailable'; readonly answer: NotOk };

export type ReadBackOf = {
  readonly floimg: FloImg;
  readonly agent: ActingAgent;
  /** Wall ms of the attempt. */
  readonly attemptedAt: number;
  /** Posts of this agent that are accounted for. */
  readonly known: ReadonlySet<string>;
  call<T>(run: (context: CallContext) => Promise<Answer<T>>): Promise<Answer<T>>;
};

type Publish = Extract<AttemptRequest, { step: 'publish' }>;

const normalised = (text: string): string => text.normalize('NFC').trim();

const unknown = (reason: string): ReadBack => ({ kind: 'unknown', reason });
const isAgents = (agent: ActingAgent, user: GalleryUser): boolean => user.username === agent.username;

const postAmong = (
  items: readonly GalleryItem[],
  { title, imageUrl }: { title: string; imageUrl: string },
  { agent, known }: ReadBackOf,
): ReadBack | null => {
  for (const item of items) {
    if (known.has(item.id)) continue;
    const same = normalised(item.title) === normalised(title) || item.imageUrl === imageUrl;
    if (!same) continue;
    if (item.user === null) return unknown(`item ${item.id} looks like it, but the platform does not name its author`);
    if (isAgents(agent, item.user)) return { kind: 'found', result: { step: 'publish', id: item.id } };
  }
  return null;
};

const inOrder = (items: readonly GalleryItem[]): boolean =>
  items.every((item, i) => i === 0 || item.createdAt <= (items[i - 1]?.createdAt ?? 0));

/** Newest items, until they are older than the attempt can be. */
const readBackPost = async (request: Extract<Publish, { kind: 'post' }>, of: ReadBackOf): Promise<ReadBack> => {
  let lastIds = new Set<string>();
  let skewMs: number | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const window = { limit: PAGE, offset: page * (PAGE - OVERLAP), sort: 'recent' as const };
    const answer = await of.call((context) => of.floimg.items(of.agent, window, context));
    if (answer.kind !== 'ok') return { kind: 'unavailable', answer };
    const items = answer.value;
    skewMs = answer.skewMs ?? skewMs;
    const match = postAmong(items, request, of);
    if (match) return match;
    if (!inOrder(items)) return unknown('the newest items do not come in order');
    if (page > 0 && items.length > 0 && !items.some(({ id }) => lastIds.has(id)))
      return unknown('items moved on while they were read');
    const oldest = items.at(-1);
    if (items.length < PAGE || oldest === undefined) return { kind: 'absent' };
    if (skewMs === null) return unknown('the platform does not tell its time');
    if (oldest.createdAt < of.attemptedAt + skewMs - MARGIN_MS) return { kind: 'absent' };
    lastIds = new Set(items.map(({ id }) => id));
  }
  return unknown(`not among the newest ${MAX_PAGES} pages`);
};

/** The agent's presence among the comments: it leaves one per post at most. */
const readBackComment = async (request: Extract<Publish, { kind: 'comment' }>, of: ReadBackOf): Promise<ReadBack> => {
  let nameless = false;
  for (let page = 0; page < MAX_PAGES; page++) {
    const window = { limit: PAGE, offset: page * (PAGE - OVERLAP) };
    const answer = await of.call((context) => of.floimg.comments(of.agent, request.postId, window, context));
    if (answer.kind === 'gone') return { kind: 'gone', reason: answer.reason };
    if (answer.kind !== 'ok') return { kind: 'unavailable', answer };
    for (const { id, user } of answer.value) {
      if (user === null) nameless = true;
      else if (isAgents(of.agent, user)) return { kind: 'found', result: { step: 'publish', id } };
    }
    if (answer.value.length < PAGE)
      return nameless ? unknown('the platform does not name the author of every comment') : { kind: 'absent' };
  }
  return unknown(`not among the first ${MAX_PAGES} pages of comments`);
};

const readBackLike = async (request: Extract<Publish, { kind: 'like' }>, of: ReadBackOf): Promise<ReadBack> => {
  const answer = await of.call((context) => of.floimg.item(of.agent, request.postId, context));
  if (answer.kind === 'gone') return { kind: 'gone', reason: answer.reason };
  if (answer.kind !== 'ok') return { kind: 'unavailable', answer };
  const { id, isLiked, likeCount } = answer.value;
  if (isLiked === null) return unknown('the platform does not tell whether the post is liked');
  return isLiked ? { kind: 'found', result: { step: 'publish', id, liked: true, likeCount } } : { kind: 'absent' };
};

/** Looks at the gallery for what an attempt may have left there. Sends nothing that changes anything. */
export const readBack = (request: Publish, of: ReadBackOf): Promise<ReadBack> => {
  switch (request.kind) {
    case 'post':
      return readBackPost(request, of);
    case 'comment':
      return readBackComment(request, of);
    case 'like':
      return readBackLike(request, of);
    default:
      return never(request);
  }
};
