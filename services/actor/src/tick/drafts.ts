import { type ActivityState, DRAFTS, freshDrafts } from '@fleet/domain/activity/activity';
import type { ExistingAgent } from '@fleet/domain/agent/agent';

/** Id of the oldest draft that an operator said yes to and that was not published yet. `wallMs`: wall clock. */
export const approvedDraft = (agent: ExistingAgent, state: ActivityState, wallMs: number): string | null => {
  if (state.drafts.size === 0) return null;
  const approved = new Set(agent.draftDecisions.filter((one) => one.approved).map(({ draftId }) => draftId));
  return freshDrafts(state, wallMs).find(([draftId]) => approved.has(draftId))?.[0] ?? null;
};

/** So many drafts wait for an operator that making more would be spending for nobody. */
export const enoughDrafts = (agent: ExistingAgent, state: ActivityState, wallMs: number): boolean => {
  if (agent.config.hold !== true) return false;
  const decided = new Set(agent.draftDecisions.map(({ draftId }) => draftId));
  return freshDrafts(state, wallMs).filter(([draftId]) => !decided.has(draftId)).length >= DRAFTS.waitingMost;
};
