import { DRAFTS } from '@fleet/domain/activity/activity';
import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { AgentHistory, Timed } from './history-of-agents.ts';
import { EPOCH_MS } from './process.ts';

type End = Extract<ActivityEvent, { type: 'TickEnded' | 'TickAbandoned' }>;
/** What the streams say of one post on hold. */
export type DraftStory = {
  readonly draftId: string;
  readonly title: string;
  /** Virtual ms; negative where it was made before the history began. */
  readonly expiresAt: number;
  /** Every word on it, in order. The first one stands; there has to be no other. */
  readonly words: readonly { readonly approved: boolean; readonly at: number }[];
  /** Ticks accepted to publish it. */
  readonly tries: readonly Timed<Extract<ActivityEvent, { type: 'TickAccepted' }>>[];
  readonly ends: readonly End[];
};

export const draftsOf = ({ activity, life }: Pick<AgentHistory, 'activity' | 'life'>): readonly DraftStory[] =>
  activity.flatMap(({ event, recordedAtMs }) => {
    if (event.type !== 'PostDrafted') return [];
    const draftId = event.data.tickId;
    return [
      {
        ...{ draftId, title: event.data.title, expiresAt: recordedAtMs + DRAFTS.expireMs - EPOCH_MS },
        words: life.flatMap(({ event: { type, data }, at }) =>
          (type === 'DraftApproved' || type === 'DraftRejected') && data.draftId === draftId
            ? [{ approved: type === 'DraftApproved', at }]
            : [],
        ),
        tries: activity.flatMap(({ event: tried, ...when }) =>
          tried.type === 'TickAccepted' && tried.data.draftId === draftId ? [{ event: tried, ...when }] : [],
        ),
        ends: activity.flatMap(({ event: ended }) =>
          (ended.type === 'TickEnded' || ended.type === 'TickAbandoned') && ended.data.draftId === draftId
            ? [ended]
            : [],
        ),
      },
    ];
  });

/** What became of a draft: published, perhaps published, refused by the platform for good, or none of these yet. */
export const endOf = ({ ends }: DraftStory): 'published' | 'unknown' | 'refused' | null => {
  for (const { type, data } of ends) {
    if (type === 'TickAbandoned') return 'unknown';
    if (data.draftOver)
      return data.outcome === 'done' ? 'published' : data.outcome === 'unknown' ? 'unknown' : 'refused';
  }
  return null;
};
