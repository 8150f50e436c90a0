import { evolveFleet, initialFleet } from '@fleet/domain/fleet/fleet';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import type { RecordedEvent } from '@fleet/platform/eventstore';
import { type SchedulerDeps, STALE_AFTER_MS } from './deps.ts';
import { follow, momentOf, readers } from './follow.ts';
import { createJobBoard } from './jobs.ts';
import { askToObserve } from './observe-jobs.ts';
import { createPublishing } from './publishing.ts';
import { createRoster } from './roster.ts';
import { blockOf, createShares, PARTITIONS_PER_BLOCK } from './shares.ts';
import { createTimeline } from './timeline.ts';
import { createTimetable } from './timetable.ts';
import { createWaker } from './waker.ts';

export type Scheduler = {
  /** Follows, and publishes for its share of the partitions. Resolves when the signal has aborted and all is put down. */
  run(signal: AbortSignal): Promise<void>;
  /** Whether everything that existed at the start is known. */
  caughtUp(): boolean;
  /** Whether this one holds partition 0: it does what only one scheduler may do. */
  leads(): boolean;
  /** Who holds partition 0, as far as known. */
  leader(): string | null;
  /** How many partitions this one publishes for. */
  partitions(): number;
  /** Schedulers that share the partitions, as far as known. */
  members(): number;
  stats(): Readonly<Record<string, unknown>>;
};

const PRUNE_EVERY_MS = 1_000;
const CHANGES_NO_PLAN: ReadonlySet<FleetEvent['type']> = new Set([
  'CommandRefused',
  'BudgetCapsSet',
  'DeadLetterDiscarded',
]);

/** The scheduler without a process around it: timers become ticks, agents' needs become jobs. */
export const createScheduler = (deps: SchedulerDeps): Scheduler => {
  const { clock, metrics } = deps;
  const fleetAt = (wallMs: number) => clock.fleetNow() + (wallMs - clock.wallNow()) * clock.scale();
  const roster = createRoster(fleetAt, { seed: deps.fleetSeed, minutesPer50: deps.rampMinutesPer50 });
  const timeline = createTimeline(initialFleet);
  const timetable = createTimetable(roster, timeline, deps.fleetSeed);
  const waker = createWaker(deps.sleep);
  const jobs = createJobBoard(deps, roster, createWaker(deps.sleep));
  const shares = createShares(deps);
  const read = readers(deps);
  let fleet = initialFleet;
  let ready = false;
  const publishing = createPublishing(deps, { roster, timetable, jobs, waker, fleet: () => fleet }, shares);

  const happenedAt = (recorded: RecordedEvent) =>
    momentOf(recorded, { at: fleetAt, now: clock.fleetNow(), scale: clock.scale() });
  const onFleetEvent = (recorded: RecordedEvent) => {
    const event = read.fleet(recorded);
    if (!event || CHANGES_NO_PLAN.has(event.type)) return;
    const at = happenedAt(recorded);
    fleet = evolveFleet(fleet, event, at);
    timeline.apply(fleet, at, fleetAt);
    timetable.fleetChanged();
    waker.wake();
  };

  const onAgentEvent = (recorded: RecordedEvent) => {
    const event = read.agent(recorded);
    if (!event) return;
    const agentId = recorded.stream.slice(recorded.stream.indexOf('-') + 1);
    const { id: eventId, metadata } = recorded;
    const at = { fleetMs: happenedAt(recorded), eventId, traceparent: metadata.traceparent };
    const agent = roster.apply(agentId, event, at);
    jobs.look(agent, event.type === 'AgentProvisioningRequested' ? recorded.id : undefined);
    const act = roster.acts().at(-1);
    if (event.type === 'AgentActRequested' && act) publishing.act(act);
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

  /** What one scheduler alone does goes with partition 0. */
  const work = async (block: number, signal: AbortSignal) => {
    const observing = block === blockOf(0) ? askToObserve(deps, signal) : undefined;
    await Promise.all([publishing.work(block, signal), observing]);
  };

  const run = async (signal: AbortSignal) => {
    const fleetKnown = Promise.withResolvers<void>();
    const agentsKnown = Promise.withResolvers<void>();
    const stopWaiting = () => {
      fleetKnown.resolve();
      agentsKnown.resolve();
    };
    signal.addEventListener('abort', stopWaiting, { once: true });
    // Told to stop before it began: nobody would tell it again.
    if (signal.aborted) stopWaiting();
    const followAgents = async () => {
      // After the fleet's, so that agents' moments are planned by the levels of their time.
      await fleetKnown.promise;
      await follow(deps, 'agent', { event: onAgentEvent, caughtUp: agentsKnown.resolve }, signal);
    };
    const publishShare = async () => {
      // Whoever does not know the agents yet takes no share of them.
      await agentsKnown.promise;
      if (signal.aborted) return;
      ready = true;
      deps.log.info({ agents: roster.size() }, 'all agents known');
      await Promise.all([shares.run(work, signal), publishing.run(signal), jobs.run(signal)]);
    };
    await Promise.all([
      follow(deps, 'fleet', { event: onFleetEvent, caughtUp: fleetKnown.resolve }, signal),
      followAgents(),
      publishShare(),
      pruneNowAndThen(signal),
    ]);
  };

  return {
    run,
    caughtUp: () => ready,
    leads: () => publishing.worksFor(0),
    leader: shares.leader,
    partitions: () => shares.held() * PARTITIONS_PER_BLOCK,
    members: shares.members,
    stats: () => ({
      ...metrics.snapshot(),
      leads: publishing.worksFor(0),
      jobsWaiting: jobs.waiting(),
    }),
  };
};
