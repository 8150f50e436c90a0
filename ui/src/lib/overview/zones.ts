import type { Agent } from '@fleet/domain/read-models/api';
import { hourIn } from '#lib/format.ts';

export type Zone = { timeZone: string; hour: number; total: number; awake: number };

const dayIn = (at: number, timeZone: string): number =>
  ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(
    new Intl.DateTimeFormat('en-US', { weekday: 'short', timeZone }).format(at),
  );

/** Whether an hour of the day lies in one of the ranges `[from, to)`; a range may cross midnight. */
export const inHours = (ranges: readonly (readonly [number, number])[], hour: number): boolean =>
  ranges.some(([from, to]) => (from <= to ? hour >= from && hour < to : hour >= from || hour < to));

/** Running agents in their busy hours, by time zone, at the fleet's clock; the zones go west to east by local hour. */
export function zonesOf(agents: readonly Agent[], at: number): Zone[] {
  const zones = new Map<string, Zone>();
  for (const { status, config } of agents) {
    const { timezone, activeDays, peakHours } = config.schedule;
    let zone = zones.get(timezone);
    if (!zone) {
      zone = { timeZone: timezone, hour: hourIn(at, timezone), total: 0, awake: 0 };
      zones.set(timezone, zone);
    }
    zone.total += 1;
    if (status === 'running' && activeDays.includes(dayIn(at, timezone)) && inHours(peakHours, zone.hour))
      zone.awake += 1;
  }
  return [...zones.values()].toSorted((a, b) => b.total - a.total || a.timeZone.localeCompare(b.timeZone));
}
