import { JobMessage } from '@fleet/domain/messages';
import { CONSUMERS, type Consume, type Delivery, STREAMS } from '@fleet/platform/bus';
import { writeDeadLetter } from './dead-letter.ts';
import type { ActorDeps } from './deps.ts';
import { withDeadline } from './gallery/calls.ts';
import { type JobOutcome, runJob } from './jobs/run-job.ts';
import type { ActivityMemory } from './memory/activity-memory.ts';

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

/** Works off the queue of jobs (users to make and to remove) until `stop` aborts. A job is tried until it is done. */
export const consumeJobs = (
  deps: ActorDeps,
  memory: ActivityMemory,
  consume: Consume,
  stop: AbortSignal,
): Promise<void> => {
  const { clock, sleep, publish, events, floimg, grow, log } = deps;

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
      (signal) => runJob(job, { events, clock, floimg, grow, hasOpenTick, signal }),
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
