import type { ActorDeps } from './deps.ts';
import type { FleetWatch } from './follow/fleet-watch.ts';
import { callContext, withDeadline } from './gallery/calls.ts';
import { refusalOf } from './gallery/refusals.ts';
import type { PlatformSignals } from './platform-signals.ts';
import type { Answer } from './ports.ts';

const LOOK_EVERY_MS = 1_000;

/** While the platform's kill switch stands, asks once a minute with a free workflow whether it still means it. */
export const probeWhilePaused = async (
  { clock, sleep, floimg, log, options }: Pick<ActorDeps, 'clock' | 'sleep' | 'floimg' | 'log' | 'options'>,
  fleet: FleetWatch,
  signals: PlatformSignals,
  signal: AbortSignal,
): Promise<void> => {
  let waitingSince: number | null = null;
  while (!signal.aborted) {
    await sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) return;
    if (fleet.state().platform?.cause !== 'kill_switch') {
      waitingSince = null;
      continue;
    }
    waitingSince ??= clock.monotonicNow();
    if (clock.monotonicNow() - waitingSince < options.probeEveryMs) continue;
    waitingSince = clock.monotonicNow();
    const answer = await withDeadline<Answer<true>>(
      sleep,
      options.callTimeoutMs,
      (aborted) => floimg.probe(callContext(null, null, aborted)),
      () => ({ kind: 'unclear', reason: 'no answer in time' }),
    );
    if (answer.kind === 'ok') await signals.resumed('the platform answered a probe');
    else log.info({ reason: refusalOf(answer).reason }, 'the platform is still paused');
  }
};
