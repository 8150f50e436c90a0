import { STREAM } from '@fleet/domain/identity';
import { draftEnds } from './check-drafts.ts';
import type { AgentHistory } from './history-of-agents.ts';
import type { Outside } from './outside.ts';

/** What an event brought about, by name: its type, and what tells it from others of its type. */
const nameOf = (type: string, data: object): string => {
  if (type === 'TickEnded' && 'outcome' in data && 'code' in data)
    return `${type} ${data.outcome} ${data.code ?? ''}`.trim();
  if (type === 'AgentActRequested' && 'retries' in data && data.retries) return `${type} again`;
  if (type === 'AgentReconfigured' && 'persona' in data && data.persona) return `${type} to a version`;
  return type;
};

/** Events of agents, people and the fleet, ends of ticks and of drafts that a history came to, each once. */
export const statesOf = ({ events, time }: Outside, histories: readonly AgentHistory[]): readonly string[] => [
  ...new Set([
    ...histories.flatMap(({ activity, life }) =>
      [...activity, ...life].map(({ event: { type, data } }) => nameOf(type, data)),
    ),
    ...events.store.stream(STREAM.gallery).map(({ type }) => type),
    ...events.store.stream(STREAM.fleet).map(({ type }) => type),
    ...draftEnds(histories, time.now()),
  ]),
];
