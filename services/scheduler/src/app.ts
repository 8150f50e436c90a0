import { evolveFleet, initialFleet } from '@fleet/domain/fleet/fleet';
import type { RecordedEvent } from '@fleet/platform/eventstore';
import { type SchedulerDeps, STALE_AFTER_MS } from './deps.ts';
import { follow, readers } from './follow.ts';
import { createJobBoard } from './jobs.ts';
import { lead } from './leader.ts';
import { createLease } from './lease.ts';
import { askToObserve } from './observe-jobs.ts';
import { type ActRequest, createRoster } from './roster.ts';
import { createTimeline } from './timeline.ts';
import { createTimetable } from './timetable.ts';
import { createWaker } from './waker.ts';

export type Scheduler = {
  /** Follows, and leads whenever it holds the lease. Resolves when the signal has aborted and all is put down. */
  run(signal: AbortSignal): Promise<void>;
  /** Whether everything that existed at the start is known. */
  caughtUp(): boolean;
  leads(): boolean;
  /** Who holds the lease, as far as known. */
  leader(): string | null;
  stats(): Readonly<Record<string, unknown>>;
};

const PRUNE_EVERY_MS = 1_000;
export const LEASE_KEY = 'scheduler';

/** The scheduler without a process around it: timers become ticks, agents' needs become jobs. */
export const createScheduler = (deps: SchedulerDeps): Scheduler => {
  const { clock, metrics } = deps;
  const fleetAt = (wallMs: number) => clock.fleetNow() + (wallMs - clock.wallNow()) * clock.scale();
  const roster = createRoster(fleetAt, { seed: deps.fleetSeed, minutesPer50: deps.rampMinutesPer50 });
  const timeline = createTimeline(initialFleet);
  const timetable = createTimetable(roster, timeline, deps.fleetSeed);
  const waker = createWaker(deps.sleep);
  const jobs = createJobBoard(deps, roster, createWaker(deps.sleep));
  const lease = createLease(deps, LEASE_KEY);
  const read = readers(deps);
  const acts: ActRequest[] = [];
  let fleet = initialFleet;
  let leading = false;
  let ready = false;

  const onFleetEvent = (recorded: RecordedEvent) => {
    const event = read.fleet(recorded);
    if (!event || event.type === 'CommandRefused' || event.type === 'BudgetCapsSet') return;
    const at = Date.parse(recorded.occurredAt);
    fleet = evolveFleet(fleet, event, at);
    timeline.apply(fleet, at, fleetAt);
    timetable.fleetChanged();
    waker.wake();
  };

  const onAgentEvent = (recorded: RecordedEvent) => {
    const event = read.agent(recorded);
    if (!event) return;
    const agentId = recorded.stream.slice(recorded.stream.indexOf('-') + 1);
    const at = { fleetMs: Date.parse(recorded.occurredAt), eventId: recorded.id };
    const agent = roster.apply(agentId, event, at);
    jobs.look(agent, event.type === 'AgentProvisioningRequested' ? recorded.id : undefined);
    if (!leading) return;
    const act = roster.acts().at(-1);
    if (event.type === 'AgentActRequested' && act) acts.push(act);
    else timetable.agentChanged(agent);
    waker.wake();
  };

  const pruneNowAndThen = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await deps.sleep(PRUNE_EVERY_MS, signal);
      const before = clock.fleetNow() - STALE_AFTER_MS * clock.scale();
      roster.prune(before);
      timeline.prune(before);
    }
  };

  const leadWhileHeld = async (signal: AbortSignal) => {
    leading = true;
    const over = new AbortController();
    const both = AbortSignal.any([signal, over.signal]);
    const asking = Promise.all([jobs.run(both), askToObserve(deps, both)]);
    try {
      await lead(deps, { roster, timetable, waker, acts, fleet: () => fleet }, lease, signal);
    } finally {
      leading = false;
      over.abort();
    }
    await asking;
  };

  const run = async (signal: AbortSignal) => {
    const fleetKnown = Promise.withResolvers<void>();
    const agentsKnown = Promise.withResolvers<void>();
    const stopWaiting = () => {
      fleetKnown.resolve();
      agentsKnown.resolve();
    };
    signal.addEventListener('abort', stopWaiting, { once: true });
    const followAgents = async () => {
      // After the fleet's, so that agents' moments are planned by the levels of their time.
      await fleetKnown.promise;
      await follow(deps, 'agent', { event: onAgentEvent, caughtUp: agentsKnown.resolve }, signal);
    };
    const leadInTurn = async () => {
      await agentsKnown.promise;
      ready = !signal.aborted;
      if (ready) deps.log.info({ agents: roster.size() }, 'all agents known');
      await lease.run(leadWhileHeld, signal);
    };
    await Promise.all([
      follow(deps, 'fleet', { event: onFleetEvent, caughtUp: fleetKnown.resolve }, signal),
      followAgents(),
      leadInTurn(),
      pruneNowAndThen(signal),
    ]);
  };

  return {
    run,
    caughtUp: () => ready,
    leads: () => leading && lease.held(),
    leader: lease.holder,
    stats: () => ({ ...metrics.snapshot(), leads: leading && lease.held(), jobsWaiting: jobs.waiting() }),
  };
};
