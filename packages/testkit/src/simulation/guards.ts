/**
 * What keeps something from happening twice, or without a yes, each of which can be taken away for a run, to see that
 * the simulation notices. All true: the fleet as it is.
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
  /** An operator's no to a draft is heard as a no. */
  readonly hearsNo: boolean;
  /** A draft that was published is remembered as over. */
  readonly remembersPublished: boolean;
  /** An agent on hold keeps its posts back. */
  readonly holds: boolean;
  /** A dead letter that was tried again is remembered, by every gateway. */
  readonly remembersRetries: boolean;
};
export const ALL_GUARDS: Guards = {
  sendDeadline: true,
  settleWait: true,
  readBack: true,
  revisionCheck: true,
  ownClaims: true,
  hearsNo: true,
  remembersPublished: true,
  holds: true,
  remembersRetries: true,
};
export const GUARD_NAMES = Object.keys(ALL_GUARDS) as readonly (keyof Guards)[];
