import type { AgentsSummary } from '@fleet/domain/read-models/population';
import { hourIn } from '#lib/format.ts';

export type Zone = AgentsSummary['zones'][number] & { hour: number; day: boolean };

const sunrise = 6.5;
const sunset = 19.5;

/** The zones with the most agents, each with its local hour at the fleet's clock and whether it is day there. */
export const zonesAt = (zones: AgentsSummary['zones'], fleetNow: number, most: number): Zone[] =>
  zones.slice(0, most).map((zone) => {
    const hour = hourIn(fleetNow, zone.timeZone);
    return { ...zone, hour, day: hour >= sunrise && hour < sunset };
  });

/** Hours as a fraction → "07:30". */
export const hourText = (hour: number) =>
  `${String(Math.floor(hour)).padStart(2, '0')}:${String(Math.floor((hour % 1) * 60)).padStart(2, '0')}`;
