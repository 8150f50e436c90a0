import type { ActivityRow } from './rows.ts';
import type { WorkingSet } from './working-set.ts';

/**
 * Money is summed in whole billionths of a dollar: sums of binary fractions depend on their order, and a rebuild, which
 * has other batches, must come to the same rows.
 */
export const toNanoUsd = (usd: number): number => Math.round(usd * 1e9) / 1e9;

/** Adds an activity to its minute, its hour and its day, all of wall time (UTC). */
export const foldStatistics = (set: WorkingSet, row: ActivityRow): void => {
  const { kind, costUsd, inputTokens, outputTokens } = row;
  const minute = `${row.recordedAt.slice(0, 16)}:00.000Z`;
  const minuteKey = `${minute}|${kind}`;
  const perMinute = set.changed.minutes.get(minuteKey) ?? { minute, kind, count: 0, costUsd: 0 };
  perMinute.count += 1;
  perMinute.costUsd = toNanoUsd(perMinute.costUsd + costUsd);
  set.changed.minutes.set(minuteKey, perMinute);

  const hour = `${row.recordedAt.slice(0, 13)}:00:00.000Z`;
  const hourKey = `${hour}|${kind}`;
  const perHour = set.changed.hours.get(hourKey) ?? { hour, kind, count: 0, costUsd: 0 };
  perHour.count += 1;
  perHour.costUsd = toNanoUsd(perHour.costUsd + costUsd);
  set.changed.hours.set(hourKey, perHour);

  const day = row.recordedAt.slice(0, 10);
  const personaId = row.personaId ?? '';
  const model = row.model ?? '';
  const dayKey = `${day}|${personaId}|${kind}|${model}`;
  const fresh = { day, personaId, kind, model, count: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
  const perDay = set.changed.days.get(dayKey) ?? fresh;
  perDay.count += 1;
  perDay.inputTokens += inputTokens;
  perDay.outputTokens += outputTokens;
  perDay.costUsd = toNanoUsd(perDay.costUsd + costUsd);
  set.changed.days.set(dayKey, perDay);

  if (costUsd === 0 && inputTokens + outputTokens === 0) return;
  const { agentId } = row;
  const prompt = row.prompt === null ? '' : `${row.prompt.id}@${row.prompt.version}`;
  const usageKey = `${day}|${agentId}|${prompt}`;
  const unused = { day, agentId, prompt, count: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
  const usage = set.changed.usage.get(usageKey) ?? unused;
  usage.count += 1;
  usage.inputTokens += inputTokens;
  usage.outputTokens += outputTokens;
  usage.costUsd = toNanoUsd(usage.costUsd + costUsd);
  set.changed.usage.set(usageKey, usage);
};
