import { STREAM } from '@fleet/domain/identity';
import type { JobMessage } from '@fleet/domain/messages';
import { SUBJECTS } from '@fleet/platform/bus';
import type { Operator } from './operator.ts';
import type { Ordered } from './orders.ts';
import type { Outside } from './outside.ts';
import { EPOCH_MS } from './process.ts';
import type { Services } from './services.ts';
import type { Told } from './timetable-of-faults.ts';
import { isStopped, unfinished } from './unfinished.ts';

/** How often it is looked whether something stands still for no reason. */
const LOOK_EVERY_MS = 5_000;
/** Later than any clock in a history is wrong: a run for that moment is stale to nobody. */
const AHEAD_MS = 2 * 3_600_000;
const LAST_LOOKS = 30;

/**
 * Lets time go on until everything that was ordered is done: schedulers go on, clocks are put right, and a fleet that
 * somebody stopped and forgot is resumed.
 */
export const finish = async (
  outside: Outside,
  services: Services,
  operator: Operator,
  agents: ReadonlyMap<string, string>,
  told: Told,
  ordered: Ordered,
  limitMs: number,
): Promise<void> => {
  const { time, events } = outside;
  const left = () => ordered.pending() > 0 || unfinished(outside, agents).length > 0;
  if (!left()) return;
  services.setClocks();
  let over = false;
  const lookAfter = () => {
    if (over) return;
    if (isStopped(outside)) void operator.resume();
    if (told.latched.every(({ to }) => to < time.now())) void operator.latch(false);
    time.after(LOOK_EVERY_MS, '', lookAfter);
  };
  lookAfter();
  let looked = -1;
  let leftThen = true;
  await time.run(() => {
    const { length } = events.store.commits;
    if (length !== looked) leftThen = left();
    looked = length;
    return !leftThen;
  }, limitMs);
  over = true;
};

/** The last look at people, when all is quiet; false: nobody would look. */
export const observePeople = async ({ time, queue, events }: Outside, limitMs: number): Promise<boolean> => {
  const isDone = (runId: string) =>
    queue.unfinished().length === 0 &&
    events.store
      .stream(STREAM.gallery)
      .some(({ type, data }) => type === 'GalleryObserved' && (data as { runId: string }).runId === runId);
  for (let tries = 0; tries < LAST_LOOKS; tries++) {
    const at = EPOCH_MS + Math.floor(time.now()) + AHEAD_MS;
    const job: JobMessage = { v: 1, jobId: `observe.last.${tries}`, kind: 'observe', at };
    const until = time.now() + LOOK_EVERY_MS;
    try {
      queue.put(SUBJECTS.job(job.kind), JSON.stringify(job), job.jobId);
    } catch {
      // The bus is still down: asked again after a while.
    }
    time.after(LOOK_EVERY_MS, '', () => {});
    if ((await time.run(() => isDone(job.jobId) || time.now() >= until, limitMs)) === 'limit') return false;
    if (isDone(job.jobId)) return true;
  }
  return false;
};
