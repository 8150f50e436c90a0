/**
 * What keeps an effect from happening twice, each of which can be taken away for a run, to see that the simulation
 * notices. All true: the actor as it is.
 */
export type Guards = {
  /** An attempt is sent soon after its append or not at all (the lease rests on it). */
  readonly sendDeadline: boolean;
  /** What the platform may still be applying is waited for before reading back. */
  readonly settleWait: boolean;
  /** The gallery tells truly what it holds. */
  readonly readBack: boolean;
  /** The event store looks at expected revisions. */
  readonly revisionCheck: boolean;
  /** Every delivery claims its attempts under a name of its own. */
  readonly ownClaims: boolean;
};
export const ALL_GUARDS: Guards = {
  sendDeadline: true,
  settleWait: true,
  readBack: true,
  revisionCheck: true,
  ownClaims: true,
};
export const GUARD_NAMES = Object.keys(ALL_GUARDS) as readonly (keyof Guards)[];
