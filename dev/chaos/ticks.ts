import type { ActivityEvent } from '@fleet/domain/activity/activity-events';

/** A tick that was given to an agent. `due`: wall ms. */
export type Given = { readonly agentId: string; readonly tickId: string; readonly due: number };
export type StoryOf = ReadonlyMap<string, readonly ActivityEvent[]>;

/** Not begun by then, an actor lets a tick go without a word (its limit is two minutes). */
const LAPSED_AFTER_MS = 150_000;
/** Two moments of one agent lie five seconds apart at least. */
const GAP_MS = 6_000;
const ENDS: ReadonlySet<string> = new Set(['TickEnded', 'TickAbandoned', 'TickSkipped']);

/** Ended, not taken, or never begun and too late for that. */
export const isOver = ({ tickId, due }: Given, story: readonly ActivityEvent[], nowMs: number): boolean => {
  const own = story.filter(({ data }) => 'tickId' in data && data.tickId === tickId);
  if (own.some(({ type }) => ENDS.has(type))) return true;
  return own.length === 0 && nowMs - due > LAPSED_AFTER_MS;
};

/**
 * Who gets the next tick: an agent that has had none, or else one all of whose ticks are over, and not just now. Null:
 * nobody at the moment. So a supply of agents never runs out, however many ticks kill nobody.
 */
export const nextAgent = (
  agents: readonly string[],
  given: readonly Given[],
  stories: StoryOf,
  nowMs: number,
): string | null => {
  const of = Map.groupBy(given, ({ agentId }) => agentId);
  const unused = agents.find((agentId) => !of.has(agentId));
  if (unused !== undefined) return unused;
  const isFree = (agentId: string) =>
    (of.get(agentId) ?? []).every(
      (tick) => nowMs - tick.due >= GAP_MS && isOver(tick, stories.get(agentId) ?? [], nowMs),
    );
  return agents.find(isFree) ?? null;
};
