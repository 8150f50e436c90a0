import {
  type AgentCommand,
  type AgentState,
  decideAgent,
  type ExistingAgent,
  evolveAgent,
  initialAgent,
  statusOf,
  statusReasonOf,
} from '@fleet/domain/agent/agent';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { decodeAgentEvent } from '@fleet/domain/codec';
import type { Refusal } from '@fleet/domain/decision';
import { STREAM } from '@fleet/domain/identity';
import type { Agent } from '@fleet/domain/read-models/api';
import { type Aggregate, type CommandDeps, execute, type Order } from './execute.ts';

const aggregateOf = (id: string): Aggregate<AgentState, AgentEvent> => ({
  stream: STREAM.agent(id),
  initial: initialAgent,
  evolve: evolveAgent,
  decode: decodeAgentEvent,
});

export type AgentAnswer =
  | {
      readonly kind: 'done';
      readonly changed: boolean;
      readonly state: ExistingAgent;
      readonly position: bigint;
      readonly createdAt: string;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export type RunAgentCommand = (id: string, command: AgentCommand, order: Order) => Promise<AgentAnswer>;

/** One handler for HTTP, NATS and the CLI. */
export const agentCommands =
  (deps: CommandDeps): RunAgentCommand =>
  async (id, command, order) => {
    const executed = await execute(deps, aggregateOf(id), (state) => decideAgent(state, command), order);
    if (executed.kind === 'refused') return { kind: 'refused', refusal: executed.refusal };
    const { state, changed, position, createdAt } = executed;
    if (!state.exists) throw new Error(`agent ${id} does not exist after ${command.type}`);
    return { kind: 'done', changed, state, position, createdAt: createdAt ?? new Date(0).toISOString() };
  };

const NOTHING_YET = {
  lastActiveAt: null,
  lastImageUrl: null,
  counts: { post: 0, comment: 0, like: 0, browse: 0, failed: 0 },
  spendUsd: 0,
  errorStreak: 0,
} as const;

/** The agent as the API shows it: its folded state, and what it has done as far as the read model knows. */
export const agentAfter = (
  { state, position, createdAt }: Extract<AgentAnswer, { kind: 'done' }>,
  row: Agent | null,
  wallMs: number,
): Agent => {
  const { lastActiveAt, lastImageUrl, counts, spendUsd, errorStreak } = row ?? NOTHING_YET;
  const status = statusOf(state, wallMs);
  return {
    id: state.id,
    username: state.username,
    name: state.config.name,
    personaId: state.persona?.id ?? null,
    personaVersion: state.persona?.version ?? null,
    status,
    statusReason: statusReasonOf(state, wallMs),
    sleepingUntil: status === 'sleeping' ? state.sleepingUntil : null,
    provisioned: state.provisioned,
    deleting: state.deleting,
    config: state.config,
    createdAt: row?.createdAt ?? createdAt,
    lastActiveAt,
    lastImageUrl,
    counts: { ...counts },
    spendUsd,
    errorStreak,
    isAgent: true,
    position: position.toString(),
  };
};
