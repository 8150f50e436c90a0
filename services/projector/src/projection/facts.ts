import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import {
  type Decoded,
  decodeActivityEvent,
  decodeAgentEvent,
  decodeFleetEvent,
  decodeGalleryEvent,
  decodePersonaEvent,
} from '@fleet/domain/codec';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import type { GalleryEvent } from '@fleet/domain/gallery/gallery-events';
import type { PersonaEvent } from '@fleet/domain/persona/persona-events';
import { type Commit, categoryOf, type Place, type RecordedEvent } from '@fleet/platform/eventstore';

/**
 * What ended or was left behind by a tick, and words that were turned down; the other events of an activity stream leave
 * no trace in the read models.
 */
export type ActivityFact = Extract<
  ActivityEvent,
  {
    type:
      | 'TickEnded'
      | 'TickAbandoned'
      | 'TickSkipped'
      | 'FeedBrowsed'
      | 'PostPublished'
      | 'PostDrafted'
      | 'CommentLeft'
      | 'PostLiked'
      | 'EffectSucceeded'
      | 'EffectFailed';
  }
>;
const PASSED_OVER: ReadonlySet<string> = new Set<Exclude<ActivityEvent['type'], ActivityFact['type']>>([
  'TickAccepted',
  'EffectAttempted',
  'EffectUnknown',
  'MemorySummarized',
]);

const holds = (data: unknown, name: string): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && name in data;

/** Most outcomes of attempts hold no words that were turned down, and are not worth parsing. */
const turnsWordsDown = ({ type, data }: RecordedEvent): boolean =>
  type === 'EffectFailed' ? holds(data, 'wrote') : holds(data, 'result') && holds(data.result, 'rejected');
const isOutcome = ({ type }: RecordedEvent): boolean => type === 'EffectFailed' || type === 'EffectSucceeded';

export type Fact<E> = { readonly event: E; readonly recorded: RecordedEvent };

/** One commit, as far as the read models know its category; `id` of its stream, `last` of its events. */
export type CommitFacts = { readonly position: bigint; readonly id: string; readonly last: Place | null } & (
  | { readonly category: 'agent'; readonly facts: readonly Fact<AgentEvent>[] }
  | { readonly category: 'activity'; readonly facts: readonly Fact<ActivityFact>[] }
  | { readonly category: 'fleet'; readonly facts: readonly Fact<FleetEvent>[] }
  | { readonly category: 'persona'; readonly facts: readonly Fact<PersonaEvent>[] }
  | { readonly category: 'gallery'; readonly facts: readonly Fact<GalleryEvent>[] }
  | { readonly category: 'other' }
);

/** Told of each event that cannot be read; it is passed over. */
export type OnUnreadable = (recorded: RecordedEvent, reason: string) => void;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Parses the events of a commit that the read models are made of. Never throws for what a stream may hold. */
export const readCommit = (commit: Commit, onUnreadable: OnUnreadable): CommitFacts => {
  const { position, stream, events } = commit;
  const category = categoryOf(stream);
  const id = stream.slice(category.length + 1);
  const last = events.at(-1) ?? null;
  const decoded = <E>(decode: (event: RecordedEvent) => Decoded<E>, wanted: readonly RecordedEvent[]): Fact<E>[] =>
    wanted.flatMap((recorded) => {
      const result = decode(recorded);
      if (result.kind === 'event') return [{ event: result.event, recorded }];
      onUnreadable(recorded, result.reason);
      return [];
    });
  if ((category === 'agent' || category === 'activity') && !UUID.test(id)) {
    for (const recorded of events) onUnreadable(recorded, `${stream} is not the stream of an agent`);
    return { position, id, last, category: 'other' };
  }
  switch (category) {
    case 'agent':
      return { position, id, last, category, facts: decoded(decodeAgentEvent, events) };
    case 'activity': {
      // Only a browse's end tells what was looked at; elsewhere it is not worth parsing.
      const told = events.some(({ type }) => type === 'TickEnded');
      const wanted = events.filter((event) =>
        isOutcome(event)
          ? turnsWordsDown(event)
          : !PASSED_OVER.has(event.type) && (told || event.type !== 'FeedBrowsed'),
      );
      const facts = decoded(decodeActivityEvent, wanted) as Fact<ActivityFact>[];
      return { position, id, last, category, facts };
    }
    case 'fleet':
      return { position, id, last, category, facts: decoded(decodeFleetEvent, events) };
    case 'persona':
      return { position, id, last, category, facts: decoded(decodePersonaEvent, events) };
    case 'gallery':
      return { position, id, last, category, facts: decoded(decodeGalleryEvent, events) };
    default:
      return { position, id, last, category: 'other' };
  }
};
