import { type AgentHistory, stepOf } from './history-of-agents.ts';
import type { SimulatedLedger } from './ledger.ts';
import type { SimulatedQueue } from './queue.ts';

/** Every accepted tick has one end, and nothing happens in it afterwards; only one is open at a time. */
export const checkEnds = (histories: readonly AgentHistory[]): readonly string[] =>
  histories.flatMap(({ events }) => {
    const wrong: string[] = [];
    const accepted = new Set<string>();
    let open: string | null = null;
    for (const { type, data } of events) {
      if (type === 'MemorySummarized' || type === 'TickSkipped') continue;
      const { tickId } = data;
      if (type === 'TickAccepted') {
        if (accepted.has(tickId)) wrong.push(`accepted twice: ${tickId}`);
        if (open !== null) wrong.push(`accepted while another is open: ${tickId}, ${open}`);
        accepted.add(tickId);
        open = tickId;
      } else if (type === 'TickAbandoned' && !accepted.has(tickId)) continue;
      else if (open !== tickId) wrong.push(`${type} outside of its tick: ${tickId}`);
      if (type === 'TickEnded' || type === 'TickAbandoned') open = null;
    }
    if (open !== null) wrong.push(`accepted and never ended: ${open}`);
    return wrong;
  });

/** A text may be asked for twice and a publication sent twice (the second when the first is proven absent), a picture once. */
const MOST_ATTEMPTS: Readonly<Record<string, number>> = { compose: 2, render: 1, publish: 2 };

/** No tick makes more calls outside than its steps and their one repeat. */
export const checkBounded = (histories: readonly AgentHistory[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const attemptId of attemptsOf(histories))
    counts.set(stepOf(attemptId), (counts.get(stepOf(attemptId)) ?? 0) + 1);
  return [...counts]
    .filter(([step, count]) => count > (MOST_ATTEMPTS[step.slice(step.lastIndexOf('.') + 1)] ?? 0))
    .map(([step, count]) => `attempted ${count} times: ${step}`);
};

/** Nothing is left in the queues when all is quiet. */
export const checkQueue = (queue: SimulatedQueue): readonly string[] =>
  queue
    .unfinished()
    .map(({ messageId, deliveries }) => `never worked off: ${messageId}, delivered ${deliveries} times`);

/** Nothing is attempted that was not reserved before, and nothing costs more than was reserved. */
export const checkLedger = (
  histories: readonly AgentHistory[],
  { reserved, settled }: SimulatedLedger,
): readonly string[] => [
  ...attemptsOf(histories)
    .filter((attemptId) => !reserved.has(attemptId))
    .map((attemptId) => `attempted and not reserved: ${attemptId}`),
  ...[...settled]
    .filter(([attemptId, usd]) => usd > (reserved.get(attemptId) ?? 0))
    .map(([attemptId, usd]) => `cost $${usd}, more than was reserved: ${attemptId}`),
];

/**
 * Attempts whose reservation nobody ever settled: it goes on counting as spent, so that no cap is broken by it. What
 * was free from the start holds nothing.
 */
export const heldForGood = (histories: readonly AgentHistory[], { reserved, settled }: SimulatedLedger): number =>
  attemptsOf(histories).filter((attemptId) => (reserved.get(attemptId) ?? 0) > 0 && !settled.has(attemptId)).length;

const attemptsOf = (histories: readonly AgentHistory[]): readonly string[] =>
  histories.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'EffectAttempted' ? [event.data.attemptId] : [])),
  );
