import type { JobMessage } from '@fleet/domain/messages';
import { SUBJECTS } from '@fleet/platform/bus';
import type { SchedulerDeps } from './deps.ts';

const MINUTE_MS = 60_000;
const TRY_AGAIN_MS = 1_000;

/**
 * Asks for the gallery to be observed, once a minute of wall time while this process leads. The minute names the job,
 * so two that lead at once ask as one; a minute that could not be asked for is not made up for. Also while the fleet
 * rests, since people do not: whether the platform may be asked is for the actor to see, right before it does.
 */
export const askToObserve = async (
  { publish, clock, sleep, metrics, log }: Pick<SchedulerDeps, 'publish' | 'clock' | 'sleep' | 'metrics' | 'log'>,
  signal: AbortSignal,
): Promise<void> => {
  let asked = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const now = clock.wallNow();
    const minute = Math.floor(now / MINUTE_MS);
    if (minute === asked) {
      await sleep((minute + 1) * MINUTE_MS - now, signal);
      continue;
    }
    const jobId = `observe.${minute}`;
    const job: JobMessage = { v: 1, jobId, kind: 'observe', at: minute * MINUTE_MS };
    try {
      const { duplicate } = await publish(SUBJECTS.job(job.kind), JSON.stringify(job), { messageId: jobId });
      asked = minute;
      if (!duplicate) metrics.jobPublished(job.kind);
    } catch (error) {
      log.debug({ err: error, jobId }, 'a job was not acknowledged; trying again');
      await sleep(TRY_AGAIN_MS, signal);
    }
  }
};
