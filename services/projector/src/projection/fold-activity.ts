import type { ActivityKind } from '@fleet/domain/read-models/api';
import type { ActivityFact, CommitFacts, Fact } from './facts.ts';
import { foldDrafted, foldDraftTick } from './fold-drafts.ts';
import { foldEffect, foldTurnedAway } from './fold-gallery.ts';
import { foldRhythm } from './fold-rhythm.ts';
import type { ActivityRow, AgentRow, PostRow } from './rows.ts';
import { foldStatistics, toNanoUsd } from './statistics.ts';
import { skippedId, type WorkingSet } from './working-set.ts';

type ActivityCommit = Extract<CommitFacts, { category: 'activity' }>;
type End = Extract<ActivityFact, { type: 'TickEnded' | 'TickAbandoned' | 'TickSkipped' }>;
type Browsed = Extract<ActivityFact, { type: 'FeedBrowsed' }>;
type Drafted = Extract<ActivityFact, { type: 'PostDrafted' }>;
type Outcome = Extract<ActivityFact, { type: 'EffectSucceeded' | 'EffectFailed' }>;
type Done = Exclude<ActivityFact, End | Browsed | Drafted | Outcome>;
type Told = Pick<
  ActivityRow,
  'id' | 'kind' | 'action' | 'costUsd' | 'inputTokens' | 'outputTokens' | 'model' | 'prompt' | 'code' | 'reason'
> &
  Pick<ActivityRow, 'tookMs' | 'shadow'>;

const NOTHING_USED = {
  costUsd: 0,
  inputTokens: 0,
  outputTokens: 0,
  model: null,
  prompt: null,
  code: null,
  tookMs: 0,
  shadow: false,
};

const outcomeOf = (event: End): Told => {
  switch (event.type) {
    case 'TickEnded': {
      const { tickId, kind: action, outcome, draftId: _, draftOver: __, ...rest } = event.data;
      return { ...rest, id: tickId, kind: outcome === 'done' ? action : outcome, action };
    }
    case 'TickAbandoned': {
      const { tickId, kind: action, reason, costUsd, deliveries } = event.data;
      // An accepted tick has attempted something from the start, but for browsing, which attempts nothing.
      const attempted = costUsd > 0 || (action !== null && action !== 'browse');
      const kind = attempted ? 'unknown' : 'rejected';
      return { ...NOTHING_USED, id: tickId, kind, action, reason, costUsd, code: `abandoned_after_${deliveries}` };
    }
    case 'TickSkipped': {
      const { tickId, reason } = event.data;
      return { ...NOTHING_USED, id: skippedId(tickId), kind: 'skipped', action: null, reason: null, code: reason };
    }
  }
};

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What a browse came to, as a sentence for the operator. */
const browseSentence = ({ pages, seen, opened }: Browsed['data']): string => {
  const comments = opened.reduce((sum, { commentIds }) => sum + commentIds.length, 0);
  const looked = `saw ${counted(seen.length, 'post')} on ${counted(pages, 'page')}`;
  if (opened.length === 0) return `${looked}, opened none`;
  return `${looked}, opened ${opened.length}, read ${comments === 0 ? 'no comments' : counted(comments, 'comment')}`;
};

/** What the tick made and held back: no post yet, but what it would be is worth seeing. */
const heldSubject = ({ title, caption, imageUrl }: Drafted['data']) => ({
  ...{ postId: null, postTitle: title, text: caption, imageUrl },
});

/** What the tick did, told by the sibling of its end. Titles and images of others' posts are not in events. */
const subjectOf = (
  done: Done | undefined,
  set: WorkingSet,
): Pick<ActivityRow, 'postId' | 'postTitle' | 'text' | 'imageUrl'> => {
  if (done === undefined) return { postId: null, postTitle: null, text: null, imageUrl: null };
  const { postId } = done.data;
  if (done.type === 'PostPublished') {
    const { title, caption, imageUrl } = done.data;
    return { postId, postTitle: title, text: caption, imageUrl };
  }
  const post = set.posts.get(postId) ?? null;
  const text = done.type === 'CommentLeft' ? done.data.text : null;
  return { postId, postTitle: post?.title ?? null, text, imageUrl: post?.imageUrl ?? null };
};

const foldPost = (set: WorkingSet, agentId: string, { event, recorded }: Fact<Done>): void => {
  const { postId } = event.data;
  const before = set.posts.get(postId) ?? null;
  const change = (row: PostRow): void => {
    set.posts.set(postId, row);
    set.changed.posts.set(postId, row);
  };
  if (event.type === 'PostPublished') {
    const { tickId, title, caption, imageUrl } = event.data;
    if (before !== null) return;
    const publishedAt = recorded.occurredAt;
    change({ id: postId, agentId, title, caption, imageUrl, publishedAt, likes: 0, comments: 0, activityId: tickId });
  } else if (before !== null) {
    const liked = event.type === 'PostLiked';
    change({ ...before, likes: before.likes + (liked ? 1 : 0), comments: before.comments + (liked ? 0 : 1) });
  }
};

const COUNTER = { post: 'posts', comment: 'comments', like: 'likes', browse: 'browses' } as const;

const withCounts = (agent: AgentRow, kind: ActivityKind, costUsd: number): AgentRow => {
  const row = { ...agent, spendUsd: toNanoUsd(agent.spendUsd + costUsd) };
  switch (kind) {
    case 'rejected':
    case 'unknown':
      row.failed += 1;
      row.errorStreak += 1;
      return row;
    case 'skipped':
      return row;
    default:
      row[COUNTER[kind]] += 1;
      row.errorStreak = 0;
      return row;
  }
};

/** Folds what ticks of one agent came to: activities, posts, the agent's counters, statistics. */
export const foldActivity = (set: WorkingSet, commit: ActivityCommit): void => {
  const { id: agentId, position, facts } = commit;
  const done = facts.filter((fact): fact is Fact<Done> => isDone(fact.event));
  const browses = facts.flatMap(({ event }) => (event.type === 'FeedBrowsed' ? [event.data] : []));
  const drafted = facts.flatMap(({ event }) => (event.type === 'PostDrafted' ? [event] : []));
  for (const fact of facts) if (fact.event.type === 'PostDrafted') foldDrafted(set, agentId, fact as Fact<Drafted>);
  for (const { event, recorded } of facts) {
    if (isOutcome(event)) foldTurnedAway(set, event, recorded.recordedAt);
    if (!isEnd(event)) continue;
    const outcome = outcomeOf(event);
    // A repeat of what was told before; the first one stands.
    if (set.activities.has(outcome.id)) continue;
    set.activities.add(outcome.id);
    const own = done.find((fact) => fact.event.data.tickId === event.data.tickId);
    if (own !== undefined) foldPost(set, agentId, own);
    if (event.type !== 'TickSkipped')
      foldDraftTick(set, { event, recorded }, own?.event.type === 'PostPublished' ? own.event.data.postId : null);
    const held = drafted.find(({ data }) => data.tickId === event.data.tickId);
    const browsed = browses.find(({ tickId }) => tickId === event.data.tickId);
    const agent = set.agents.get(agentId) ?? null;
    const row: ActivityRow = {
      ...outcome,
      ...(held ? heldSubject(held.data) : subjectOf(own?.event, set)),
      // Liking and commenting look at the feed as well: there it is only how, not what.
      reason: outcome.kind === 'browse' && browsed !== undefined ? browseSentence(browsed) : outcome.reason,
      costUsd: toNanoUsd(outcome.costUsd),
      position,
      revision: recorded.revision,
      agentId,
      agentName: agent?.config.name ?? agentId,
      username: agent?.username ?? agentId,
      personaId: agent?.persona?.id ?? null,
      at: recorded.occurredAt,
      recordedAt: recorded.recordedAt,
    };
    set.changed.activities.push(row);
    foldStatistics(set, row);
    foldEffect(set, row);
    foldRhythm(set, row);
    if (agent === null) continue;
    const after = { ...withCounts(agent, row.kind, row.costUsd), position };
    if (own?.event.type === 'PostPublished') after.lastImageUrl = own.event.data.imageUrl;
    if (event.type !== 'TickSkipped') after.lastActiveAt = row.at;
    set.agents.set(agentId, after);
    set.changed.agents.set(agentId, after);
  }
};

const isEnd = (event: ActivityFact): event is End =>
  event.type === 'TickEnded' || event.type === 'TickAbandoned' || event.type === 'TickSkipped';

const isOutcome = (event: ActivityFact): event is Outcome =>
  event.type === 'EffectSucceeded' || event.type === 'EffectFailed';

const isDone = (event: ActivityFact): event is Done =>
  event.type === 'PostPublished' || event.type === 'CommentLeft' || event.type === 'PostLiked';
