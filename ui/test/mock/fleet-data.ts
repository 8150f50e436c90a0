import type { Agent, Fleet } from '@fleet/domain/read-models/api';
import { countsOf } from './data.ts';

export type FleetNow = Pick<Fleet, 'status' | 'statusReason' | 'activityLevel' | 'problems'>;

export const fleetOf = (fleet: FleetNow, agents: readonly Agent[], position: number): Fleet => {
  const now = new Date().toISOString();
  const some = agents.length > 0;
  return {
    ...fleet,
    until: null,
    agents: countsOf(agents),
    spend: { today: some ? 1.8342 : 0, held: some ? 0.012 : 0, cap: 5 },
    lagMs: some ? 140 : 0,
    lastMinute: {
      post: some ? 9 : 0,
      comment: some ? 8 : 0,
      like: some ? 17 : 0,
      browse: some ? 8 : 0,
      rejected: some ? 1 : 0,
      unknown: 0,
      skipped: 0,
    },
    clock: { fleet: now, wall: now, scale: 6 },
    position: String(position),
  };
};
