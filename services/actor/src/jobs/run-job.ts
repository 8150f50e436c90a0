import { randomUUID } from 'node:crypto';
import type { AgentCommand, ExistingAgent } from '@fleet/domain/agent/agent';
import type { AgentJob } from '@fleet/domain/messages';
import { actingAgent } from '../follow/agents.ts';
import type { PersonaWatch } from '../follow/personas.ts';
import type { Answer, CallContext, FloImg, Grow } from '../ports.ts';
import { type AgentStreamDeps, foldAgent, stateOutcome } from './agent-stream.ts';

export type JobDeps = AgentStreamDeps & {
  readonly floimg: Pick<FloImg, 'provision' | 'deprovision'>;
  /** Whether the agent still has a tick under way: its user stays until that has ended. */
  readonly hasOpenTick: (agentId: string) => boolean | Promise<boolean>;
  /** Gives an agent that is to have one a character of its own. */
  readonly grow: Grow;
  /** What its persona's version writes with: a character is grown to fit the voice. */
  readonly textsOf: PersonaWatch['textsOf'];
  readonly signal: AbortSignal;
};

/** `done`: acknowledge. Otherwise give the job back to the queue for that long. */
export type JobOutcome = 'done' | { readonly retryInMs: number };

const OUTAGE_RETRY_MS = 15_000;
const OPEN_TICK_RETRY_MS = 5_000;
const OPERATOR_RETRY_MS = 60_000;
/** After a definite no: an operator may have put it right meanwhile. */
const REFUSED_RETRY_MS = 600_000;
const MAX_LIMIT_RETRY_MS = 3_600_000;
const MAX_FOLDS = 5;

type NotOk = Exclude<Answer<unknown>, { kind: 'ok' }>;

/** What no answer, or a bad one, means for a job. A refusal of the request itself is definite. */
const meaning = (answer: NotOk, nowWallMs: number): { definite: boolean; retryInMs: number } => {
  switch (answer.kind) {
    case 'invalid':
    case 'forbidden':
    case 'gone':
    case 'workflow_failed':
      return { definite: true, retryInMs: REFUSED_RETRY_MS };
    case 'unauthorized':
    case 'platform_paused':
      return { definite: false, retryInMs: OPERATOR_RETRY_MS };
    case 'throttled':
      return { definite: false, retryInMs: answer.retryAfterMs };
    case 'agent_limit':
    case 'fleet_limit': {
      const waitMs = Math.max(answer.untilWall - nowWallMs, OUTAGE_RETRY_MS);
      return { definite: false, retryInMs: Math.min(waitMs, MAX_LIMIT_RETRY_MS) };
    }
    case 'unsent':
    case 'unclear':
      return { definite: false, retryInMs: OUTAGE_RETRY_MS };
    default:
      return answer satisfies never;
  }
};

const callOf = (job: AgentJob, deps: JobDeps): CallContext => ({
  key: job.jobId,
  traceparent: null,
  signal: deps.signal,
});

/** Records the outcome, folding again on conflicts. `refused`: it no longer fits what the agent has become. */
const record = async (
  job: AgentJob,
  command: AgentCommand,
  deps: JobDeps,
): Promise<'recorded' | 'refused' | 'conflict'> => {
  for (let i = 0; i < MAX_FOLDS; i++) {
    const folded = await foldAgent(job.agentId, deps);
    const said = await stateOutcome(folded, command, job, deps);
    if (said !== 'conflict') return said;
  }
  return 'conflict';
};

/**
 * Grows the agent's character first, if that was asked for: its user is to be made with what it is. A job that comes
 * again may call again, under a reservation of its own; the first result that lands is the one.
 */
const growFirst = async (job: AgentJob, state: ExistingAgent, deps: JobDeps): Promise<void> => {
  if (!state.growing) return;
  const call = { ...callOf(job, deps), key: `${state.id}.grow.${randomUUID()}` };
  const grown = await deps.grow(actingAgent(state, deps.textsOf(state.persona)), call);
  await record(job, { type: 'grown', ...grown }, deps);
};

const provision = async (job: AgentJob, deps: JobDeps): Promise<JobOutcome> => {
  const before = (await foldAgent(job.agentId, deps)).state;
  if (!before.exists || before.provisioned || before.deleting || before.desired === 'deleted') return 'done';
  await growFirst(job, before, deps);
  const { state } = before.growing ? await foldAgent(job.agentId, deps) : { state: before };
  if (!state.exists || state.provisioned || state.deleting) return 'done';
  if (state.growing) return { retryInMs: OUTAGE_RETRY_MS };
  const agent = actingAgent(state, null);
  const answer = await deps.floimg.provision(agent, callOf(job, deps));
  if (answer.kind !== 'ok') {
    const { definite, retryInMs } = meaning(answer, deps.clock.wallNow());
    if (definite) await record(job, { type: 'provisioningFailed', reason: answer.reason.slice(0, 500) }, deps);
    return { retryInMs };
  }
  const { id, created } = answer.value;
  const said = await record(job, { type: 'provisioned', platformUserId: id, created }, deps);
  if (said === 'conflict') return { retryInMs: OUTAGE_RETRY_MS };
  const now = (await foldAgent(job.agentId, deps)).state;
  if (!now.exists || (!now.deleting && now.desired !== 'deleted')) return 'done';
  // Deleted while its user was being made: the removal may have come first, so it is done once more.
  const removed = await deps.floimg.deprovision(agent.id, agent.username, callOf(job, deps));
  return removed.kind === 'ok' ? 'done' : { retryInMs: meaning(removed, deps.clock.wallNow()).retryInMs };
};

const deprovision = async (job: AgentJob, deps: JobDeps): Promise<JobOutcome> => {
  const { state } = await foldAgent(job.agentId, deps);
  if (!state.exists || !state.deleting) return 'done';
  if (await deps.hasOpenTick(job.agentId)) return { retryInMs: OPEN_TICK_RETRY_MS };
  const answer = await deps.floimg.deprovision(state.id, state.username, callOf(job, deps));
  if (answer.kind !== 'ok') return { retryInMs: meaning(answer, deps.clock.wallNow()).retryInMs };
  const said = await record(job, { type: 'deprovisioned', found: answer.value.found }, deps);
  return said === 'conflict' ? { retryInMs: OUTAGE_RETRY_MS } : 'done';
};

/**
 * Makes or removes an agent's user at the platform and states the result in the agent's stream. Both calls are
 * idempotent, so a job may run any number of times.
 * @throws EventStoreError `unavailable`: give the job back
 */
export const runJob = (job: AgentJob, deps: JobDeps): Promise<JobOutcome> =>
  job.kind === 'provision' ? provision(job, deps) : deprovision(job, deps);
