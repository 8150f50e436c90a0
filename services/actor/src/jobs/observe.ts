import { noFleetLikes, readingBegins } from '@fleet/domain/gallery/fleet-likes';
import { observeGallery } from '@fleet/domain/gallery/observe-gallery';
import type { JobMessage } from '@fleet/domain/messages';
import type { ActorDeps } from '../deps.ts';
import { callContext, withDeadline } from '../gallery/calls.ts';
import { refusalOf, type Signal } from '../gallery/refusals.ts';
import { STALE_AFTER_MS } from '../options.ts';
import type { Answer, CallContext } from '../ports.ts';
import { countFleetLikes } from './count-fleet-likes.ts';
import { appendRun, foldGallery } from './gallery-stream.ts';
import { lookAtGallery } from './look-at-gallery.ts';
import type { Viewer } from './viewer.ts';

type ObserveJob = Extract<JobMessage, { kind: 'observe' }>;
const MINUTE_MS = 60_000;

export type ObserveDeps = Pick<ActorDeps, 'events' | 'clock' | 'sleep' | 'log'> & {
  readonly floimg: Pick<ActorDeps['floimg'], 'items' | 'comments'>;
  readonly callTimeoutMs: number;
  readonly isFleetUser: (username: string) => boolean;
  readonly viewer: Viewer;
  /** What the platform said beyond this run: its kill switch, that it wants fewer calls. */
  readonly report: (signal: Signal) => Promise<void>;
  /** Null: the platform may be asked. */
  readonly notBecause: () => string | null;
  readonly signal: AbortSignal;
};

/** `missed`: the gallery could not be looked at; the next minute's run tells what this one would have. */
export type Observed = 'observed' | 'stale' | 'resting' | 'missed' | 'overtaken';

/**
 * Looks at the gallery and states in `gallery-main` what people did since the last run. Whoever runs it when, and how
 * often: a fact about people is stated once, and two runs at the same time come to one.
 * @throws EventStoreError `unavailable`: give the job back
 */
export const observe = async (job: ObserveJob, deps: ObserveDeps): Promise<Observed> => {
  const { events, clock, sleep, log, signal } = deps;
  if (clock.wallNow() - job.at > STALE_AFTER_MS) return 'stale';
  if (deps.notBecause() !== null) return 'resting';
  const folded = await foldGallery(events);
  const { state } = folded;
  const counted = await countFleetLikes(events, noFleetLikes(state.open, state.activityPosition), signal);
  const call = <T>(run: (context: CallContext) => Promise<Answer<T>>) =>
    withDeadline<Answer<T>>(
      sleep,
      deps.callTimeoutMs,
      (aborted) => run(callContext(null, null, AbortSignal.any([aborted, signal]))),
      () => ({ kind: 'unclear', reason: 'no answer in time' }),
    );
  const turn = Math.floor(job.at / MINUTE_MS);
  const { floimg, isFleetUser, viewer } = deps;
  const look = () => lookAtGallery({ floimg, isFleetUser, viewer: viewer.current(), call }, state, turn);
  let looked = await look();
  if ((looked.kind === 'unauthorized' || looked.kind === 'forbidden') && viewer.refused()) looked = await look();
  if (looked.kind !== 'ok') {
    const refusal = refusalOf(looked);
    log.warn({ reason: refusal.reason }, 'the gallery could not be observed');
    if (refusal.kind === 'refused' && refusal.signal) await deps.report(refusal.signal);
    return 'missed';
  }
  // Again, after reading: a like that began meanwhile may stand in a counter or not.
  const fleet = counted.behind ? counted : await countFleetLikes(events, readingBegins(counted), signal);
  if (signal.aborted) return 'missed';
  const run = observeGallery(state, { ...looked, runId: job.jobId, fleet });
  return (await appendRun(folded, run, job.jobId, deps)) === 'appended' ? 'observed' : 'overtaken';
};
