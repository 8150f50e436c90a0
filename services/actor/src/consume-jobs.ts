import { JobMessage } from '@fleet/domain/messages';
import { CONSUMERS, type Consume, type Delivery, STREAMS } from '@fleet/platform/bus';
import { writeDeadLetter } from './dead-letter.ts';
import type { ActorDeps } from './deps.ts';
import type { AgentDirectory } from './follow/agents.ts';
import type { FleetWatch } from './follow/fleet-watch.ts';
import type { PersonaWatch } from './follow/personas.ts';
import { withDeadline } from './gallery/calls.ts';
import type { Signal } from './gallery/refusals.ts';
import { observe } from './jobs/observe.ts';
import { type JobOutcome, runJob } from './jobs/run-job.ts';
import { createViewer } from './jobs/viewer.ts';
import type { ActivityMemory } from './memory/activity-memory.ts';
import type { PlatformSignals } from './platform-signals.ts';

const CONCURRENCY = 4;
const ACK_WAIT_MS = 60_000;
const MAX_ACK_PENDING = 1_000;
const FAILED_RETRY_MS = 15_000;
/** Two calls and their appends. */
const JOB_TIMEOUT_MS = 90_000;

const parse = (payload: Uint8Array): JobMessage | null => {
  try {
    return JobMessage.safeParse(JSON.parse(Buffer.from(payload).toString())).data ?? null;
  } catch {
    return null;
  }
};

type Parts = {
  readonly deps: ActorDeps;
  readonly memory: ActivityMemory;
  readonly directory: AgentDirectory;
  readonly personas: Pick<PersonaWatch, 'textsOf'>;
  readonly fleet: FleetWatch;
  readonly signals: PlatformSignals;
};

/**
 * Works off the queue of jobs (users to make and to remove, the gallery to observe) until `stop` aborts. A job about a
 * user is tried until it is done; observing that fails waits for the next minute's.
 */
export const consumeJobs = (parts: Parts, consume: Consume, stop: AbortSignal): Promise<void> => {
  const { deps, memory, directory, personas, fleet, signals } = parts;
  const { clock, sleep, publish, events, floimg, grow, log } = deps;
  const { isFleetUser } = directory;
  const viewer = createViewer(directory);

  /** That looking is not allowed stops nobody who acts: whether acting is, they find out themselves. */
  const report = async (signal: Signal): Promise<void> => {
    if (signal.kind === 'kill_switch' || signal.kind === 'throttled') await signals.report('', signal);
  };
  /** An operator's pause rests the agents, and people go on: only where the platform itself says no it is left alone. */
  const notObservedBecause = (): string | null => {
    const { pause, platform } = fleet.state();
    if (pause?.cause === 'unauthorized') return 'the platform refuses the token';
    if (platform?.cause === 'kill_switch') return 'the platform’s kill switch stands';
    return signals.backOffUntil() > clock.monotonicNow() ? 'the platform asked for less' : null;
  };

  const hasOpenTick = async (agentId: string): Promise<boolean> => {
    memory.forget(agentId);
    return (await memory.load(agentId)).state.open !== null;
  };

  const handle = async (delivery: Delivery): Promise<void> => {
    const job = parse(delivery.payload);
    if (!job) {
      await writeDeadLetter(publish, 'job', delivery, 'not a job', clock.wallNow());
      return delivery.ack();
    }
    const outcome = await withDeadline<JobOutcome>(
      sleep,
      JOB_TIMEOUT_MS,
      async (signal) => {
        const { textsOf } = personas;
        if (job.kind !== 'observe') return runJob(job, { events, clock, floimg, grow, textsOf, hasOpenTick, signal });
        const { callTimeoutMs } = deps.options;
        const how = { callTimeoutMs, isFleetUser, viewer, report, notBecause: notObservedBecause, signal };
        await observe(job, { events, clock, sleep, log, floimg, ...how });
        return 'done';
      },
      () => ({ retryInMs: FAILED_RETRY_MS }),
    );
    if (outcome === 'done') return delivery.ack();
    delivery.retry(outcome.retryInMs);
  };

  const options = { stream: STREAMS.jobs, consumer: CONSUMERS.jobs, concurrency: CONCURRENCY, ackWaitMs: ACK_WAIT_MS };
  return consume({ ...options, maxAckPending: MAX_ACK_PENDING, signal: stop }, async (delivery) => {
    const over = new AbortController();
    const heartbeat = async () => {
      while (!over.signal.aborted) {
        await sleep(ACK_WAIT_MS / 3, over.signal);
        if (!over.signal.aborted) delivery.working();
      }
    };
    void heartbeat();
    try {
      await handle(delivery);
    } catch (error) {
      log.error({ error, messageId: delivery.messageId }, 'a job failed; it comes again');
      delivery.retry(FAILED_RETRY_MS);
    } finally {
      over.abort();
    }
  });
};
