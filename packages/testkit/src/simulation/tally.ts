import { CRASH_PLACES, FAULT_KINDS } from './faults.ts';
import type { HistoryResult } from './history.ts';

/** What many histories came to. */
export type Tally = {
  seeds: number;
  readonly failed: number[];
  readonly reached: Set<string>;
  readonly struck: Set<string>;
  readonly states: Set<string>;
  readonly faults: Record<string, number>;
  ticks: number;
  effects: number;
  heldForGood: number;
  tasks: number;
};

export const emptyTally = (): Tally => ({
  ...{ seeds: 0, failed: [], reached: new Set(), struck: new Set(), states: new Set(), faults: {} },
  ...{ ticks: 0, effects: 0, heldForGood: 0, tasks: 0 },
});

export const count = (tally: Tally, result: HistoryResult): void => {
  tally.seeds++;
  if (result.violations.length > 0) tally.failed.push(result.seed);
  for (const place of result.reached) tally.reached.add(place);
  for (const place of result.struck) tally.struck.add(place);
  for (const state of result.states) tally.states.add(state);
  for (const [kind, hits] of Object.entries(result.hits)) tally.faults[kind] = (tally.faults[kind] ?? 0) + hits;
  tally.ticks += result.ticks;
  tally.effects += result.effects;
  tally.heldForGood += result.heldForGood;
  tally.tasks += result.tasks;
};

/** Events, ends of ticks and of drafts that so many histories come to; one that is missing means that the simulation lost its reach. */
const STATES = [
  ...['TickAccepted', 'FeedBrowsed', 'EffectAttempted', 'EffectSucceeded', 'EffectFailed', 'EffectUnknown'],
  ...['PostPublished', 'CommentLeft', 'PostLiked', 'TickSkipped', 'TickAbandoned', 'MemorySummarized'],
  ...['done', 'unknown unknown', 'skipped paused', 'skipped budget_denied', 'skipped budget_unavailable'].map(ended),
  ...['skipped nothing_to_say', 'rejected unclear', 'rejected absent', 'rejected not_sent', 'rejected prose'].map(
    ended,
  ),
  ...['rejected FLEET_PAUSED', 'rejected AGENT_LIMIT', 'rejected throttled', 'rejected unsent'].map(ended),
  ...['rejected invalid', 'rejected llm_unreachable', 'skipped held'].map(ended),
  ...['PostDrafted', 'DraftApproved', 'DraftRejected', 'AgentActRequested', 'AgentActRequested again'],
  ...['AgentReconfigured to a version', 'AgentPaused', 'AgentResumed', 'AgentDeletionRequested'],
  ...['AgentDeprovisioned', 'CommandRefused', 'DeadLetterDiscarded'],
  ...['HumanPosted', 'HumanCommented', 'ReactionsObserved', 'GalleryObserved'],
  ...['draft published', 'draft said no to', 'draft refused', 'draft unknown', 'draft waiting'],
  ...['draft approved and expired', 'draft gone with its agent'],
] as const;

function ended(how: string): string {
  return `TickEnded ${how}`;
}

/** Crash points passed by nobody, or where nobody was ever killed; states nobody came to; faults that hit nothing. */
export const neverReached = ({ reached, struck, states, faults }: Tally): readonly string[] => {
  const places = CRASH_PLACES.map(({ label, where }) => `${label}:${where}`);
  return [
    ...places.filter((place) => !reached.has(place)).map((place) => `passed ${place}`),
    ...places.filter((place) => !struck.has(place)).map((place) => `killed at ${place}`),
    ...STATES.filter((state) => !states.has(state)).map((state) => `came to ${state}`),
    ...FAULT_KINDS.filter((kind) => !faults[kind]).map((kind) => `met ${kind}`),
  ];
};
