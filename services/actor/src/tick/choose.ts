import type { ActivityState } from '@fleet/domain/activity/activity';
import type { ActionKind, AttemptRequest } from '@fleet/domain/activity/activity-events';
import { candidatesFor, commentCandidates, pickLike } from '@fleet/domain/choice/candidates';
import { never } from '@fleet/domain/decision';
import { draw } from '@fleet/domain/draws';
import type { AgentDirectory } from '../follow/agents.ts';
import { type Browsed, type Opened, openItems, readPages } from '../gallery/browse.ts';
import type { NotOk } from '../gallery/refusals.ts';
import type { ActingAgent, Answer, CallContext, Compose, ComposeInput, FloImg, GalleryItem } from '../ports.ts';
import { commentInput, postInput } from './compose-input.ts';

/** Items opened in one browse; a comment is offered no more than these. */
const OPENED_AT_MOST = 4;
const MAX_PAGES = 2;
/** Of all looks for something to like or to look at: by what is popular, where older posts are found too. */
const POPULAR_SHARE = 0.18;

/** What a tick became after looking around. `first`: the first effect; null where there is none to make. */
export type Choice = {
  readonly kind: 'chosen';
  readonly action: ActionKind;
  readonly browsed: Browsed;
  readonly first: { readonly request: AttemptRequest; readonly input: ComposeInput | null } | null;
};

export type Chooser = {
  readonly floimg: FloImg;
  readonly compose: Compose;
  readonly directory: AgentDirectory;
  readonly seed: string;
  readonly fleetMs: number;
  readonly wallMs: number;
  /** A post with so many comments of agents is left to people. */
  readonly agentCommentsPerPost: number;
  call<T>(run: (context: CallContext) => Promise<Answer<T>>): Promise<Answer<T>>;
};

type Of = {
  readonly tickId: string;
  readonly agent: ActingAgent;
  readonly state: ActivityState;
  readonly action: ActionKind;
};

const composeRequest = (compose: Compose, input: ComposeInput): AttemptRequest => ({
  step: 'compose',
  kind: input.kind,
  promptId: compose.prompt(input).id,
  candidates: input.kind === 'comment' ? input.candidates.map(({ id }) => id) : [],
});

/** Posts this agent may still act on: what its memory has let go of is too old. */
const mayTouch = (browsed: Browsed, { agent, state }: Of, what: 'liked' | 'commented', wallMs: number) => {
  const done = { has: (postId: string) => state.touched.get(postId)?.[what] === true };
  const remembered = browsed.items.filter(({ createdAt }) => createdAt > state.forgottenUntil);
  return candidatesFor(remembered, { username: agent.username, done }, wallMs + browsed.skewMs);
};

/** A post needs to know what trends, a comment who waits for one; who only looks around does it as people do. */
const sortOf = (action: ActionKind, at: number): 'recent' | 'popular' | 'trending' => {
  switch (action) {
    case 'post':
      return 'trending';
    case 'comment':
      return 'recent';
    case 'like':
    case 'browse':
      return at < POPULAR_SHARE ? 'popular' : 'recent';
    default:
      return never(action);
  }
};

/** Looks around the gallery for the action drawn, and finds what to do; nothing suitable makes it a browse. */
export const choose = async (chooser: Chooser, of: Of): Promise<Choice | NotOk> => {
  const { floimg, compose, directory, seed, wallMs, agentCommentsPerPost } = chooser;
  const { tickId, agent, action } = of;
  const reader = { floimg, agent, call: chooser.call };
  const drawOf = (...keys: readonly string[]) => draw(seed, tickId, ...keys);
  const told = { ...chooser, ...of };

  const pages = action === 'post' ? 1 : 1 + Math.floor(drawOf('pages') * MAX_PAGES);
  const feed = await readPages(reader, pages, sortOf(action, drawOf('sort')));
  if (feed.kind !== 'ok') return feed;
  const { items, skewMs } = feed.browsed;
  const nowMs = wallMs + skewMs;
  const { interests } = agent.config;

  const byWaiting = (posts: readonly GalleryItem[], purpose: string) =>
    commentCandidates(posts, interests, nowMs, directory.isFleetUser, agentCommentsPerPost, (id) =>
      drawOf(purpose, id),
    );
  const open = async (ids: readonly string[]) => openItems(reader, ids);
  const chosen = (opened: readonly Opened[], first: Choice['first'], as: ActionKind = action): Choice => ({
    kind: 'chosen',
    action: first === null && as !== 'browse' ? 'browse' : as,
    browsed: { ...feed.browsed, opened },
    first,
  });
  const lookAt = async (posts: readonly GalleryItem[]): Promise<Choice | NotOk> => {
    const byAppeal = byWaiting(posts, 'open');
    const opened = await open(byAppeal.slice(0, 1 + Math.floor(drawOf('opened') * 3)).map(({ id }) => id));
    return opened.kind === 'ok' ? chosen(opened.opened, null) : opened;
  };

  switch (action) {
    case 'browse':
      return lookAt(items.filter(({ user }) => user !== null));
    case 'post': {
      const input = postInput(told, items);
      return chosen([], { request: composeRequest(compose, input), input });
    }
    case 'like': {
      const candidates = mayTouch(feed.browsed, of, 'liked', wallMs).filter(({ isLiked }) => isLiked !== true);
      const target = pickLike(candidates, interests, nowMs, directory.isFleetUser, drawOf('like'));
      if (target === null) return lookAt(items.filter(({ user }) => user !== null));
      const opened = await open([target.id]);
      if (opened.kind !== 'ok') return opened;
      const still = opened.opened.some(({ item }) => item.id === target.id && item.isLiked !== true);
      const request: AttemptRequest = { step: 'publish', kind: 'like', postId: target.id };
      return chosen(opened.opened, still ? { request, input: null } : null);
    }
    case 'comment': {
      const candidates = mayTouch(feed.browsed, of, 'commented', wallMs);
      const offered = byWaiting(candidates, 'comment').slice(0, OPENED_AT_MOST);
      const opened = await open(offered.map(({ id }) => id));
      if (opened.kind !== 'ok') return opened;
      // A comment of its own that memory does not know (an unclear one of long ago) is still a comment.
      const fresh = opened.opened.filter(
        ({ comments }) =>
          !comments.some(({ user }) => user?.username === agent.username) &&
          // Agents must not answer each other without end.
          comments.filter(({ user }) => user && directory.isFleetUser(user.username)).length <
            chooser.agentCommentsPerPost,
      );
      if (fresh.length === 0) return chosen(opened.opened, null);
      const input = commentInput(told, fresh, directory);
      return chosen(opened.opened, { request: composeRequest(compose, input), input });
    }
    default:
      return never(action);
  }
};
