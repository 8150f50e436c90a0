import { never } from '../decision.ts';
import type { AgentStatus } from '../read-models/api.ts';
import type { AgentConfig } from './agent-config.ts';
import type { AgentEvent } from './agent-events.ts';

export type ExistingAgent = {
  readonly exists: true;
  readonly id: string;
  readonly username: string;
  readonly persona: { readonly id: string; readonly version: number } | null;
  readonly seedIndex: number | null;
  readonly config: AgentConfig;
  /** What the operator, or a refusal of the platform, wants it to be; sleeping is on top of it. */
  readonly desired: 'idle' | 'running' | 'paused' | 'error' | 'deleted';
  readonly statusReason: string | null;
  /** Wall clock, ISO 8601: the platform's own limit for this agent ends here. */
  readonly sleepingUntil: string | null;
  readonly sleepReason: string | null;
  /** A character of its own is still to be grown: its user is made after that. */
  readonly growing: boolean;
  readonly provisioned: boolean;
  readonly platformUserId: string | null;
  /** Why the platform would not make its user, until it does; tried again by itself. */
  readonly provisioningError: string | null;
  readonly deleting: boolean;
  /** Fleet ms of the last configuration, start, resume or provisioning: no plan reaches before it. */
  readonly configuredAt: number;
  /** The newest "act now", so that repeating it decides nothing. */
  readonly lastActTickId: string | null;
  /** What operators said of its drafts, oldest first; bounded, and kept longer than any draft is waiting. */
  readonly draftDecisions: readonly DraftDecision[];
  /** Dead letters that were tried again, oldest first; bounded, and kept longer than a letter outlives its retry. */
  readonly retries: readonly LetterRetry[];
};
/** `letter`: its number; a stream made anew counts from 1 again, so its message's id is part of what it is. */
export type LetterRetry = { readonly letter: string; readonly messageId: string | null; readonly tickId: string };
export type DraftDecision = { readonly draftId: string; readonly approved: boolean };
export type AgentState = { readonly exists: false } | ExistingAgent;

const DRAFT_DECISIONS_KEPT = 200;
const NO_DECISIONS: readonly DraftDecision[] = [];
const RETRIES_KEPT = 100;
const NO_RETRIES: readonly LetterRetry[] = [];

export const initialAgent: AgentState = { exists: false };

type Made = Pick<ExistingAgent, 'id' | 'username' | 'persona' | 'seedIndex' | 'config'>;

/**
 * An agent as it is made: idle, without a user at the platform, and nothing has happened to it yet. Whoever knows only
 * parts of an agent states these over it. @param at fleet ms
 */
export const freshAgent = (made: Made, at = 0): ExistingAgent => ({
  ...made,
  exists: true,
  desired: 'idle',
  statusReason: null,
  sleepingUntil: null,
  sleepReason: null,
  growing: false,
  provisioned: false,
  platformUserId: null,
  provisioningError: null,
  deleting: false,
  configuredAt: at,
  lastActTickId: null,
  draftDecisions: NO_DECISIONS,
  retries: NO_RETRIES,
});

const created = (data: Extract<AgentEvent, { type: 'AgentCreated' }>['data'], at: number): ExistingAgent => {
  const { agentId, username, persona, seedIndex, config } = data;
  return { ...freshAgent({ id: agentId, username, persona, seedIndex, config }, at), growing: data.grow === true };
};

/** Folds one event. `occurredAtMs`: fleet clock. An event before AgentCreated changes nothing. */
export const evolveAgent = (state: AgentState, event: AgentEvent, occurredAtMs: number): AgentState => {
  if (event.type === 'AgentCreated') return state.exists ? state : created(event.data, occurredAtMs);
  if (!state.exists) return state;
  switch (event.type) {
    case 'AgentGrown':
      return { ...state, growing: false, config: event.data.config, configuredAt: occurredAtMs };
    case 'AgentProvisioned': {
      const { platformUserId } = event.data;
      return { ...state, provisioned: true, platformUserId, provisioningError: null, configuredAt: occurredAtMs };
    }
    case 'AgentProvisioningFailed':
      return { ...state, provisioningError: event.data.reason };
    case 'AgentProvisioningRequested':
      return { ...state, provisioningError: null };
    case 'AgentReconfigured': {
      const { config, persona = state.persona } = event.data;
      return { ...state, config, persona, configuredAt: occurredAtMs };
    }
    case 'AgentStarted':
    case 'AgentResumed':
      return { ...state, desired: 'running', statusReason: null, configuredAt: occurredAtMs };
    case 'AgentPaused':
      return { ...state, desired: 'paused', statusReason: event.data.reason || null };
    case 'AgentStopped':
      return { ...state, desired: 'idle', statusReason: event.data.reason || null };
    case 'AgentSlept':
      return { ...state, sleepingUntil: event.data.until, sleepReason: event.data.reason };
    case 'AgentFailed':
      return { ...state, desired: 'error', statusReason: event.data.reason };
    case 'AgentDeletionRequested':
      return { ...state, desired: 'idle', deleting: true, statusReason: event.data.reason || null };
    case 'AgentDeprovisioned':
      return { ...state, desired: 'deleted', deleting: false, provisioned: false };
    case 'AgentActRequested': {
      const { tickId, retries } = event.data;
      const again = retries ? [...state.retries, { ...retries, tickId }].slice(-RETRIES_KEPT) : state.retries;
      return { ...state, lastActTickId: tickId, retries: again };
    }
    case 'DraftApproved':
    case 'DraftRejected': {
      const decision = { draftId: event.data.draftId, approved: event.type === 'DraftApproved' };
      return { ...state, draftDecisions: [...state.draftDecisions, decision].slice(-DRAFT_DECISIONS_KEPT) };
    }
    default:
      return never(event);
  }
};

const asleep = (state: ExistingAgent, wallMs: number): boolean =>
  state.sleepingUntil !== null && Date.parse(state.sleepingUntil) > wallMs;

/** The retry that a dead letter has had, if any: two gateways, or one that died half-way, make one tick of it. */
export const retryOf = (
  { retries }: Pick<ExistingAgent, 'retries'>,
  { letter, messageId }: Omit<LetterRetry, 'tickId'>,
): LetterRetry | undefined => retries.find((one) => one.letter === letter && one.messageId === messageId);

/** The status an operator sees. `wallMs`: wall clock, since sleeps end by it. */
export const statusOf = (state: ExistingAgent, wallMs: number): AgentStatus => {
  if (state.desired === 'deleted') return 'deleted';
  if (state.provisioningError !== null && !state.deleting) return 'error';
  return state.desired === 'running' && asleep(state, wallMs) ? 'sleeping' : state.desired;
};

/** Why it is paused, asleep or in error; null where there is nothing to say. */
export const statusReasonOf = (state: ExistingAgent, wallMs: number): string | null => {
  const status = statusOf(state, wallMs);
  if (status === 'sleeping') return state.sleepReason;
  return status === 'error' ? (state.provisioningError ?? state.statusReason) : state.statusReason;
};

/** Whether the agent itself may take an action now; the fleet's own pause comes on top. */
export const mayAct = (
  state: AgentState,
  wallMs: number,
): { readonly ok: true } | { readonly ok: false; readonly reason: string } => {
  const no = (reason: string) => ({ ok: false, reason }) as const;
  if (!state.exists) return no('the agent does not exist');
  if (state.deleting) return no('the agent is being deleted');
  if (state.desired !== 'running') return no(`the agent is ${state.desired}`);
  if (!state.provisioned) return no('the platform has not made its user yet');
  return asleep(state, wallMs) ? no(`the agent sleeps until ${state.sleepingUntil}`) : { ok: true };
};
