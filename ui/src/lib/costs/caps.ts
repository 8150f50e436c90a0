import type { Budget } from '@fleet/domain/read-models/api';
import { plural, usd } from '#lib/format.ts';

export const capNames = ['dayUsd', 'monthUsd', 'agentDayUsd'] as const;
export type CapName = (typeof capNames)[number];
type Caps = Partial<Record<CapName, number>>;

/** The caps that differ from what is set. */
export const changesOf = (draft: Record<CapName, number | null>, set: Budget['caps']): Caps =>
  Object.fromEntries(
    capNames.flatMap((name) => (draft[name] !== null && draft[name] !== set[name] ? [[name, draft[name]]] : [])),
  );

/** What new caps come to, in numbers, one sentence each. */
export function effectOf(changes: Caps, budget: Budget): string[] {
  const lines: string[] = [];
  const used = ({ spentUsd, heldUsd }: { spentUsd: number; heldUsd: number }) => spentUsd + heldUsd;
  for (const [name, period, word] of [
    ['dayUsd', budget.day, 'today'],
    ['monthUsd', budget.month, 'this month'],
  ] as const) {
    const cap = changes[name];
    if (cap === undefined) continue;
    const left = cap - used(period);
    lines.push(
      left <= 0
        ? `${usd(used(period))} is spent or held ${word}: posts and comments stop at once, until the ${name === 'dayUsd' ? 'day' : 'month'} ends.`
        : `${usd(left)} is left to spend ${word}.`,
    );
  }
  const agentDay = changes.agentDayUsd;
  if (agentDay !== undefined) {
    const over = budget.agents.filter((agent) => used(agent) >= agentDay).length;
    lines.push(
      over > 0
        ? `${plural(over, 'agent')} at or above ${usd(agentDay)} today: they only browse and like until the day ends.`
        : `No agent has reached ${usd(agentDay)} today.`,
    );
  }
  return lines;
}
