import type { ActingAgent, Answer, CallContext, FloImg, GalleryComment, GalleryItem } from '../src/ports.ts';

export type Call = { readonly method: keyof FloImg; readonly agent: string; readonly detail: string };
type Failure = Exclude<Answer<unknown>, { kind: 'ok' }>;
/** What the gallery does with a call instead of answering it well. */
export type Fault =
  /** Not applied. */
  | { readonly kind: 'answer'; readonly answer: Failure }
  /** Applied (after a while), but its answer is lost. */
  | { readonly kind: 'lost'; readonly landsAfterMs: number }
  /** Never answered within any time. */
  | { readonly kind: 'hangs' };

const EFFECTS: ReadonlySet<string> = new Set(['render', 'post', 'like', 'comment']);

/** A gallery in memory with toggling likes, a log of every call and faults by method. */
export const fakeGallery = (clock: { wallNow(): number; sleep(ms: number): Promise<void> }) => {
  const items: GalleryItem[] = [];
  const comments = new Map<string, GalleryComment[]>();
  const likes = new Set<string>();
  const calls: Call[] = [];
  const faults: { method: string; fault: Fault; left: number }[] = [];
  let tellsLiked = true;
  let serial = 0;

  const userOf = ({ username }: { username: string }) => ({ id: `u-${username}`, username, name: username });
  const seen = (item: GalleryItem, agent: ActingAgent | null): GalleryItem => ({
    ...item,
    likeCount: [...likes].filter((like) => like.endsWith(`|${item.id}`)).length,
    commentCount: comments.get(item.id)?.length ?? 0,
    isLiked: tellsLiked && agent ? likes.has(`${agent.username}|${item.id}`) : null,
  });
  const ok = <T>(value: T): Answer<T> => ({ kind: 'ok', value, skewMs: 0 });
  const gone: Failure = { kind: 'gone', reason: 'not found' };

  const call = async <T>(
    method: keyof FloImg,
    agent: string,
    detail: string,
    context: CallContext,
    apply: () => Answer<T>,
  ): Promise<Answer<T>> => {
    calls.push({ method, agent, detail });
    const found = faults.find((one) => one.method === method && one.left > 0);
    if (!found) return apply();
    found.left--;
    const { fault } = found;
    if (fault.kind === 'answer') return fault.answer;
    if (fault.kind === 'lost') void clock.sleep(fault.landsAfterMs).then(apply);
    return new Promise((resolve) => {
      const lost = () => resolve({ kind: 'unclear', reason: 'no answer' });
      context.signal.addEventListener('abort', lost, { once: true });
    });
  };
  const put = (username: string, title: string, description: string, imageUrl: string, ageMs = 0): string => {
    const id = `item-${++serial}`;
    const item = { id, title, description, imageUrl, likeCount: 0, commentCount: 0, isLiked: null };
    items.unshift({ ...item, createdAt: clock.wallNow() - ageMs, user: userOf({ username }) });
    return id;
  };

  const floimg: { -readonly [K in keyof FloImg]: FloImg[K] } = {
    provision: (agent, c) => call('provision', agent.username, '', c, () => ok({ id: agent.id, created: true })),
    deprovision: (_id, username, c) => call('deprovision', username, '', c, () => ok({ found: true })),
    items: (agent, { limit, offset }, c) =>
      call('items', agent?.username ?? '', '', c, () =>
        ok(
          items
            .toSorted((a, b) => b.createdAt - a.createdAt)
            .slice(offset, offset + limit)
            .map((item) => seen(item, agent)),
        ),
      ),
    item: (agent, id, c) =>
      call('item', agent.username, id, c, () => {
        const item = items.find((one) => one.id === id);
        return item ? ok(seen(item, agent)) : gone;
      }),
    comments: (agent, id, { limit, offset }, c) =>
      call('comments', agent?.username ?? '', id, c, () => ok((comments.get(id) ?? []).slice(offset, offset + limit))),
    render: (agent, workflow, _prompt, c) =>
      call('render', agent.username, workflow, c, () =>
        ok({ imageUrl: `http://gallery/${++serial}.png`, imageId: null, usage: [], costUsd: 0 }),
      ),
    post: (agent, post, c) =>
      call('post', agent.username, post.title, c, () =>
        ok({ id: put(agent.username, post.title, post.caption, post.imageUrl) }),
      ),
    like: (agent, id, c) =>
      call('like', agent.username, id, c, () => {
        const key = `${agent.username}|${id}`;
        const liked = !likes.delete(key);
        if (liked) likes.add(key);
        return ok({ liked, likeCount: likes.size });
      }),
    comment: (agent, id, text, c) =>
      call('comment', agent.username, id, c, () => {
        const comment = { id: `comment-${++serial}`, content: text, createdAt: clock.wallNow(), user: userOf(agent) };
        comments.set(id, [...(comments.get(id) ?? []), comment]);
        return ok({ id: comment.id });
      }),
    probe: (c) => call('probe', '', '', c, () => ok(true as const)),
    renderCeilingUsd: () => 0,
  };

  return {
    floimg,
    calls,
    items,
    comments,
    likes,
    put,
    /** The next `times` calls of this method meet the fault. */
    fault: (method: keyof FloImg, fault: Fault, times = 1) => {
      faults.push({ method, fault, left: times });
    },
    tellLiked: (tells: boolean) => {
      tellsLiked = tells;
    },
    count: (method: keyof FloImg) => calls.filter((one) => one.method === method).length,
    effects: () => calls.filter(({ method }) => EFFECTS.has(method)),
  };
};
