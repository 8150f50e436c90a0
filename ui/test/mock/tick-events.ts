import type { ActionKind, ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { encode } from '@fleet/domain/codec';
import { factId } from '@fleet/domain/identity';
import type { Activity } from '@fleet/domain/read-models/api';
import type { TickEvents } from '@fleet/domain/read-models/tick-events';
import { tickTraceparent, traceIdOf } from '@fleet/domain/trace';

/** Who asked for a turn, where an operator did. */
export type Asked = Pick<Extract<AgentEvent, { type: 'AgentActRequested' }>['data'], 'by' | 'reason' | 'retries'>;
type At = readonly [afterMs: number, event: ActivityEvent | AgentEvent];

const verdicts = [{ check: 'caption-length', ok: true }];

const seen = Array.from({ length: 20 }, (_, n) => ({
  postId: `seen-${n}`,
  createdAt: 1_772_000_000_000,
  comments: n % 3,
}));
const opened = [
  { postId: 'seen-1', commentIds: ['c1'] },
  { postId: 'seen-2', commentIds: ['c2', 'c3'] },
];

/** What an actor would have written of it: accepted, each step asked for and answered, ended. */
const storyOf = (activity: Activity): At[] => {
  const { id, kind, action, agentId, costUsd, inputTokens, outputTokens, model, prompt, postId, text, tookMs } =
    activity;
  const tickId = id;
  const due = Date.parse(activity.at) - tookMs;
  if (kind === 'skipped') return [[0, { type: 'TickSkipped', data: { tickId, due, reason: 'busy' } }]];
  const tried: ActionKind = action ?? 'browse';
  const story: At[] = [
    [0, { type: 'TickAccepted', data: { tickId, due, kind: tried, agentRevision: 3, shadow: false } }],
    [90, { type: 'FeedBrowsed', data: { tickId, pages: 1, seen, opened } }],
  ];
  const attempted = (step: 'compose' | 'render' | 'publish') => ({
    ...{ tickId, attemptId: `${tickId}.${step}.1`, n: 1, claimId: agentId, attemptedAt: due },
    ceilingUsd: step === 'compose' ? 0.01 : 0,
  });
  const of = (step: 'compose' | 'render' | 'publish') => ({ tickId, attemptId: `${tickId}.${step}.1` });
  const answered = { ...of('compose'), observed: 'answer', costUsd } as const;
  if (tried === 'post' || tried === 'comment') {
    const caption = text ?? 'Untitled';
    const composed =
      tried === 'post'
        ? ({ kind: 'post', imagePrompt: `${caption}, soft light`, title: caption, caption } as const)
        : ({ kind: 'comment', postId: postId ?? '', text: caption } as const);
    const request = { step: 'compose', kind: tried, promptId: `${tried}@3`, candidates: [] as string[] } as const;
    const wrote = {
      prompt: prompt ?? { id: tried, version: 3, hash: '' },
      provider: 'offline',
      model: model ?? 'offline',
    };
    const used = { inputTokens, outputTokens, answer: JSON.stringify(composed), verdicts };
    story.push(
      [120, { type: 'EffectAttempted', data: { ...attempted('compose'), request } }],
      [
        700,
        { type: 'EffectSucceeded', data: { ...answered, result: { step: 'compose', composed, ...wrote, ...used } } },
      ],
    );
  }
  if (kind === 'rejected' || kind === 'unknown') {
    const reason = activity.reason ?? '';
    const failed = { ...of('publish'), step: 'publish', reason, costUsd: 0 } as const;
    story.push([
      tookMs,
      kind === 'unknown'
        ? { type: 'EffectUnknown', data: failed }
        : { type: 'EffectFailed', data: { ...failed, code: activity.code ?? '', again: false } },
    ]);
  } else if (kind !== 'browse') {
    const id = postId ?? '';
    const imageUrl = activity.imageUrl ?? '';
    if (kind === 'post') {
      const request = { step: 'render', workflow: 'social_square', imagePrompt: `${text}, soft light` } as const;
      const rendered = { step: 'render', imageUrl, imageId: null, workflow: 'social_square', usage: [] } as const;
      story.push(
        [720, { type: 'EffectAttempted', data: { ...attempted('render'), request } }],
        [
          tookMs - 60,
          {
            type: 'EffectSucceeded',
            data: { ...of('render'), observed: 'answer', costUsd: 0, result: { ...rendered, usage: [] } },
          },
        ],
      );
    }
    const request =
      kind === 'post'
        ? ({ step: 'publish', kind, title: text ?? '', caption: text ?? '', imageUrl } as const)
        : kind === 'comment'
          ? ({ step: 'publish', kind, postId: id, text: text ?? '' } as const)
          : ({ step: 'publish', kind, postId: id } as const);
    const fact: ActivityEvent =
      kind === 'post'
        ? { type: 'PostPublished', data: { tickId, postId: id, title: text ?? '', caption: text ?? '', imageUrl } }
        : kind === 'comment'
          ? { type: 'CommentLeft', data: { tickId, postId: id, commentId: 'c', text: text ?? '', foundIn: tickId } }
          : { type: 'PostLiked', data: { tickId, postId: id, likeCount: 4, foundIn: tickId } };
    story.push(
      [tookMs - 50, { type: 'EffectAttempted', data: { ...attempted('publish'), request } }],
      [
        tookMs,
        {
          type: 'EffectSucceeded',
          data: { ...of('publish'), observed: 'answer', costUsd: 0, result: { step: 'publish', id } },
        },
      ],
      [tookMs, fact],
    );
  }
  const outcome = kind === 'rejected' || kind === 'unknown' ? kind : 'done';
  const { code, reason, shadow } = activity;
  const total = { costUsd, inputTokens, outputTokens, model, prompt, tookMs, shadow };
  story.push([tookMs, { type: 'TickEnded', data: { tickId, kind: tried, outcome, code, reason, ...total } }]);
  return story;
};

/** The gateway's answer for one activity, as its projector and its event store would give it. */
export const tickEventsOf = (activity: Activity, asked?: Asked): TickEvents => {
  const { id, agentId, tookMs } = activity;
  const began = Date.parse(activity.recordedAt) - tookMs;
  const traceparent = tickTraceparent(id, null);
  const requestId = factId('mock', 'request', id);
  const request: At[] = asked
    ? [[-400, { type: 'AgentActRequested', data: { tickId: id, due: began, kind: activity.action, ...asked } }]]
    : [];
  const events = [...request, ...storyOf(activity)].map(([afterMs, event], n) => {
    const own = event.type !== 'AgentActRequested';
    const at = new Date(began + afterMs).toISOString();
    const envelope = { id: own ? factId('mock', id, n) : requestId, correlationId: own ? id : 'order', traceparent };
    const encoded = encode(event, {
      ...envelope,
      occurredAtMs: began + afterMs,
      causationId: own && asked ? requestId : null,
    });
    const { synthetic: _, ...metadata } = encoded.metadata;
    const stream = `${own ? 'activity' : 'agent'}-${agentId}`;
    return { ...encoded, metadata, stream, revision: 40 + n, position: activity.position, recordedAt: at };
  });
  return { id, tickId: id, traceId: traceIdOf(traceparent), correlationId: id, complete: true, events };
};
