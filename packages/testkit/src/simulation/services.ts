import { BusError } from '@fleet/platform/bus';
import { EventStoreError } from '@fleet/platform/eventstore';
import { silentLog } from '@fleet/platform/log';
import { buildActor } from '../../../../services/actor/src/app.ts';
import { DEFAULT_OPTIONS } from '../../../../services/actor/src/options.ts';
import type { CrashPoint, Grow } from '../../../../services/actor/src/ports.ts';
import { createScheduler } from '../../../../services/scheduler/src/app.ts';
import { mishearing } from './mishearing.ts';
import { type Outside, SHORT_WAITS } from './outside.ts';
import { type SimulatedProcess, simulatedProcess } from './process.ts';
import { randomOf } from './random.ts';

export type Role = 'actor' | 'scheduler';
/** A place where a process of its kind runs; whoever dies there is followed by another one. */
export type Station = { readonly role: Role; readonly index: number; current: Running | null };
export type Running = {
  readonly process: SimulatedProcess;
  readonly stop: AbortController;
  readonly over: Promise<void>;
};

const FOR_EVER = Number.MAX_SAFE_INTEGER;
const never = () => new Promise<never>(() => {});

/** What goes wrong anyway when something outside is gone. */
const isExpected = (error: unknown): boolean => error instanceof EventStoreError || error instanceof BusError;

const listen = ({ thrown, time }: Outside) => {
  const quiet = { info: () => {}, warn: () => {} };
  const error = (fields: object, message: string) => {
    const cause = (fields as { error?: unknown }).error;
    if (!(cause instanceof Error) || isExpected(cause)) return;
    time.note(`error: ${message}: ${cause.message}`);
    thrown.push(`${message}: ${cause.message}`);
  };
  return { ...quiet, error };
};

/** Starts processes at stations, and starts the next one there when one has died or stopped. */
export const openServices = (outside: Outside) => {
  const { seed, time, desk, guards, queue, events, buckets, gallery, model, ledger } = outside;
  const log = listen(outside);
  const everyone: SimulatedProcess[] = [];
  const stations: Station[] = [];
  /** Nobody follows a scheduler any more. */
  let calmed = false;
  let closed = false;

  const crash = (station: Station, process: SimulatedProcess, restartMs: number) => {
    process.kill();
    queue.forget(process);
    if (station.current?.process === process) station.current = null;
    time.after(restartMs, '', () => {
      if (!closed && station.current === null && !(calmed && station.role === 'scheduler')) start(station);
    });
  };

  const crashPointOf =
    (station: Station, process: SimulatedProcess): CrashPoint =>
    async (label, where) => {
      const fault = desk.at(label, where);
      if (!fault) return;
      if (fault.kind === 'crash') {
        crash(station, process, fault.restartMs);
        return never();
      }
      process.stopFor(fault.forMs);
      await process.turn(0, `past ${label}`);
    };

  const actor = (station: Station, process: SimulatedProcess, signal: AbortSignal): Promise<void> => {
    let claims = 0;
    const { clock, sleep } = process;
    const grow: Grow = async ({ config }) => ({ outcome: 'kept', config, reason: 'simulated', costUsd: 0 });
    const deps = {
      grow,
      ...{ clock, sleep, log, events: mishearing(events.portOf(process), guards), publish: queue.publishOf(process) },
      control: buckets.portOf(process, 'control'),
      leases: buckets.portOf(process, 'leases'),
      floimg: gallery.portOf(process),
      compose: model.portOf(process),
      budget: ledger.portOf(process),
      crashPoint: crashPointOf(station, process),
      newClaimId: () => (guards.ownClaims ? `${process.name}.${++claims}` : 'everyone'),
      options: {
        ...DEFAULT_OPTIONS,
        ...SHORT_WAITS,
        ...(guards.sendDeadline ? {} : { sendWithinMs: FOR_EVER }),
        ...(guards.settleWait ? {} : { settleMs: 0 }),
        ...{ seed: `sim-${seed}`, concurrency: 4, maxAckPending: 100, cachedAgents: 1 + (seed % 3) },
      },
    };
    return buildActor(deps, queue.consumeOf(process)).run(signal);
  };

  const scheduler = (process: SimulatedProcess, signal: AbortSignal): Promise<void> => {
    const nothing = () => {};
    return createScheduler({
      ...{ clock: process.clock, sleep: process.sleep, log: silentLog(), fleetSeed: `sim-${seed}` },
      rampMinutesPer50: 0,
      events: events.portOf(process),
      publish: queue.publishOf(process),
      leases: buckets.portOf(process, 'leases'),
      cursors: buckets.portOf(process, 'cursors'),
      yieldTurn: () => process.turn(0, ''),
      instance: process.name,
      metrics: {
        ...{ published: nothing, skipped: nothing, publishFailed: nothing, jobPublished: nothing, state: nothing },
        ...{ cursorsStored: nothing, lately: () => ({ staleSkips: false, cursorsNotStored: false }) },
        ...{ unreadableEvent: () => outside.thrown.push('a scheduler could not read an event'), snapshot: () => ({}) },
      },
    }).run(signal);
  };

  const start = (station: Station): void => {
    const name = `${station.role}-${station.index}.${everyone.length}`;
    const process = simulatedProcess(name, time, randomOf(seed, name));
    everyone.push(process);
    const stop = new AbortController();
    const over = station.role === 'actor' ? actor(station, process, stop.signal) : scheduler(process, stop.signal);
    station.current = { process, stop, over };
    time.note(`${name} starts`);
  };

  /** Ends when it has put everything down, or is killed after its time, and another one follows. */
  const stop = (station: Station, restartMs: number): void => {
    const { current } = station;
    if (!current) return;
    current.stop.abort();
    const gone = () => {
      if (station.current === current) crash(station, current.process, restartMs);
    };
    void current.over.then(() => current.process.run(0, 'has stopped', gone));
    time.after(SHORT_WAITS.stopWithinMs + 5_000, '', gone);
  };

  return {
    everyone: everyone as readonly SimulatedProcess[],
    open: (role: Role, index: number) => {
      const station: Station = { role, index, current: null };
      stations.push(station);
      start(station);
    },
    at: (role: Role, index: number): Station | null =>
      stations.filter((station) => station.role === role)[index] ?? stations.find((one) => one.role === role) ?? null,
    kill: (station: Station, restartMs: number) => {
      if (station.current) crash(station, station.current.process, restartMs);
    },
    stop,
    /** Everybody goes on, and there is somebody at every station. */
    wake: () => {
      for (const station of stations)
        if (station.current) station.current.process.wake();
        else if (!(calmed && station.role === 'scheduler')) start(station);
    },
    /** Clocks that were set wrong are put right. */
    setClocks: () => {
      for (const { current } of stations) current?.process.putClockRight();
    },
    /** No scheduler runs any more, and nobody follows one. */
    retireSchedulers: () => {
      calmed = true;
      for (const station of stations)
        if (station.role === 'scheduler' && station.current) crash(station, station.current.process, 0);
    },
    close: () => {
      closed = true;
      for (const process of everyone) process.kill();
    },
  };
};
export type Services = ReturnType<typeof openServices>;
