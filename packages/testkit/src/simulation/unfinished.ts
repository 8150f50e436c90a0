import { decodeFleetEvent } from '@fleet/domain/codec';
import { evolveFleet, initialFleet } from '@fleet/domain/fleet/fleet';
import { STREAM } from '@fleet/domain/identity';
import { draftsOf, endOf } from './drafts-of-agents.ts';
import { activityOf, lifeOf, stateOf } from './history-of-agents.ts';
import type { Outside } from './outside.ts';

/** Whether an operator, or a token that is refused, has stopped the fleet. */
export const isStopped = ({ events }: Outside): boolean =>
  events.store.stream(STREAM.fleet).reduce((state, recorded) => {
    const decoded = decodeFleetEvent(recorded);
    return decoded.kind === 'event' ? evolveFleet(state, decoded.event, Date.parse(recorded.occurredAt)) : state;
  }, initialFleet).pause !== null;

/** What was ordered and has to come to its end by itself, each a sentence: drafts said yes to, deletions. */
export const unfinished = (outside: Outside, agents: ReadonlyMap<string, string>): readonly string[] => {
  const { events, time } = outside;
  return [...agents.values()].flatMap((agentId) => {
    const life = lifeOf(events, agentId);
    const state = stateOf(life);
    if (!state.exists) return [];
    if (state.deleting) return [`a deletion never ended: ${agentId}`];
    if (state.desired !== 'running' || !state.provisioned) return [];
    return draftsOf({ life, activity: activityOf(events, agentId) })
      .filter((draft) => draft.words[0]?.approved && endOf(draft) === null && draft.expiresAt > time.now())
      .map(({ draftId }) => `a draft that was said yes to never ended: ${draftId}`);
  });
};
