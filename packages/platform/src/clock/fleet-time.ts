import { fleetAt } from './anchor.ts';
import type { ClockAnchor } from './port.ts';

/** A difference that is drift, not somebody setting the wall clock. */
const driftMs = 50;

/**
 * Fleet time of one process. Between synchronisations it is driven by the monotonic clock; `sync` compares it with the
 * wall: ahead of us, we follow; behind us (the wall was set back, or an anchor lies earlier), time stands still until
 * it has caught up. So it never goes back.
 */
export const createFleetTime = (
  first: ClockAnchor,
  wall: () => number,
  monotonic: () => number,
): { now(): number; sync(): number; anchorAt(anchor: ClockAnchor): void; anchor(): ClockAnchor } => {
  let anchor = first;
  let base = { fleet: fleetAt(first, wall()), monotonic: monotonic() };
  let greatest = base.fleet;
  const running = () => base.fleet + (monotonic() - base.monotonic) * anchor.scale;
  const now = () => {
    greatest = Math.max(greatest, running());
    return greatest;
  };
  /** Gives by how many fleet ms the wall differs from what we had; 0 when only drift. */
  const sync = () => {
    const by = fleetAt(anchor, wall()) - running();
    base = { fleet: fleetAt(anchor, wall()), monotonic: monotonic() };
    return Math.abs(by) <= driftMs * anchor.scale ? 0 : by;
  };
  return {
    now,
    sync,
    anchor: () => anchor,
    anchorAt: (next) => {
      now();
      anchor = next;
      sync();
    },
  };
};
