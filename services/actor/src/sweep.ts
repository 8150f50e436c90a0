import { type OpenTick, openAttempt } from '@fleet/domain/activity/activity';
import { STREAM } from '@fleet/domain/identity';
import { tickTraceparent } from '@fleet/domain/trace';
import type { ActorDeps } from './deps.ts';
import type { AgentDirectory } from './follow/agents.ts';
import type { ActivityMemory, Folded } from './memory/activity-memory.ts';
import { type ActorOptions, clearAfterMs } from './options.ts';
import type { CarryOn } from './tick/carry-on.ts';
import type { Work } from './tick/work.ts';

/** Left-alone ticks ended in one sweep, all at once: each spends its time waiting. */
const AT_ONCE = 100;
/** Beyond lease and settle wait. */
const EXTRA_MS = 30_000;
const ENDS: ReadonlySet<string> = new Set(['TickEnded', 'TickAbandoned']);

/**
 * Whether an open tick has not moved for longer than any worker may take. By wall clocks, which are only a hint: who
 * goes on waits lease and settle time by its own monotonic clock first.
 */
export const isLeftAlone = (folded: Folded, open: OpenTick, wallMs: number, options: ActorOptions): boolean => {
  const last = openAttempt(folded.state);
  const ageMs = wallMs - (last?.attemptedAt ?? open.acceptedAtMs);
  return Math.abs(ageMs) > clearAfterMs(last?.step, options) + EXTRA_MS;
};

type Parts = {
  readonly deps: Pick<ActorDeps, 'clock' | 'sleep' | 'events' | 'log' | 'newClaimId' | 'options'>;
  readonly memory: ActivityMemory;
  readonly directory: AgentDirectory;
  readonly carryOn: CarryOn;
  readonly giveUp: AbortSignal;
};

/** Every few minutes: ticks whose message is gone, of agents that get no other, are taken to their end. */
export const sweepEvery = async (parts: Parts, signal: AbortSignal): Promise<void> => {
  const { clock, sleep, options } = parts.deps;
  while (!signal.aborted) {
    await sleep(options.sweepEveryMs, signal);
    if (signal.aborted) return;
    const found: { agentId: string; folded: Folded; open: OpenTick }[] = [];
    for (const agentId of parts.directory.ids()) {
      if (signal.aborted || found.length >= AT_ONCE) break;
      if (!(await mayBeOpen(parts, agentId))) continue;
      parts.memory.forget(agentId);
      const folded = await parts.memory.load(agentId);
      const { open } = folded.state;
      if (open && isLeftAlone(folded, open, clock.wallNow(), options)) found.push({ agentId, folded, open });
    }
    await Promise.all(found.map(({ agentId, folded, open }) => endIt(parts, agentId, folded, open, signal)));
  }
};

const mayBeOpen = async ({ deps }: Parts, agentId: string): Promise<boolean> => {
  for await (const last of deps.events.read(STREAM.activity(agentId), { direction: 'backwards', limit: 1 }))
    return !ENDS.has(last.type);
  return false;
};

const endIt = async (
  { deps, carryOn, giveUp }: Parts,
  agentId: string,
  folded: Folded,
  { tickId, due }: OpenTick,
  stop: AbortSignal,
): Promise<void> => {
  const cause = { tickId, claimId: deps.newClaimId(), causationId: null, traceparent: tickTraceparent(tickId, null) };
  const slot = { release: () => {}, reacquire: async () => {} };
  const work: Work = { agentId, tick: { tickId, due }, cause, slot, stop, giveUp, first: null, input: null };
  try {
    const carried = await carryOn(work, folded, null);
    deps.log.info({ tickId, carried }, 'a tick left alone was taken up');
  } catch (error) {
    deps.log.error({ error, tickId }, 'a tick left alone could not be ended; the next sweep tries again');
  }
};
