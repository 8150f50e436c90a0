import type { Activity, ActivityKind } from '@fleet/domain/read-models/api';

/** In the order of legends and stacks: what agents do, then what went wrong. */
export const kinds: readonly ActivityKind[] = ['post', 'comment', 'like', 'browse', 'rejected', 'unknown', 'skipped'];

export const kindLabel: Record<ActivityKind, string> = {
  post: 'Posts',
  comment: 'Comments',
  like: 'Likes',
  browse: 'Browsing',
  rejected: 'Rejected',
  unknown: 'Unclear',
  skipped: 'Skipped',
};

const tried: Record<string, string> = { post: 'a post', comment: 'a comment', like: 'a like', browse: 'browsing' };

export const kindName: Record<ActivityKind, string> = {
  post: 'Post',
  comment: 'Comment',
  like: 'Like',
  browse: 'Browsing',
  rejected: 'Rejected',
  unknown: 'Outcome unclear',
  skipped: 'Skipped',
};

/** What the agent did, as the middle of a sentence that begins with its name. */
export function did(activity: Activity): string {
  const what = activity.action ? tried[activity.action] : 'an action';
  switch (activity.kind) {
    case 'post':
      return 'posted';
    case 'comment':
      return activity.postTitle ? 'commented on' : 'commented';
    case 'like':
      return 'liked';
    case 'browse':
      return 'browsed the gallery';
    case 'rejected':
      return `had ${what} rejected`;
    case 'unknown':
      return `tried ${what}, outcome unclear`;
    case 'skipped':
      return activity.action ? `skipped ${what}` : 'skipped its turn';
    default:
      return activity.kind satisfies never;
  }
}

/** The image's caption, for those who do not see it. */
export const altOf = (activity: Activity): string =>
  (activity.kind === 'post' ? activity.text : activity.postTitle) ?? `Image by ${activity.agentName}`;
