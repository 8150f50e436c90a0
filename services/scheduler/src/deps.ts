import type { KeyValue, Publish } from '@fleet/platform/bus';
import type { Clock } from '@fleet/platform/clock';
import type { EventStore } from '@fleet/platform/eventstore';
import type { Log } from '@fleet/platform/log';
import type { SchedulerMetrics } from './metrics.ts';

/** What a scheduler is made of; tests give fakes. */
export type SchedulerDeps = {
  readonly events: EventStore;
  readonly publish: Publish;
  /** Bucket whose entries expire after 6 s. */
  readonly leases: KeyValue;
  readonly cursors: KeyValue;
  readonly clock: Clock;
  /** Ends after `ms`, or at once when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Lets input and output have their turn. */
  readonly yieldTurn: () => Promise<void>;
  readonly fleetSeed: string;
  /** Fleet minutes in which 50 agents started together join; 0 is at once. */
  readonly rampMinutesPer50: number;
  /** Names this process in the lease. */
  readonly instance: string;
  readonly metrics: SchedulerMetrics;
  readonly log: Log;
};

/** Moments later than this are skipped and counted, not caught up: people don't either. Wall time. */
export const STALE_AFTER_MS = 120_000;
