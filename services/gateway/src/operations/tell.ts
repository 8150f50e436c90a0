import { EventStoreError } from '@fleet/platform/eventstore';
import type { RunAgentCommand } from '../command/agent-commands.ts';
import type { Outcome, Progress, Work } from './rows.ts';

const CONCURRENCY = 16;
const MAX_REFUSED_KEPT = 100;

/** What agents made of a command, and the newest commit it made. `error`: the last of what broke, if anything did. */
export type Told = { readonly outcomes: readonly Outcome[]; readonly position: bigint; readonly error: unknown };

export const brokenOutcome = (agentId: string, error: unknown): Outcome =>
  error instanceof EventStoreError && error.code === 'unavailable'
    ? { agentId, result: 'failed', code: 'event_store_unavailable', reason: 'The event store did not answer.' }
    : { agentId, result: 'failed', code: 'internal', reason: 'Something went wrong here; the log has it.' };

/** Gives the command to each agent, a few at a time. Never throws: what breaks is an outcome. */
export const tellAgents = async (
  agent: RunAgentCommand,
  { action, reason, order }: Pick<Work, 'action' | 'reason' | 'order'>,
  ids: readonly string[],
): Promise<Told> => {
  const outcomes = new Array<Outcome>(ids.length);
  const queue = ids.entries();
  let position = 0n;
  let error: unknown = null;
  const tellOne = async (agentId: string): Promise<Outcome> => {
    try {
      const result = await agent(agentId, { type: action, by: order.by, reason }, order);
      if (result.kind === 'refused') {
        const { code, reason: why } = result.refusal;
        return { agentId, result: 'refused', code, reason: why };
      }
      if (result.changed && result.position > position) position = result.position;
      return { agentId, result: result.changed ? 'changed' : 'unchanged', code: null, reason: null };
    } catch (broke) {
      error = broke;
      return brokenOutcome(agentId, broke);
    }
  };
  const worker = async () => {
    for (const [i, id] of queue) outcomes[i] = await tellOne(id);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { outcomes, position, error };
};

export const noProgress = (): Progress => ({
  ...{ handled: 0, changed: 0, refusedCount: 0, failedCount: 0, refused: [], position: '0' },
});

export const withOutcomes = (before: Progress, outcomes: readonly Outcome[], position: bigint): Progress => {
  const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length;
  const bad = outcomes
    .filter(({ result }) => result === 'refused' || result === 'failed')
    .map(({ agentId, code, reason }) => ({ id: agentId, code: code ?? '', reason: reason ?? '' }));
  return {
    handled: before.handled + outcomes.length,
    changed: before.changed + count('changed'),
    refusedCount: before.refusedCount + count('refused'),
    failedCount: before.failedCount + count('failed'),
    refused: [...before.refused, ...bad].slice(0, MAX_REFUSED_KEPT),
    position: position > BigInt(before.position) ? position.toString() : before.position,
  };
};
