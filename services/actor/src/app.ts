import { STREAM } from '@fleet/domain/identity';
import { CONSUMERS, type Consume, STREAMS } from '@fleet/platform/bus';
import { consumeJobs } from './consume-jobs.ts';
import type { ActorDeps } from './deps.ts';
import { createAgentDirectory } from './follow/agents.ts';
import { createFleetWatch } from './follow/fleet-watch.ts';
import { createPersonaWatch } from './follow/personas.ts';
import { whileHolding } from './lease.ts';
import { createActivityMemory } from './memory/activity-memory.ts';
import { createPlatformSignals } from './platform-signals.ts';
import { probeWhilePaused } from './probe.ts';
import { createCounters } from './stats.ts';
import { sweepEvery } from './sweep.ts';
import { createBegin } from './tick/begin.ts';
import { createCarryOn } from './tick/carry-on.ts';
import { createFollowUp } from './tick/follow-up.ts';
import { createHandleTick, type HandleTick } from './tick/handle-tick.ts';
import { createMinuteLimit } from './tick/minute-limit.ts';
import { createObserve } from './tick/observe.ts';
import { createPark } from './tick/park.ts';
import { createRunnable } from './tick/runnable.ts';

export type Actor = {
  readonly handleTick: HandleTick;
  /** Follows agents, personas and fleet, then works until `stop` aborts, then drains for `stopWithinMs` at most. */
  run(stop: AbortSignal): Promise<void>;
  /** True once everything that existed at the start is known and ticks are being taken. */
  working(): boolean;
  stats(): ReturnType<ReturnType<typeof createCounters>['read']> & {
    readonly paused: string | null;
    /** Whether the fleet's actions per minute are counted by all actors together, as they should be. */
    readonly minuteShared: boolean;
  };
};

const FOLLOW_AGAIN_MS = 1_000;

/** The whole actor from its ports: many can run in one process. */
export const buildActor = (deps: ActorDeps, consume: Consume): Actor => {
  const { clock, sleep, events, log, options } = deps;
  const counters = createCounters();
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const stop = stopping.signal;
  const giveUp = givingUp.signal;

  const directory = createAgentDirectory(events, log);
  const personas = createPersonaWatch(events, log);
  const fleet = createFleetWatch(events, deps.control, clock.wallNow, log);
  const memory = createActivityMemory(events, clock, options.cachedAgents);
  const signals = createPlatformSignals(deps, directory);
  const runnable = createRunnable(directory, fleet, clock.wallNow);
  const followUp = createFollowUp(deps, runnable);
  const park = createPark(clock, sleep, counters.waiting);
  const looking = createObserve({ deps, memory, directory, personas, runnable, park });
  const { carryOn, lastLook } = createCarryOn({ deps, memory, signals, ...looking, followUp });
  const minute = createMinuteLimit({ ...deps, owner: deps.newClaimId() }, options.limits.actionsPerMinute);
  const begin = createBegin({ deps, memory, directory, personas, signals, runnable, followUp, minute });

  /** Its events may be on their way to us: a tick can be quicker than a subscription. */
  const agentExists = async (agentId: string): Promise<boolean> => {
    if (directory.get(agentId)) return true;
    for await (const _ of events.read(STREAM.agent(agentId), { direction: 'forwards', limit: 1 })) return true;
    return false;
  };
  const ending = { carryOn, lastLook, counters, agentExists };
  const handleTick = createHandleTick({ deps, memory, begin, ...ending, stop, giveUp });

  /** A following that fails is begun again: without it this process would act on old news. */
  const keepFollowing = async (what: string, follow: (signal: AbortSignal) => Promise<void>) => {
    while (!giveUp.aborted) {
      try {
        await follow(giveUp);
      } catch (error) {
        log.error({ error, what }, 'following failed; beginning again');
      }
      await sleep(FOLLOW_AGAIN_MS, giveUp);
    }
  };

  let working = false;
  const run = async (outer: AbortSignal): Promise<void> => {
    const onStop = () => stopping.abort();
    if (outer.aborted) onStop();
    outer.addEventListener('abort', onStop, { once: true });
    const following = [
      keepFollowing('agents', directory.follow),
      keepFollowing('personas', personas.follow),
      keepFollowing('fleet', fleet.follow),
    ];
    const stopped = new Promise<void>((done) => {
      stop.addEventListener('abort', () => done(), { once: true });
      // Told to stop before it began: nobody would tell it again.
      if (stop.aborted) done();
    });
    await Promise.race([Promise.all([directory.caughtUp, personas.caughtUp, fleet.caughtUp]), stopped]);
    if (!stop.aborted) {
      working = true;
      const owner = deps.newClaimId();
      const lease = { ...deps, owner };
      const { concurrency, ackWaitMs, maxAckPending } = options;
      const ticks = consume(
        { stream: STREAMS.ticks, consumer: CONSUMERS.ticks, concurrency, ackWaitMs, maxAckPending, signal: stop },
        handleTick,
      );
      const all = Promise.all([
        ticks,
        whileHolding(lease, 'probe', stop, (held) => probeWhilePaused(deps, fleet, signals, held)),
        whileHolding(lease, 'sweep', stop, (held) => sweepEvery({ deps, memory, directory, carryOn, giveUp }, held)),
        consumeJobs({ deps, memory, directory, personas, fleet, signals }, consume, stop),
      ]);
      const drained = stopped.then(() => sleep(options.stopWithinMs));
      await Promise.race([all, drained]);
    }
    working = false;
    givingUp.abort();
    await Promise.all(following);
    outer.removeEventListener('abort', onStop);
  };

  return {
    handleTick,
    run,
    working: () => working,
    stats: () => ({ ...counters.read(), paused: fleet.pausedBecause(), minuteShared: minute.shared() }),
  };
};
