import type { ActionKind } from '../activity/activity-events.ts';
import { accepted, type Decision, never, type Refusal, refused } from '../decision.ts';
import { tickIdOf } from '../identity.ts';
import { adoptVersion } from '../persona/adoption.ts';
import type { Persona } from '../persona/persona-events.ts';
import { AgentConfig, type AgentConfigPatch } from './agent-config.ts';
import type { AgentEvent } from './agent-events.ts';
import { type AgentState, type ExistingAgent, retryOf } from './agent-state.ts';

export * from './agent-state.ts';

/** `by`: `operator:<name>`, `cli`, `nats` or `system:<service>`. */
type Ordered = { readonly by: string; readonly reason: string };

export type AgentCommand =
  | {
      readonly type: 'create';
      readonly agentId: string;
      readonly username: string;
      readonly persona: { id: string; version: number } | null;
      readonly seedIndex: number | null;
      readonly config: AgentConfig;
      readonly grow?: boolean;
      readonly by: string;
    }
  | ({ readonly type: 'grown' } & Extract<AgentEvent, { type: 'AgentGrown' }>['data'])
  | ({ readonly type: 'configure'; readonly patch: AgentConfigPatch } & Ordered)
  | ({ readonly type: 'start' | 'pause' | 'resume' | 'stop' | 'delete' } & Ordered)
  /** Its user could not be made: tried again at once. */
  | ({ readonly type: 'provision' } & Ordered)
  /** Takes a newer version of its persona over; `definitions`: by version, the agent's present one among them. */
  | ({
      readonly type: 'adopt';
      readonly persona: { readonly id: string; readonly version: number };
      readonly definitions: ReadonlyMap<number, Persona>;
    } & Ordered)
  | ({
      readonly type: 'decideDraft';
      readonly draftId: string;
      readonly approved: boolean;
      /** Fleet ms: where the agent runs, one tick at once publishes what is approved. */
      readonly nowMs: number;
    } & Ordered)
  | { readonly type: 'provisioned'; readonly platformUserId: string; readonly created: boolean }
  | { readonly type: 'provisioningFailed'; readonly reason: string }
  /** `until`: wall clock, ISO 8601. */
  | { readonly type: 'sleep'; readonly until: string; readonly code: string; readonly reason: string }
  | { readonly type: 'fail'; readonly code: string; readonly reason: string }
  | { readonly type: 'deprovisioned'; readonly found: boolean }
  /** `due`: fleet ms. */
  | {
      readonly type: 'actNow';
      readonly tickId: string;
      readonly due: number;
      readonly kind: ActionKind | null;
      readonly by: string;
      readonly reason?: string;
      /** The dead letter that it tries again. */
      readonly retries?: { readonly letter: string; readonly messageId: string | null };
    };

type Create = Extract<AgentCommand, { type: 'create' }>;
type Configure = Extract<AgentCommand, { type: 'configure' }>;
type Adopt = Extract<AgentCommand, { type: 'adopt' }>;
type DecideDraft = Extract<AgentCommand, { type: 'decideDraft' }>;

const describe = (state: ExistingAgent) => (state.deleting ? 'being deleted' : state.desired);
const doesNotFit = (state: ExistingAgent, command: string, hint = ''): Refusal =>
  refused('invalid_state', `cannot ${command}: the agent is ${describe(state)}${hint && `; ${hint}`}`);

const create = (state: AgentState, { type: _, ...data }: Create): Decision<AgentEvent> => {
  if (!state.exists) return accepted({ type: 'AgentCreated', data });
  // Seeding the same place of the same sequence again finds its own agent.
  const again = data.seedIndex !== null && data.seedIndex === state.seedIndex && data.persona?.id === state.persona?.id;
  if (again && state.desired !== 'deleted') return accepted();
  const why = state.desired === 'deleted' ? 'belonged to a deleted agent and is never used again' : 'is taken';
  return refused('username_taken', `the username ${state.username} ${why}`);
};

const configure = (state: ExistingAgent, { patch, by, reason }: Configure): Decision<AgentEvent> => {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const merged = AgentConfig.safeParse({ ...state.config, ...given });
  if (!merged.success) {
    const errors = merged.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
    return refused('invalid_config', 'the configuration would not be valid', errors);
  }
  const same = JSON.stringify(merged.data) === JSON.stringify(AgentConfig.parse(state.config));
  return same ? accepted() : accepted({ type: 'AgentReconfigured', data: { config: merged.data, by, reason } });
};

const adopt = (state: ExistingAgent, { persona, definitions, by, reason }: Adopt): Decision<AgentEvent> => {
  const own = state.persona;
  if (own?.id !== persona.id) return refused('invalid_state', `the agent is not of persona ${persona.id}`);
  if (own.version >= persona.version) return accepted();
  const [before, now] = [definitions.get(own.version), definitions.get(persona.version)];
  if (!before || !now)
    return refused('unknown_version', `version ${before ? persona.version : own.version} is not known`);
  const config = adoptVersion(state.config, before, now);
  return accepted({ type: 'AgentReconfigured', data: { config, persona, by, reason } });
};

/** Between the ticks that publish what was approved: a little more than two moments of one agent have to lie apart. */
const PUBLISH_GAP_MS = 6_000;

const dueOf = (tickId: string | null): number =>
  tickId === null ? Number.NEGATIVE_INFINITY : Number.parseInt(tickId.slice(tickId.lastIndexOf('.') + 1), 36);

const decideDraft = (state: ExistingAgent, command: DecideDraft): Decision<AgentEvent> => {
  const { draftId, approved, nowMs, by, reason } = command;
  const said = state.draftDecisions.find((decision) => decision.draftId === draftId);
  if (said)
    return said.approved === approved
      ? accepted()
      : refused('invalid_state', `the draft was ${said.approved ? 'approved' : 'rejected'} before`);
  if (!approved) return accepted({ type: 'DraftRejected', data: { draftId, by, reason } });
  const yes: AgentEvent = { type: 'DraftApproved', data: { draftId, by, reason } };
  if (state.desired !== 'running' || !state.provisioned) return accepted(yes);
  const due = Math.floor(Math.max(nowMs, dueOf(state.lastActTickId) + PUBLISH_GAP_MS));
  const tickId = tickIdOf(state.id, due);
  return accepted<AgentEvent>(yes, { type: 'AgentActRequested', data: { tickId, due, kind: null, by } });
};

const order = (
  state: ExistingAgent,
  type: 'start' | 'pause' | 'resume' | 'stop',
  data: Ordered,
): Decision<AgentEvent> => {
  const { desired } = state;
  switch (type) {
    case 'start':
      if (desired === 'running') return accepted();
      if (desired === 'paused') return doesNotFit(state, 'start', 'resume it instead');
      return accepted({ type: 'AgentStarted', data });
    case 'pause':
      if (desired === 'paused') return accepted();
      return desired === 'running' ? accepted({ type: 'AgentPaused', data }) : doesNotFit(state, 'pause');
    case 'resume':
      if (desired === 'running') return accepted();
      if (desired === 'idle') return doesNotFit(state, 'resume', 'start it instead');
      return accepted({ type: 'AgentResumed', data });
    case 'stop':
      return desired === 'idle' ? accepted() : accepted({ type: 'AgentStopped', data });
    default:
      return never(type);
  }
};

/**
 * What a command does to an agent. Refusals: `not_found`, `username_taken`, `invalid_state` (the reason says the
 * state), `invalid_config` (with field errors). An operator's pause is lifted by an operator's resume or stop alone.
 */
export const decideAgent = (state: AgentState, command: AgentCommand): Decision<AgentEvent> => {
  if (command.type === 'create') return create(state, command);
  if (!state.exists) return refused('not_found', 'the agent does not exist');
  if (state.desired === 'deleted') {
    const repeated = command.type === 'delete' || command.type === 'deprovisioned';
    return repeated ? accepted() : refused('invalid_state', `cannot ${command.type}: the agent is deleted`);
  }
  switch (command.type) {
    case 'grown': {
      const { type: _, ...data } = command;
      return state.growing ? accepted({ type: 'AgentGrown', data }) : accepted();
    }
    case 'provisioned': {
      const { platformUserId, created } = command;
      return state.provisioned ? accepted() : accepted({ type: 'AgentProvisioned', data: { platformUserId, created } });
    }
    case 'provisioningFailed': {
      const { reason } = command;
      const known = state.provisioned || state.provisioningError === reason;
      return known ? accepted() : accepted({ type: 'AgentProvisioningFailed', data: { reason } });
    }
    case 'sleep': {
      const { until, code, reason } = command;
      const longer = state.sleepingUntil === null || Date.parse(until) > Date.parse(state.sleepingUntil);
      return longer ? accepted({ type: 'AgentSlept', data: { until, code, reason } }) : accepted();
    }
    case 'delete': {
      const { by, reason } = command;
      return state.deleting ? accepted() : accepted({ type: 'AgentDeletionRequested', data: { by, reason } });
    }
    case 'deprovisioned':
      return state.deleting
        ? accepted({ type: 'AgentDeprovisioned', data: { found: command.found } })
        : doesNotFit(state, 'end a deletion');
  }
  if (state.deleting) return doesNotFit(state, command.type);
  switch (command.type) {
    case 'configure':
      return configure(state, command);
    case 'provision': {
      const { by, reason } = command;
      const waiting = state.provisioned || state.provisioningError === null;
      return waiting ? accepted() : accepted({ type: 'AgentProvisioningRequested', data: { by, reason } });
    }
    case 'adopt':
      return adopt(state, command);
    case 'decideDraft':
      return decideDraft(state, command);
    case 'fail': {
      const { code, reason } = command;
      return state.desired === 'error' ? accepted() : accepted({ type: 'AgentFailed', data: { code, reason } });
    }
    case 'actNow': {
      const { type: _, ...data } = command;
      if (state.lastActTickId === command.tickId) return accepted();
      if (command.retries && retryOf(state, command.retries)) return accepted();
      if (state.desired !== 'running') return doesNotFit(state, 'act', 'only a running agent acts');
      if (!state.provisioned) return refused('invalid_state', 'cannot act: the platform has not made its user yet');
      return accepted({ type: 'AgentActRequested', data });
    }
    default:
      return order(state, command.type, { by: command.by, reason: command.reason });
  }
};
