import { retryOf } from '@fleet/domain/agent/agent';
import { type Refusal, refused } from '@fleet/domain/decision';
import { tickIdOf } from '@fleet/domain/identity';
import type { StoredMessages } from '@fleet/platform/bus';
import type { Clock } from '@fleet/platform/clock';
import type { RunAgentCommand } from '../command/agent-commands.ts';
import type { Order } from '../command/execute.ts';
import type { FleetCommands } from '../command/fleet-commands.ts';
import { type Letter, readLetter } from './letter.ts';

export type DeadLetterDeps = {
  readonly letters: StoredMessages;
  readonly agent: RunAgentCommand;
  readonly fleet: Pick<FleetCommands, 'discarded'>;
  readonly clock: Pick<Clock, 'fleetNow'>;
};

export type Retried =
  | { readonly kind: 'retried'; readonly tickId: string; readonly position: bigint }
  | { readonly kind: 'missing' }
  /** `agentId`: whose command it was, null where the letter names none. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly agentId: string | null };
export type Discarded =
  | { readonly kind: 'discarded'; readonly position: bigint; readonly letter: Letter }
  | { readonly kind: 'missing' };

export type DeadLetterCommands = {
  /**
   * A new tick now, by the same path as an operator's "act now": it never takes up an attempt of the old one. The agent
   * remembers what was tried again, so a letter makes one tick, whoever else retries it meanwhile.
   */
  retry(id: string, reason: string, order: Order): Promise<Retried>;
  discard(id: string, reason: string, order: Order): Promise<Discarded>;
};

/** The event comes first and the letter goes after it: whatever fails between leaves the letter to be seen. */
export const deadLetterCommands = ({ letters, agent, fleet, clock }: DeadLetterDeps): DeadLetterCommands => {
  /** Letters being handled by this gateway: two orders for one are one order. */
  const busy = new Set<string>();

  const find = async (id: string): Promise<Letter | null> => {
    const stored = busy.has(id) ? null : await letters.get(Number(id));
    return stored && readLetter(stored);
  };
  const alone = async <T>(id: string, otherwise: T, work: (letter: Letter) => Promise<T>): Promise<T> => {
    const letter = await find(id);
    if (letter === null || busy.has(id)) return otherwise;
    busy.add(id);
    try {
      return await work(letter);
    } finally {
      busy.delete(id);
    }
  };

  return {
    retry: (id, reason, order) =>
      alone<Retried>(id, { kind: 'missing' }, async ({ tick, source, messageId, agentId }) => {
        if (tick === null) {
          const why = source === 'job' ? 'a job is asked for again by itself' : 'it is not a tick that could be read';
          return { kind: 'refused', refusal: refused('not_retryable', `cannot retry: ${why}`), agentId };
        }
        const due = Math.floor(clock.fleetNow());
        const retries = { letter: id, messageId };
        const tickId = tickIdOf(tick.agentId, due);
        const executed = await agent(
          tick.agentId,
          { type: 'actNow', tickId, due, kind: tick.kind, by: order.by, reason, retries },
          order,
        );
        if (executed.kind === 'refused') return { ...executed, agentId: tick.agentId };
        await letters.remove(Number(id));
        const made = retryOf(executed.state, retries)?.tickId ?? tickId;
        return { kind: 'retried', tickId: made, position: executed.position };
      }),

    discard: (id, reason, order) =>
      alone<Discarded>(id, { kind: 'missing' }, async (letter) => {
        const { source, messageId, agentId, reason: cause } = letter;
        const position = await fleet.discarded({ letter: id, source, messageId, agentId, cause, reason }, order);
        await letters.remove(Number(id));
        return { kind: 'discarded', position, letter };
      }),
  };
};
