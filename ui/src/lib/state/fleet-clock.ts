import type { Fleet } from '@fleet/domain/read-models/api';

/** The fleet's clock at a wall time, in ms: its last reading, moved on at its own speed. Without a reading, wall time. */
export function fleetClock(fleet: Fleet | undefined, wallMs: number): number {
  if (!fleet) return wallMs;
  const { clock } = fleet;
  return Date.parse(clock.fleet) + Math.max(0, wallMs - Date.parse(clock.wall)) * clock.scale;
}
