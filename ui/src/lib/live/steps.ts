import type { ActivityEvent, AttemptRequest, StepResult } from '@fleet/domain/activity/activity-events';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import type { StoredEvent } from '@fleet/domain/read-models/tick-events';
import { count, plural, sentence, usd } from '#lib/format.ts';

/** One event of a turn in plain words. `bad`: something went wrong here; the words say so too. */
export type Step = { readonly title: string; readonly note: string; readonly bad?: true };

export type Told = Pick<StoredEvent, 'type' | 'data' | 'metadata'>;
type Asked = Extract<AgentEvent, { type: 'AgentActRequested' }>;
/** What a turn's events are; an older or newer one may be none of these. */
type Known = ActivityEvent | Asked;

const listed = (...parts: readonly (string | false | undefined | null)[]) => parts.filter(Boolean).join(' · ');
const ofKind = { post: 'a post', comment: 'a comment', like: 'a like', browse: 'browsing' };
const sent = { post: 'Post sent', comment: 'Comment sent', like: 'Like sent' };
const skipReason = {
  busy: 'the agent was busy with another turn',
  limit: 'a limit was reached',
  budget_unavailable: 'the budget could not be asked',
  too_close: 'too close to the turn before',
};
const ended = {
  done: 'Ended',
  rejected: 'Ended: rejected',
  unknown: 'Ended: outcome unclear',
  skipped: 'Ended: skipped',
};
const stepName = { compose: 'Text', render: 'Picture', publish: 'Sending' };

function asks(request: AttemptRequest): Step {
  if (request.step === 'compose')
    return {
      title: 'Text asked for',
      note: listed(
        `prompt ${request.promptId}`,
        request.candidates.length > 0 && `${request.candidates.length} posts to choose from`,
      ),
    };
  if (request.step === 'render') return { title: 'Picture asked for', note: `workflow ${request.workflow}` };
  return { title: sent[request.kind], note: '' };
}

function came(result: StepResult): Step {
  switch (result.step) {
    case 'compose': {
      const { composed, source, model, inputTokens, outputTokens } = result;
      if (source === 'bank') return { title: 'Text taken from the bank', note: '' };
      const used = inputTokens + outputTokens > 0 && `${count(inputTokens)} tokens in, ${count(outputTokens)} out`;
      if (composed.kind === 'skip')
        return { title: 'The model had nothing to say', note: listed(composed.reason, used) };
      return { title: source === 'stored' ? 'Text taken from store' : 'Text came', note: listed(model, used) };
    }
    case 'render':
      return { title: 'Picture came', note: '' };
    case 'publish':
      return { title: 'The gallery confirmed', note: '' };
    default:
      return result satisfies never;
  }
}

function words(event: Known): Step {
  switch (event.type) {
    case 'AgentActRequested': {
      const { by, reason, retries } = event.data;
      return {
        title: 'Asked for',
        note: listed(`by ${by}`, retries && `tries dead letter ${retries.letter} again`, reason),
      };
    }
    case 'TickAccepted': {
      const { kind, shadow, draftId } = event.data;
      return {
        title: 'Accepted',
        note: listed(ofKind[kind], draftId && 'publishes a draft', shadow && 'writes are off'),
      };
    }
    case 'TickSkipped':
      return { title: 'Not taken', note: skipReason[event.data.reason] };
    case 'FeedBrowsed': {
      const { seen, pages, opened } = event.data;
      return {
        title: 'Looked around',
        note: listed(
          `${plural(seen.length, 'post')} on ${plural(pages, 'page')}`,
          opened.length > 0 && `opened ${opened.length}`,
        ),
      };
    }
    case 'EffectAttempted': {
      const { n, ceilingUsd, request } = event.data;
      const { title, note } = asks(request);
      return { title, note: listed(n > 1 && `try ${n}`, note, ceilingUsd > 0 && `at most ${usd(ceilingUsd)}`) };
    }
    case 'EffectSucceeded': {
      const { observed, costUsd, result } = event.data;
      const { title, note } = came(result);
      return {
        title,
        note: listed(costUsd > 0 && usd(costUsd), note, observed === 'read-back' && 'found by looking afterwards'),
      };
    }
    case 'EffectFailed': {
      const { step, code, reason, costUsd, again } = event.data;
      const note = listed(sentence(reason), code, costUsd > 0 && usd(costUsd), again && 'may be tried again');
      return { title: `${stepName[step]} failed`, note, bad: true };
    }
    case 'EffectUnknown': {
      const { step, reason, costUsd } = event.data;
      return {
        title: `${stepName[step]}: outcome unclear`,
        note: listed(sentence(reason), costUsd > 0 && usd(costUsd)),
        bad: true,
      };
    }
    case 'PostPublished':
      return { title: 'Published', note: event.data.title };
    case 'PostDrafted':
      return { title: 'Held for an operator’s yes', note: event.data.title };
    case 'CommentLeft':
      return { title: 'Comment left', note: event.data.text };
    case 'PostLiked':
      return { title: 'Liked', note: '' };
    case 'TickEnded': {
      const { outcome, code, reason, costUsd } = event.data;
      const note = listed(reason && sentence(reason), code, costUsd > 0 && `${usd(costUsd)} in all`);
      return outcome === 'rejected' || outcome === 'unknown'
        ? { title: ended[outcome], note, bad: true }
        : { title: ended[outcome], note };
    }
    case 'TickAbandoned': {
      const { deliveries, reason, costUsd } = event.data;
      const note = listed(sentence(reason), costUsd > 0 && `charged ${usd(costUsd)}`);
      return { title: `Given up after ${plural(deliveries, 'delivery', 'deliveries')}`, note, bad: true };
    }
    case 'MemorySummarized':
      return { title: 'Memory summarized', note: '' };
    default:
      return event satisfies never;
  }
}

/** An event of another version, whose data this dashboard does not know, is named by its type. */
export function stepOf({ type, data }: Pick<Told, 'type' | 'data'>): Step {
  const unknown = { title: type, note: '' };
  try {
    const step: Step | undefined = words({ type, data } as Known);
    return typeof step?.title === 'string' ? step : unknown;
  } catch {
    return unknown;
  }
}

type Cause = {
  /** An operator asked for this turn. */
  readonly ordered: boolean;
  /** The request, where it is still known. */
  readonly asked?: Asked['data'] | undefined;
  /** The turn that made the draft which this one published. */
  readonly draftId?: string | undefined;
  /** The turn whose look around first saw the post. */
  readonly foundIn?: string | undefined;
};

/** What a turn's events say of why it came about. */
export function causeOf(events: readonly Told[]): Cause {
  const of = <T extends Known['type']>(type: T) =>
    events.find((event) => event.type === type)?.data as Extract<Known, { type: T }>['data'] | undefined;
  const answered = of('CommentLeft') ?? of('PostLiked');
  const asked = of('AgentActRequested');
  const ordered = asked !== undefined || events.some(({ metadata }) => metadata.causationId !== null);
  return { ordered, asked, draftId: of('TickAccepted')?.draftId, foundIn: answered?.foundIn };
}
