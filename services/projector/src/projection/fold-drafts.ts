import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import type { Fact } from './facts.ts';
import type { DraftRow } from './rows.ts';
import type { WorkingSet } from './working-set.ts';

type Of<T extends ActivityEvent['type']> = Extract<ActivityEvent, { type: T }>;
type End = Of<'TickEnded'> | Of<'TickAbandoned'>;
type OfAgent<T extends AgentEvent['type']> = Extract<AgentEvent, { type: T }>;

const change = (set: WorkingSet, row: DraftRow): void => {
  set.drafts.set(row.id, row);
  set.changed.drafts.set(row.id, row);
};

/** Why a draft is over whose agent is gone. */
export const AGENT_DELETED = 'its agent was deleted';

/** A post was made, and waits for an operator; of an agent that is being deleted (its last tick) it waits for nobody. */
export const foldDrafted = (set: WorkingSet, agentId: string, { event, recorded }: Fact<Of<'PostDrafted'>>): void => {
  const { tickId, ...data } = event.data;
  if (set.drafts.get(tickId)) return;
  const agent = set.agents.get(agentId);
  const agentName = agent?.config.name ?? agentId;
  const isGone = agent?.deleting === true || agent?.desired === 'deleted';
  const { recordedAt: at, position } = recorded;
  const undecided = { decidedBy: null, decidedAt: null, postId: null };
  const standing = isGone
    ? ({ state: 'expired', reason: AGENT_DELETED } as const)
    : ({ state: 'waiting', reason: null } as const);
  change(set, { id: tickId, ...standing, agentId, agentName, ...data, at, ...undecided, position });
};

/** The operator's word; the first one stands, and what is published stays so. */
export const foldDecision = (
  set: WorkingSet,
  { event, recorded }: Fact<OfAgent<'DraftApproved'> | OfAgent<'DraftRejected'>>,
): void => {
  const { draftId, by, reason } = event.data;
  const before = set.drafts.get(draftId);
  if (before?.state !== 'waiting') return;
  const state = event.type === 'DraftApproved' ? 'approved' : 'rejected';
  const { recordedAt: decidedAt, position } = recorded;
  change(set, { ...before, state, decidedBy: by, decidedAt, reason: reason || null, position });
};

/** What became of a tick that was to publish a draft. `postId`: of the post, where it was made. */
export const foldDraftTick = (set: WorkingSet, { event, recorded }: Fact<End>, postId: string | null): void => {
  const { draftId } = event.data;
  const before = draftId === undefined ? null : set.drafts.get(draftId);
  if (!before) return;
  const { position } = recorded;
  const why = event.data.reason ?? 'it did not work';
  const isUnknown = event.type === 'TickAbandoned' || event.data.outcome === 'unknown';
  const isOver = event.type === 'TickAbandoned' || event.data.draftOver === true;
  if (postId !== null) change(set, { ...before, state: 'published', postId, position });
  else if (!isOver) change(set, { ...before, reason: `not published yet: ${why}`, position });
  else {
    const what = isUnknown
      ? 'not known whether it was published, and not tried again'
      : 'refused by the platform every time it was tried';
    const { recordedAt: decidedAt } = recorded;
    const decided = { decidedBy: 'system:actor', decidedAt, reason: `${what}: ${why}` };
    change(set, { ...before, ...decided, state: 'rejected', position });
  }
};
