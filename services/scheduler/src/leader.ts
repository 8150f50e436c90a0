import { mayAct } from '@fleet/domain/agent/agent';
import { type FleetState, fleetStatus } from '@fleet/domain/fleet/fleet';
import { tickIdOf } from '@fleet/domain/identity';
import { createCursorStore, loadCursors } from './cursors.ts';
import { type SchedulerDeps, STALE_AFTER_MS } from './deps.ts';
import type { Lease } from './lease.ts';
import type { ActRequest, Roster } from './roster.ts';
import { createTickSender, type TickSender } from './tick-sender.ts';
import type { Timetable } from './timetable.ts';
import type { Waker } from './waker.ts';

/** What following has found out so far; a leader reads it, and hears of changes through the waker. */
export type Known = {
  readonly roster: Roster;
  readonly timetable: Timetable;
  readonly waker: Waker;
  /** Requests that came since this process leads, oldest first; taken by the leader. */
  readonly acts: ActRequest[];
  fleet(): FleetState;
};

const PER_TURN_MAX = 500;
const REPLAN_PER_TURN_MAX = 2_000;
const SAVE_EVERY_MS = 1_000;
/** A cursor stays behind what was published, for events that arrive after their moment; repeats are dropped by id. */
const CURSOR_MARGIN_MS = 2_000;
/** Longest sleep: bounds what a clock that was set costs. */
const SLEEP_MAX_MS = 60_000;

/** Publishes what is due while the signal lets it: plans from the cursors, then sleeps from moment to moment. */
export const lead = async (deps: SchedulerDeps, known: Known, lease: Lease, signal: AbortSignal): Promise<void> => {
  const { clock, metrics, log } = deps;
  const { roster, timetable, waker, acts } = known;
  const staleEdge = () => clock.fleetNow() - STALE_AFTER_MS * clock.scale();
  const rests = () => fleetStatus(known.fleet(), clock.wallNow()) !== 'running';

  const sendActs = (sender: TickSender) => {
    while (acts.length > 0 && sender.hasRoom()) {
      const act = acts.shift();
      const state = act ? roster.state(act.agent) : null;
      if (!act || !state) continue;
      if (act.due < staleEdge()) metrics.skipped(1, 'stale');
      else if (!mayAct(state, clock.wallNow()).ok) metrics.skipped(1, 'not_allowed');
      else {
        const { tickId, due, kind, eventId } = act;
        const partition = roster.partition(act.agent);
        sender.send({ tickId, agentId: state.id, partition, due, kind, causationId: eventId });
      }
    }
  };

  /** True when there is more to do at once. */
  const sendDue = (sender: TickSender): boolean => {
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
      sender.send({ tickId: tickIdOf(agentId, due), agentId, partition, due, kind: null, causationId: null });
    }
    return true;
  };

  const sleepMs = (sender: TickSender): number | null => {
    if (rests()) {
      const until = known.fleet().pause ? null : (known.fleet().platform?.until ?? null);
      return until === null ? null : Math.min(SLEEP_MAX_MS, Math.max(1, Date.parse(until) - clock.wallNow()));
    }
    if (!sender.hasRoom()) return null;
    const due = timetable.nextDue();
    if (due === null) return null;
    return Math.min(SLEEP_MAX_MS, Math.max(0, Math.ceil((due - clock.fleetNow()) / clock.scale())));
  };

  const report = (sender: TickSender) => {
    const due = timetable.nextDue();
    metrics.state({
      heldPartitions: roster.partitions().size,
      planned: roster.planned(),
      agents: roster.size(),
      inFlight: sender.inFlight(),
      backlogMs: due === null || rests() ? 0 : Math.max(0, clock.wallNow() - clock.wallAt(due)),
    });
  };

  const saveCursors = async (sender: TickSender, store: ReturnType<typeof createCursorStore>, ended: AbortSignal) => {
    while (!ended.aborted) {
      await deps.sleep(SAVE_EVERY_MS, ended);
      report(sender);
      // Half planned, nobody knows what is due first.
      if (ended.aborted || !lease.held() || !timetable.settled()) continue;
      const first = rests() ? null : timetable.nextDue();
      const now = clock.fleetNow();
      const frontier = Math.min(now, first === null ? now : first - 1) - CURSOR_MARGIN_MS * clock.scale();
      const unacked = sender.earliestUnacked();
      const cursors = new Map<number, number>();
      for (const partition of roster.partitions())
        cursors.set(partition, Math.min(frontier, (unacked.get(partition) ?? Number.POSITIVE_INFINITY) - 1));
      await store(cursors).then(
        () => metrics.cursorsStored(true),
        (error: unknown) => {
          metrics.cursorsStored(false);
          log.debug({ err: error }, 'cursors could not be stored');
        },
      );
    }
  };

  const publishUntilOver = async (sender: TickSender, ended: AbortSignal) => {
    while (!ended.aborted && lease.held()) {
      const replanning = timetable.replanSome(REPLAN_PER_TURN_MAX);
      let more = replanning;
      if (!rests()) {
        sendActs(sender);
        more = sendDue(sender) || replanning;
      }
      if (more) await deps.yieldTurn();
      else await waker.sleep(sleepMs(sender), ended);
    }
  };

  const stored = await loadWhileLeading(deps, signal);
  if (stored === null) return;
  const now = clock.fleetNow();
  const missing = now - STALE_AFTER_MS * clock.scale();
  // A cursor of the future can only be that of another clock: it would silence the fleet until then.
  const cursors = new Map([...stored].map(([partition, moment]) => [partition, Math.min(moment, now)]));
  acts.splice(0, acts.length, ...roster.acts());
  timetable.begin((partition) => cursors.get(partition) ?? missing);
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const sender = createTickSender(deps, ended, waker.wake);
  const saving = saveCursors(sender, createCursorStore(deps.cursors, cursors), ended);
  try {
    await publishUntilOver(sender, ended);
  } finally {
    over.abort();
    timetable.clear();
    metrics.state({ heldPartitions: 0, planned: roster.planned(), agents: roster.size(), inFlight: 0, backlogMs: 0 });
  }
  await saving;
};

const loadWhileLeading = async ({ cursors, sleep, log }: SchedulerDeps, signal: AbortSignal) => {
  while (!signal.aborted) {
    try {
      return await loadCursors(cursors);
    } catch (error) {
      log.warn({ err: error }, 'cursors cannot be read; trying again');
      await sleep(1_000, signal);
    }
  }
  return null;
};
