import type {
  ActingAgent,
  Answer,
  CallContext,
  FloImg,
  GalleryComment,
  GalleryItem,
} from '../../../../services/actor/src/ports.ts';
import type { FaultDesk } from './fault-desk.ts';
import { EPOCH_MS, type SimulatedProcess } from './process.ts';
import { hashText, type Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

type Failure = Exclude<Answer<unknown>, { kind: 'ok' }>;
/** One call that was to change something, as the gallery itself knows it. Virtual ms. */
export type Effect = {
  readonly method: 'render' | 'post' | 'like' | 'comment';
  readonly username: string;
  /** The attempt it was sent for. */
  readonly key: string;
  /** Item, or the post that was liked or commented on; of a post: the new item. */
  subject: string;
  /** Item or comment made; null for others. */
  made: string | null;
  readonly by: SimulatedProcess;
  readonly sentAt: number;
  appliedAt: number | null;
};

/** What one picture costs. */
export const RENDER_COST_USD = 0.01;
export type GalleryOptions = {
  readonly settleMs: number;
  readonly tellsLiked: boolean;
  readonly tellsTruth: boolean;
  /** Refuses this share of all pictures, whoever posts them how often. */
  readonly refuses: number;
};
const RATE_LIMITED_MS = 5_000;

/** A gallery that counts what is done to it: likes toggle, requests can be applied long after their answer was lost. */
export const simulatedGallery = (time: VirtualTime, random: Random, desk: FaultDesk, options: GalleryOptions) => {
  const items: GalleryItem[] = [];
  const comments = new Map<string, GalleryComment[]>();
  const likes = new Set<string>();
  const effects: Effect[] = [];
  /** Virtual ms at which users were removed. */
  const removed = new Map<string, number>();
  const skewMs = random.between(-5_000, 5_000);
  let paused = false;
  let serial = 0;

  const wall = () => EPOCH_MS + time.now() + skewMs;
  const userOf = (username: string) => ({ id: `u-${username}`, username, name: username });
  const put = (username: string, title: string, description: string, imageUrl: string, ageMs = 0): string => {
    const id = `item-${++serial}`;
    const nothing = { likeCount: 0, commentCount: 0, isLiked: null };
    items.unshift({ id, title, description, imageUrl, createdAt: wall() - ageMs, user: userOf(username), ...nothing });
    return id;
  };
  const likesOf = (itemId: string): readonly string[] => [...likes].filter((like) => like.endsWith(`|${itemId}`));
  /** Adds or takes back; true: liked now. */
  const toggle = (username: string, itemId: string): boolean => {
    const like = `${username}|${itemId}`;
    if (likes.delete(like)) return false;
    likes.add(like);
    return true;
  };
  const write = (username: string, itemId: string, content: string): string => {
    const comment = { id: `comment-${++serial}`, content, createdAt: wall(), user: userOf(username) };
    comments.set(itemId, [...(comments.get(itemId) ?? []), comment]);
    return comment.id;
  };
  const isRefused = (imageUrl: string): boolean => hashText(imageUrl) % 1_000 < options.refuses * 1_000;
  const seen = (item: GalleryItem, agent: ActingAgent | null): GalleryItem => ({
    ...item,
    likeCount: likesOf(item.id).length,
    commentCount: comments.get(item.id)?.length ?? 0,
    isLiked: options.tellsLiked && agent ? options.tellsTruth && likes.has(`${agent.username}|${item.id}`) : null,
  });

  const portOf = (process: SimulatedProcess): FloImg => {
    const ok = <T>(value: T): Answer<T> => ({
      kind: 'ok',
      value,
      skewMs: Math.round(wall() - process.clock.wallNow()),
    });
    const gone: Failure = { kind: 'gone', reason: 'not found' };
    const stopped: Failure = { kind: 'platform_paused', reason: 'FLEET_PAUSED' };
    const reset: Failure = { kind: 'unclear', reason: 'the connection broke' };

    /** The answer, unless the caller stops waiting for it first. */
    const unlessAborted = <T>({ signal }: CallContext, answer: Promise<Answer<T>>): Promise<Answer<T>> =>
      Promise.race([
        answer,
        new Promise<Answer<T>>((resolve) => {
          const aborted = () => resolve({ kind: 'unclear', reason: 'no answer in time' });
          if (signal.aborted) aborted();
          signal.addEventListener('abort', aborted, { once: true });
        }),
      ]);

    const read = <T>(label: string, context: CallContext, look: () => Answer<T>): Promise<Answer<T>> => {
      const fails = desk.count('read').length > 0;
      return unlessAborted(
        context,
        process.call(label, (): Answer<T> => (fails ? reset : paused ? stopped : look())),
      );
    };

    const refusalOf = (how: string): Failure | null => {
      const untilWall = EPOCH_MS + time.now() + 4 * RATE_LIMITED_MS;
      switch (how) {
        case 'unsent':
          return { kind: 'unsent', reason: 'refused' };
        case 'throttled':
          return { kind: 'throttled', retryAfterMs: RATE_LIMITED_MS, reason: '429' };
        case 'agent-limit':
          return { kind: 'agent_limit', code: 'AGENT_LIMIT', untilWall, reason: 'enough for now' };
        case 'refused':
          return { kind: 'invalid', reason: 'not like this' };
        default:
          return null;
      }
    };

    const change = <T>(
      method: Effect['method'],
      agent: ActingAgent,
      subject: string,
      context: CallContext,
      apply: (effect: Effect) => Answer<T>,
    ): Promise<Answer<T>> => {
      const [fault] = desk.count('effect');
      const refusal = fault ? refusalOf(fault.how) : null;
      const key = context.key ?? '';
      const effect: Effect = {
        ...{ method, username: agent.username, key, subject, made: null, by: process },
        sentAt: time.now(),
        appliedAt: null,
      };
      effects.push(effect);
      const applied = (): Answer<T> => {
        if (paused) return stopped;
        const answer = apply(effect);
        if (answer.kind !== 'ok') return answer;
        effect.appliedAt = time.now();
        time.note(`gallery: ${method} ${subject} by ${agent.username} for ${key}`);
        return answer;
      };
      if (!fault || refusal) {
        return unlessAborted(
          context,
          process.call(`${method} ${key}`, () => refusal ?? applied()),
        );
      }
      if (fault.how === 'lost') time.after(random.between(1, 1_000), 'applied', applied);
      if (fault.how === 'late') time.after(Math.floor(fault.lands * options.settleMs * 0.95), 'applied late', applied);
      const lost = new Promise<Answer<T>>((resolve) => {
        if (!fault.hangs) process.run(random.between(1, 500), `${method} broke off`, () => resolve(reset));
      });
      return unlessAborted(context, lost);
    };

    return {
      provision: (agent, c) => read('provision', c, () => ok({ id: userOf(agent.username).id, created: true })),
      deprovision: (_id, username, c) =>
        read('deprovision', c, () => {
          const found = !removed.has(username);
          if (found) removed.set(username, time.now());
          return ok({ found });
        }),
      items: (agent, { limit, offset }, c) =>
        read('items', c, () => {
          const told = options.tellsTruth ? items : items.filter(({ user }) => user?.username !== agent?.username);
          return ok(told.slice(offset, offset + limit).map((item) => seen(item, agent)));
        }),
      item: (agent, id, c) =>
        read('item', c, () => {
          const item = items.find((one) => one.id === id);
          return item ? ok(seen(item, agent)) : gone;
        }),
      comments: (agent, id, { limit, offset }, c) =>
        read('comments', c, () => {
          const all = comments.get(id) ?? [];
          const told = options.tellsTruth ? all : all.filter(({ user }) => user?.username !== agent?.username);
          return ok(told.slice(offset, offset + limit));
        }),
      render: (agent, workflow, _prompt, c) =>
        change('render', agent, workflow, c, () => {
          const imageUrl = `http://gallery/${++serial}.png`;
          return ok({ imageUrl, imageId: null, usage: [], costUsd: RENDER_COST_USD });
        }),
      post: (agent, { title, caption, imageUrl }, c) =>
        change('post', agent, title, c, (effect) => {
          if (isRefused(imageUrl)) return { kind: 'invalid', reason: 'not such a picture' };
          effect.made = put(agent.username, title, caption, imageUrl);
          return ok({ id: effect.made });
        }),
      like: (agent, id, c) =>
        change('like', agent, id, c, () => ok({ liked: toggle(agent.username, id), likeCount: likesOf(id).length })),
      comment: (agent, id, text, c) =>
        change('comment', agent, id, c, (effect) => {
          effect.made = write(agent.username, id, text);
          return ok({ id: effect.made });
        }),
      probe: (c) => read('probe', c, () => ok(true as const)),
      renderCeilingUsd: () => 0.02,
    };
  };

  return {
    portOf,
    effects: effects as readonly Effect[],
    items: items as readonly GalleryItem[],
    comments: comments as ReadonlyMap<string, readonly GalleryComment[]>,
    likes: likes as ReadonlySet<string>,
    removed: removed as ReadonlyMap<string, number>,
    put,
    /** What people do, without any faults. */
    write,
    toggle,
    setPaused: (value: boolean) => {
      paused = value;
    },
  };
};
export type SimulatedGallery = ReturnType<typeof simulatedGallery>;
