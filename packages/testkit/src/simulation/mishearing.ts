import type { EventStore, RecordedEvent } from '@fleet/platform/eventstore';
import type { Guards } from './guards.ts';

type Data = Readonly<Record<string, unknown>>;

/** An event as it is taken by somebody who lacks some of what guards drafts and dead letters. */
const misheard =
  ({ hearsNo, remembersPublished, holds, remembersRetries }: Guards) =>
  (recorded: RecordedEvent): RecordedEvent => {
    const data = recorded.data as Data;
    switch (recorded.type) {
      case 'DraftRejected':
        return hearsNo ? recorded : { ...recorded, type: 'DraftApproved' };
      case 'TickEnded':
        return remembersPublished || !data.draftOver ? recorded : { ...recorded, data: { ...data, draftOver: false } };
      case 'AgentCreated':
      case 'AgentReconfigured':
        return holds ? recorded : { ...recorded, data: { ...data, config: { ...(data.config as Data), hold: false } } };
      case 'AgentActRequested':
        return remembersRetries ? recorded : { ...recorded, data: { ...data, retries: undefined } };
      default:
        return recorded;
    }
  };

/** The event store as an actor or a gateway knows it. With all guards it is the event store. */
export const mishearing = (store: EventStore, guards: Guards): EventStore => {
  if (guards.hearsNo && guards.remembersPublished && guards.holds && guards.remembersRetries) return store;
  const hear = misheard(guards);
  return {
    ...store,
    read: async function* (stream, options) {
      for await (const recorded of store.read(stream, options)) yield hear(recorded);
    },
    subscribe: async function* (options) {
      for await (const item of store.subscribe(options))
        yield item.kind === 'commit'
          ? { ...item, commit: { ...item.commit, events: item.commit.events.map(hear) } }
          : item;
    },
  };
};
