import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { never } from '@fleet/domain/decision';
import { attemptEventId, factId } from '@fleet/domain/identity';

/**
 * Facts that anyone may state have the same id everywhere. What only one worker has seen or claimed is bound to its
 * claim, so that two workers' commits are never taken for one: that is the fence.
 */
export const activityEventId = (event: ActivityEvent, by: { tickId: string; claimId: string }): string => {
  switch (event.type) {
    case 'EffectAttempted':
      return attemptEventId(event.data.attemptId, event.data.claimId);
    case 'EffectSucceeded':
    case 'EffectFailed':
    case 'EffectUnknown':
      return factId(event.type, event.data.attemptId);
    case 'FeedBrowsed':
      return factId(event.type, event.data.tickId, by.claimId);
    case 'MemorySummarized':
      return factId(event.type, by.tickId, by.claimId);
    case 'TickAccepted':
    case 'PostPublished':
    case 'PostDrafted':
    case 'CommentLeft':
    case 'PostLiked':
    case 'TickEnded':
    case 'TickAbandoned':
    case 'TickSkipped':
      return factId(event.type, event.data.tickId);
    default:
      return never(event);
  }
};
