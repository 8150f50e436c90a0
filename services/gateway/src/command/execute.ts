import { setTimeout as wait } from 'node:timers/promises';
import { type Decoded, encode, type FleetDomainEvent } from '@fleet/domain/codec';
import type { Decision, Refusal } from '@fleet/domain/decision';
import { factId } from '@fleet/domain/identity';
import type { Clock } from '@fleet/platform/clock';
import { type AppendResult, type EventStore, EventStoreError, type NewEvent } from '@fleet/platform/eventstore';

/** Who orders: `operator:admin`, `cli` or `nats`; the correlation id ties every event of one order together. */
export type Order = { readonly by: string; readonly correlationId: string; readonly traceparent: string | null };

/** A stream folded to its end. `revision` is `noStream` and `position` 0 where nothing was ever written. */
export type Folded<S> = {
  readonly state: S;
  readonly revision: number | 'noStream';
  readonly position: bigint;
  /** Fleet clock of the first event, ISO 8601. */
  readonly createdAt: string | null;
};

export type Aggregate<S, E extends FleetDomainEvent> = {
  readonly stream: string;
  readonly initial: S;
  readonly evolve: (state: S, event: E, occurredAtMs: number) => S;
  readonly decode: (recorded: { type: string; data: unknown; metadata: { schemaVersion: number } }) => Decoded<E>;
};

export type Executed<S> =
  | ({ readonly kind: 'done'; readonly changed: boolean } & Folded<S>)
  | ({ readonly kind: 'refused'; readonly refusal: Refusal } & Folded<S>);

export type CommandDeps = {
  readonly store: EventStore;
  readonly clock: Clock;
  /** Told of each commit, so that readers can wait for it. */
  readonly wrote: (position: bigint) => void;
  readonly warn: (what: object, message: string) => void;
  /** Ends after `ms` of real time; left out: a timer's. */
  readonly pause?: (ms: number) => Promise<unknown>;
};

/** Nine writers in a row came between: something is wrong, and the caller may try again. */
const MAX_CONFLICTS = 8;
const APPEND_TRIES = 3;
const APPEND_PAUSE_MS = 150;
/** A store that took longer than this to fail has tried again by itself: the operator is told now. */
const ANOTHER_TRY_WITHIN_MS = 2_000;

export const foldStream = async <S, E extends FleetDomainEvent>(
  { store, warn }: Pick<CommandDeps, 'store' | 'warn'>,
  aggregate: Aggregate<S, E>,
  known?: Folded<S>,
): Promise<Folded<S>> => {
  let folded: Folded<S> = known ?? { state: aggregate.initial, revision: 'noStream', position: 0n, createdAt: null };
  const from = folded.revision === 'noStream' ? 0 : folded.revision + 1;
  for await (const recorded of store.read(aggregate.stream, { direction: 'forwards', from })) {
    const decoded = aggregate.decode(recorded);
    if (decoded.kind === 'unreadable')
      warn({ stream: recorded.stream, revision: recorded.revision, reason: decoded.reason }, 'event left out');
    const at = Date.parse(recorded.occurredAt);
    folded = {
      state: decoded.kind === 'event' ? aggregate.evolve(folded.state, decoded.event, at) : folded.state,
      revision: recorded.revision,
      position: recorded.position,
      createdAt: folded.createdAt ?? recorded.occurredAt,
    };
  }
  return folded;
};

/** The same ids on every try: an append whose answer was lost is not written twice. */
const appendSurely = async (
  { store, clock, pause = wait }: Pick<CommandDeps, 'store' | 'clock' | 'pause'>,
  stream: string,
  events: readonly NewEvent[],
  expected: number | 'noStream',
): Promise<AppendResult> => {
  const until = clock.monotonicNow() + ANOTHER_TRY_WITHIN_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.append(stream, events, expected);
    } catch (error) {
      const transient = error instanceof EventStoreError && error.code === 'unavailable';
      if (!transient || attempt >= APPEND_TRIES || clock.monotonicNow() > until) throw error;
      await pause(APPEND_PAUSE_MS);
    }
  }
};

/**
 * Folds, decides, and appends at exactly the revision that was folded; on a conflict it begins again. A command that
 * decides nothing is done, unchanged.
 * @throws EventStoreError `unavailable`; Error after too many conflicts
 */
export const execute = async <S, E extends FleetDomainEvent>(
  deps: CommandDeps,
  aggregate: Aggregate<S, E>,
  decide: (state: S) => Decision<E>,
  order: Order,
  known?: Folded<S>,
): Promise<Executed<S>> => {
  let folded = await foldStream(deps, aggregate, known);
  for (let conflicts = 0; conflicts <= MAX_CONFLICTS; conflicts++) {
    const before = folded;
    const decision = decide(before.state);
    if (decision.kind === 'refused') return { ...before, kind: 'refused', refusal: decision };
    if (decision.events.length === 0) return { ...before, kind: 'done', changed: false };
    const occurredAtMs = deps.clock.fleetNow();
    const { correlationId, traceparent } = order;
    const events = decision.events.map((event, i) =>
      encode(event, {
        id: factId('command', correlationId, aggregate.stream, before.revision, i),
        occurredAtMs,
        correlationId,
        causationId: null,
        traceparent,
      }),
    );
    const result = await appendSurely(deps, aggregate.stream, events, before.revision);
    if (result.kind === 'appended') {
      deps.wrote(result.position);
      const state = decision.events.reduce((s, event) => aggregate.evolve(s, event, occurredAtMs), before.state);
      const createdAt = before.createdAt ?? new Date(occurredAtMs).toISOString();
      return { kind: 'done', changed: true, state, createdAt, revision: result.revision, position: result.position };
    }
    folded = await foldStream(deps, aggregate, before);
  }
  throw new EventStoreError('unavailable', `stream ${aggregate.stream} is being written too fast`);
};
