import { decodeFleetEvent } from '@fleet/domain/codec';
import type { Refusal } from '@fleet/domain/decision';
import { accepted } from '@fleet/domain/decision';
import {
  decideFleet,
  evolveFleet,
  type FleetCommand,
  type FleetState,
  fleetStatus,
  fleetStatusReason,
  initialFleet,
} from '@fleet/domain/fleet/fleet';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import { STREAM } from '@fleet/domain/identity';
import type { FleetCommandResult } from '@fleet/domain/read-models/api';
import { EventStoreError } from '@fleet/platform/eventstore';
import { type Aggregate, type CommandDeps, type Executed, execute, type Folded, type Order } from './execute.ts';
import type { LatchSwitch } from './latch.ts';

const aggregate: Aggregate<FleetState, FleetEvent> = {
  stream: STREAM.fleet,
  initial: initialFleet,
  evolve: evolveFleet,
  decode: decodeFleetEvent,
};

export type FleetAnswer = { kind: 'done'; result: FleetCommandResult } | { kind: 'refused'; refusal: Refusal };

export type FleetCommands = {
  /** Latch first, then the event. With the event store down the latch alone stops the fleet: `recorded` is false. */
  pause(reason: string, order: Order): Promise<FleetAnswer>;
  /** Lifts every pause; a stop that only the latch knew is written down before. */
  resume(reason: string, order: Order): Promise<FleetAnswer>;
  setLevel(level: number, reason: string, order: Order): Promise<FleetAnswer>;
  /** For the agents of one persona, beside the fleet's own level. */
  setPersonaLevel(personaId: string, level: number, reason: string, order: Order): Promise<FleetAnswer>;
  /** Keeps that a dead letter was discarded; gives the event's position. @throws EventStoreError `unavailable` */
  discarded(letter: Omit<Discard, 'type' | 'by'>, order: Order): Promise<bigint>;
  /** Keeps a refused command for the audit; a failure to do so is logged, not told. */
  refused(
    command: string,
    target: string | null,
    refusal: Pick<Refusal, 'code' | 'reason'>,
    order: Order,
  ): Promise<void>;
};

type Discard = Extract<FleetCommand, { type: 'deadLetterDiscarded' }>;

const MAX_REASON_CHARS = 500;

export const fleetCommands = (deps: CommandDeps, latch: LatchSwitch): FleetCommands => {
  /** The stream grows with every refused command: only what is new is read. */
  let known: Folded<FleetState> | undefined;

  const run = async (decide: Parameters<typeof execute<FleetState, FleetEvent>>[2], order: Order) => {
    const from = known;
    // After a failure the whole stream is read again: the store may have been restored to an earlier state.
    known = undefined;
    const executed: Executed<FleetState> = await execute(deps, aggregate, decide, order, from);
    known = executed;
    return executed;
  };
  const command = (of: FleetCommand, order: Order) => run((state) => decideFleet(state, of), order);

  const tell = (executed: Executed<FleetState>): FleetAnswer => {
    if (executed.kind === 'refused') return { kind: 'refused', refusal: executed.refusal };
    const { state, position } = executed;
    const wallMs = deps.clock.wallNow();
    const status = fleetStatus(state, wallMs);
    const until = status === 'paused_by_platform' ? (state.platform?.until ?? null) : null;
    const statusReason = fleetStatusReason(state, wallMs);
    const result = { status, statusReason, until, activityLevel: state.level, recorded: true };
    return { kind: 'done', result: { ...result, position: position.toString() } };
  };

  return {
    pause: async (reason, order) => {
      const last = known;
      const latched = await latch.set({ paused: true, by: order.by, reason });
      try {
        return tell(await command({ type: 'pause', cause: 'operator', by: order.by, reason }, order));
      } catch (error) {
        if (!latched || !(error instanceof EventStoreError && error.code === 'unavailable')) throw error;
        deps.warn({ err: error, by: order.by }, 'fleet stopped by the latch alone: the event store does not answer');
        const activityLevel = last?.state.level ?? 1;
        const position = (last?.position ?? 0n).toString();
        const statusReason = reason || null;
        const result = {
          status: 'paused' as const,
          statusReason,
          until: null,
          activityLevel,
          recorded: false,
          position,
        };
        return { kind: 'done', result };
      }
    },

    resume: async (reason, order) => {
      const { by } = order;
      const executed = await run((state) => {
        const held = latch.current();
        if (state.pause !== null || !held?.paused) return decideFleet(state, { type: 'resume', by, reason });
        const stopped = { cause: 'operator', by: held.by || 'system:latch', reason: held.reason } as const;
        return accepted<FleetEvent>(
          { type: 'FleetPaused', data: stopped },
          { type: 'FleetResumed', data: { by, reason } },
        );
      }, order);
      if (executed.kind === 'done' && !(await latch.set({ paused: false, by, reason })))
        throw new EventStoreError('unavailable', 'the latch could not be opened');
      return tell(executed);
    },

    setLevel: async (level, reason, order) =>
      tell(await command({ type: 'setLevel', level, by: order.by, reason }, order)),

    setPersonaLevel: async (personaId, level, reason, order) =>
      tell(await command({ type: 'setPersonaLevel', personaId, level, by: order.by, reason }, order)),

    discarded: async (letter, order) =>
      (await command({ type: 'deadLetterDiscarded', ...letter, by: order.by }, order)).position,

    refused: async (name, target, { code, reason }, order) => {
      const short = reason.slice(0, MAX_REASON_CHARS);
      try {
        await command({ type: 'refused', command: name, target, code, by: order.by, reason: short }, order);
      } catch (error) {
        deps.warn({ err: error, command: name, target, code, by: order.by }, 'refused command could not be recorded');
      }
    },
  };
};
