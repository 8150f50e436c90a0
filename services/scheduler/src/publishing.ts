import { mayAct } from '@fleet/domain/agent/agent';
import { type FleetState, fleetStatus } from '@fleet/domain/fleet/fleet';
import { tickIdOf } from '@fleet/domain/identity';
import { createCursorStore, loadCursors } from './cursors.ts';
import { type SchedulerDeps, STALE_AFTER_MS } from './deps.ts';
import type { JobBoard } from './jobs.ts';
import type { ActRequest, Roster } from './roster.ts';
import { blockOf, partitionsOf, type Shares } from './shares.ts';
import { createTickSender } from './tick-sender.ts';
import type { Timetable } from './timetable.ts';
import type { Waker } from './waker.ts';

/** What following has found out so far; publishing reads it, and hears of changes through the waker. */
export type Known = {
  readonly roster: Roster;
  readonly timetable: Timetable;
  readonly jobs: JobBoard;
  readonly waker: Waker;
  fleet(): FleetState;
};

/** Publishes what is due in the partitions that this process works for. */
export type Publishing = {
  /** An operator asked for this very tick; ignored when its partition is another scheduler's. */
  act(request: ActRequest): void;
  /** Plans a block from its cursors and publishes for it until the signal aborts. */
  work(block: number, signal: AbortSignal): Promise<void>;
  /** Whether this process may publish for a partition right now. */
  worksFor(partition: number): boolean;
  /** Sleeps from moment to moment until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
};

const PER_TURN_MAX = 500;
const REPLAN_PER_TURN_MAX = 2_000;
const SAVE_EVERY_MS = 1_000;
/** A cursor stays behind what was published, for events that arrive after their moment; repeats are dropped by id. */
const CURSOR_MARGIN_MS = 2_000;
/** Longest sleep: bounds what a clock that was set costs. */
const SLEEP_MAX_MS = 60_000;

export const createPublishing = (
  deps: SchedulerDeps,
  known: Known,
  shares: Pick<Shares, 'holds' | 'members'>,
): Publishing => {
  const { clock, metrics, log } = deps;
  const { roster, timetable, jobs, waker } = known;
  const working = new Set<number>();
  const ending = new AbortController();
  let acts: ActRequest[] = [];

  const worksFor = (partition: number) => working.has(partition) && shares.holds(blockOf(partition));
  const sender = createTickSender(deps, { signal: ending.signal, partition: worksFor }, waker.wake);
  const cursors = createCursorStore(deps.cursors);
  const staleEdge = () => clock.fleetNow() - STALE_AFTER_MS * clock.scale();
  const rests = () => fleetStatus(known.fleet(), clock.wallNow()) !== 'running';

  const sendActs = () => {
    while (acts.length > 0 && sender.hasRoom()) {
      const act = acts.shift();
      const state = act ? roster.state(act.agent) : null;
      if (!act || !state) continue;
      const partition = roster.partition(act.agent);
      if (act.due < staleEdge()) metrics.skipped(1, 'stale');
      else if (!mayAct(state, clock.wallNow()).ok) metrics.skipped(1, 'not_allowed');
      else {
        const { tickId, due, kind, eventId, askedIn } = act;
        sender.send({ tickId, agentId: state.id, partition, due, kind, causationId: eventId, askedIn });
      }
    }
  };

  /** True when there is more to do at once. */
  const sendDue = (): boolean => {
    for (let i = 0; i < PER_TURN_MAX; i++) {
      if (!sender.hasRoom()) return false;
      const now = { fleetMs: clock.fleetNow(), wallMs: clock.wallNow(), staleEdgeMs: staleEdge() };
      const taken = timetable.take(now);
      if (taken === null) return false;
      if ('skipped' in taken) {
        metrics.skipped(taken.skipped, taken.reason);
        continue;
      }
      const { agent, due } = taken;
      const agentId = roster.state(agent)?.id;
      if (agentId === undefined) continue;
      const partition = roster.partition(agent);
      const tickId = tickIdOf(agentId, due);
      sender.send({ tickId, agentId, partition, due, kind: null, causationId: null, askedIn: null });
    }
    return true;
  };

  const sleepMs = (): number | null => {
    if (rests()) {
      const until = known.fleet().pause ? null : (known.fleet().platform?.until ?? null);
      return until === null ? null : Math.min(SLEEP_MAX_MS, Math.max(1, Date.parse(until) - clock.wallNow()));
    }
    if (!sender.hasRoom()) return null;
    const due = timetable.nextDue();
    if (due === null) return null;
    return Math.min(SLEEP_MAX_MS, Math.max(0, Math.ceil((due - clock.fleetNow()) / clock.scale())));
  };

  const report = () => {
    const due = timetable.nextDue();
    metrics.state({
      heldPartitions: [...working].filter(worksFor).length,
      schedulers: shares.members(),
      planned: roster.planned(),
      agents: roster.size(),
      inFlight: sender.inFlight(),
      backlogMs: due === null || rests() ? 0 : Math.max(0, clock.wallNow() - clock.wallAt(due)),
    });
  };

  const saveCursors = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await deps.sleep(SAVE_EVERY_MS, signal);
      report();
      // Half planned, nobody knows what is due first.
      if (signal.aborted || !timetable.settled()) continue;
      const first = rests() ? null : timetable.nextDue();
      const now = clock.fleetNow();
      const frontier = Math.min(now, first === null ? now : first - 1) - CURSOR_MARGIN_MS * clock.scale();
      const unacked = sender.earliestUnacked();
      const moments = new Map<number, number>();
      for (const partition of roster.partitions())
        if (worksFor(partition))
          moments.set(partition, Math.min(frontier, (unacked.get(partition) ?? Number.POSITIVE_INFINITY) - 1));
      await cursors.save(moments).then(
        () => metrics.cursorsStored(true),
        (error: unknown) => {
          metrics.cursorsStored(false);
          log.debug({ err: error }, 'cursors could not be stored');
        },
      );
    }
  };

  const publishUntil = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const replanning = timetable.replanSome(REPLAN_PER_TURN_MAX);
      let more = replanning;
      if (!rests()) {
        sendActs();
        more = sendDue() || replanning;
      }
      if (more) await deps.yieldTurn();
      else await waker.sleep(sleepMs(), signal);
    }
  };

  const work = async (block: number, signal: AbortSignal) => {
    const partitions = new Set(partitionsOf(block));
    const stored = await loadWhileHeld(deps, [...partitions], signal);
    if (stored === null || signal.aborted) return;
    const now = clock.fleetNow();
    const missing = now - STALE_AFTER_MS * clock.scale();
    // A cursor of the future can only be that of another clock: it would silence the fleet until then.
    const moments = new Map([...partitions].map((one) => [one, Math.min(stored.get(one) ?? missing, now)] as const));
    for (const partition of partitions) working.add(partition);
    cursors.begin(moments);
    timetable.takeOver(moments);
    acts.push(...roster.acts().filter(({ agent }) => partitions.has(roster.partition(agent))));
    jobs.takeOver(partitions);
    waker.wake();
    await aborted(signal);
    for (const partition of partitions) working.delete(partition);
    timetable.letGo(partitions);
    jobs.letGo(partitions);
    sender.forget(partitions);
    acts = acts.filter(({ agent }) => !partitions.has(roster.partition(agent)));
  };

  return {
    act: (request) => {
      if (!working.has(roster.partition(request.agent))) return;
      acts.push(request);
      waker.wake();
    },
    work,
    worksFor,
    run: async (signal) => {
      const ended = () => ending.abort();
      signal.addEventListener('abort', ended, { once: true });
      if (signal.aborted) ended();
      await Promise.all([publishUntil(signal), saveCursors(signal)]);
      report();
    },
  };
};

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const loadWhileHeld = async (deps: SchedulerDeps, partitions: readonly number[], signal: AbortSignal) => {
  while (!signal.aborted) {
    try {
      return await loadCursors(deps.cursors, partitions);
    } catch (error) {
      deps.log.warn({ err: error }, 'cursors cannot be read; trying again');
      await deps.sleep(1_000, signal);
    }
  }
  return null;
};
