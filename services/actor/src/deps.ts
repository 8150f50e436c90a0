import type { KeyValue, Publish } from '@fleet/platform/bus';
import type { Clock } from '@fleet/platform/clock';
import type { EventStore } from '@fleet/platform/eventstore';
import type { ActorOptions } from './options.ts';
import type { Budget, Compose, CrashPoint, FloImg, Grow } from './ports.ts';

/** Structured first, then the sentence, as pino has it. */
export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

/** Ends after `ms` of monotonic time, or at once when the signal aborts. Never rejects. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Everything an actor stands on: each can be a fake, so that many run in one process. */
export type ActorDeps = {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly events: EventStore;
  readonly publish: Publish;
  readonly control: KeyValue;
  readonly leases: KeyValue;
  readonly floimg: FloImg;
  readonly compose: Compose;
  readonly budget: Budget;
  readonly grow: Grow;
  readonly crashPoint: CrashPoint;
  readonly log: Log;
  /** Random, one per delivery: what makes an attempt this worker's own. */
  readonly newClaimId: () => string;
  readonly options: ActorOptions;
};
