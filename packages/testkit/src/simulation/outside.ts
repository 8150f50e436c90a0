import { simulatedBuckets } from './buckets.ts';
import { simulatedEventLog } from './event-log.ts';
import { faultDesk } from './fault-desk.ts';
import type { Fault } from './faults.ts';
import { simulatedGallery } from './gallery.ts';
import type { Guards } from './guards.ts';
import { simulatedLedger } from './ledger.ts';
import { simulatedModel } from './model.ts';
import { simulatedQueue } from './queue.ts';
import { type Random, randomOf } from './random.ts';
import { virtualTime } from './virtual-time.ts';

/** The actor's waits, shortened in proportion: a history is over in minutes of virtual time. */
export const SHORT_WAITS = {
  sendWithinMs: 2_000,
  callTimeoutMs: 3_000,
  renderTimeoutMs: 5_000,
  leaseMs: 8_000,
  renderLeaseMs: 10_000,
  settleMs: 12_000,
  ackWaitMs: 4_000,
  stopWithinMs: 5_000,
  sweepEveryMs: 20_000,
  probeEveryMs: 5_000,
} as const;

/** In every other history money runs out sooner or later. */
const capOf = (random: Random): number => (random.chance(0.5) ? Number.POSITIVE_INFINITY : random.between(1, 25) / 100);

/** Everything around the processes of one history, all of it under one seed. */
export const openOutside = (
  seed: number,
  faults: readonly Fault[],
  guards: Guards,
  tell: ((line: string) => void) | null,
) => {
  const time = virtualTime(randomOf(seed, 'order'), tell);
  const desk = faultDesk(faults, time.note);
  const chance = randomOf(seed, 'world');
  const gallery = simulatedGallery(time, randomOf(seed, 'gallery'), desk, {
    settleMs: SHORT_WAITS.settleMs,
    tellsLiked: chance.chance(0.8),
    tellsTruth: guards.readBack,
    refuses: randomOf(seed, 'taste').chance(0.2) ? 0.4 : 0,
  });
  return {
    seed,
    guards,
    time,
    desk,
    chance,
    gallery,
    events: simulatedEventLog(time, randomOf(seed, 'events'), desk, guards.revisionCheck),
    queue: simulatedQueue(time, randomOf(seed, 'queue'), desk),
    buckets: simulatedBuckets(time),
    model: simulatedModel(time, desk),
    ledger: simulatedLedger(capOf(randomOf(seed, 'money'))),
    /** What a service logged as an error with an exception that no fault explains. */
    thrown: [] as string[],
  };
};
export type Outside = ReturnType<typeof openOutside>;
