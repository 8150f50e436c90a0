import { setTimeout as pause } from 'node:timers/promises';
import type { Fleet } from '@fleet/domain/read-models/api';
import type { Bus, ConsumerStatus, ServiceInstance } from '@fleet/platform/bus';
import { z } from 'zod';

export type FleetProblem = Fleet['problems'][number];

const EVERY_MS = 3_000;
const ANSWER_WITHIN_MS = 700;
const LAG_TOO_LONG_MS = 10_000;
const MAX_PROBLEMS = 50;
/** More than this are not a peak: they are two minutes old before anybody takes them, and dropped. */
const TICKS_WAITING_MAX = 1_000;
const TOO_SLOW = 'Ticks come faster than actors take them: start more actors, or lower the activity level.';
/** A consumer that gave a message up is told of for so long. */
const EXHAUSTED_TOLD_MS = 10 * 60_000;
const PARTS = ['scheduler', 'actor', 'projector'] as const;

/** What services tell of themselves in their stats; anything else there is not ours to understand. */
const Told = z.array(z.object({ part: z.string().max(100), message: z.string().max(1_000) }));

export type ProblemDeps = {
  /** Every instance that answers, by NATS service name; rejects when the bus is down. */
  readonly services: (waitMs: number) => Promise<readonly ServiceInstance[]>;
  /** Milliseconds; null when the read model cannot be read. */
  readonly readModelLagMs: () => Promise<number | null>;
  readonly wallNow: () => number;
  readonly onChange: () => void;
  /** How many dead letters there are; rejects when the bus is down. */
  readonly deadLetters: () => Promise<number>;
  readonly onMaxDeliveries: Bus['onMaxDeliveries'];
  /** The ticks' queue; null when there is none yet, rejects when the bus is down. */
  readonly ticks: () => Promise<Pick<ConsumerStatus, 'pending'> | null>;
};

export type Problems = {
  current(): readonly FleetProblem[];
  /** Every instance that answered at the last look; null while the bus does not answer. */
  instances(): readonly ServiceInstance[] | null;
  /** As last counted; null while the bus does not answer. */
  deadLetters(): number | null;
  /** Ticks that no actor has taken yet, as last counted; null while the bus does not answer. */
  ticksWaiting(): number | null;
  run(signal: AbortSignal): Promise<void>;
  /** One look, for tests and the first answer. */
  look(): Promise<void>;
};

/** The fleet's own consumers have no such limit, and count deliveries themselves. */
const limitedMessage = (consumer: string) =>
  `Somebody limited the deliveries of consumer ${consumer}: what used them up lies there and nobody works on it. Set its max_deliver to -1.`;

type Found = Pick<FleetProblem, 'part' | 'message'>;

/** Problems that instances tell, once each; a service of which none answers is a problem itself. */
export const problemsOf = (instances: readonly ServiceInstance[]): Found[] => {
  const found: Found[] = [];
  for (const part of PARTS)
    if (!instances.some(({ name }) => name === `fleet-${part}`))
      found.push({ part, message: `No ${part} answers; is the service running?` });
  for (const { data } of instances) {
    const told = Told.safeParse(data.problems);
    if (told.success) found.push(...told.data);
  }
  return found;
};

const Lateness = z.object({ latenessP50Ms: z.number(), latenessP99Ms: z.number() });
/** How late ticks were sent, of the scheduler that was latest; null while none tells. */
export const tickLatenessOf = (instances: readonly ServiceInstance[] | null): Fleet['tickLateness'] => {
  const told = (instances ?? []).flatMap(({ name, data }) => {
    const read = name === 'fleet-scheduler' ? Lateness.safeParse(data) : null;
    return read?.success ? [{ p50Ms: read.data.latenessP50Ms, p99Ms: read.data.latenessP99Ms }] : [];
  });
  return told.sort((a, b) => b.p99Ms - a.p99Ms)[0] ?? null;
};

/** Looks after the other services every three seconds and keeps since when each problem stands. */
export const watchProblems = (deps: ProblemDeps): Problems => {
  const { services, readModelLagMs, wallNow, onChange } = deps;
  let current: readonly FleetProblem[] = [];
  let instances: readonly ServiceInstance[] | null = null;
  let deadLetters: number | null = null;
  let ticksWaiting: number | null = null;
  let exhausted: { readonly consumer: string; readonly at: number } | null = null;

  const look = async () => {
    const [answered, lagMs, dead, ticks] = await Promise.all([
      services(ANSWER_WITHIN_MS).catch(() => null),
      readModelLagMs().catch(() => null),
      deps.deadLetters().catch(() => null),
      deps.ticks().catch(() => null),
    ]);
    instances = answered;
    deadLetters = dead;
    ticksWaiting = ticks?.pending ?? null;
    const found = answered ? problemsOf(answered) : [{ part: 'nats', message: 'NATS does not answer.' }];
    if (lagMs === null) found.push({ part: 'postgres', message: 'The read model cannot be read.' });
    else if (lagMs > LAG_TOO_LONG_MS)
      found.push({ part: 'projector', message: 'What is shown is more than 10 s behind what happened.' });
    if (dead !== null && dead > 0)
      found.push({
        part: 'dead letters',
        message: 'Messages were given up; look at the dead letters, retry or discard them.',
      });
    if (ticksWaiting !== null && ticksWaiting > TICKS_WAITING_MAX) found.push({ part: 'actor', message: TOO_SLOW });
    if (exhausted !== null && wallNow() - exhausted.at < EXHAUSTED_TOLD_MS)
      found.push({ part: 'nats', message: limitedMessage(exhausted.consumer) });
    const next = new Map<string, FleetProblem>();
    for (const { part, message } of found.slice(0, MAX_PROBLEMS)) {
      const known = current.find((problem) => problem.part === part && problem.message === message);
      next.set(`${part} ${message}`, known ?? { part, message, since: new Date(wallNow()).toISOString() });
    }
    const changed = next.size !== current.length || [...next.values()].some((problem) => !current.includes(problem));
    current = [...next.values()];
    if (changed) onChange();
  };

  return {
    current: () => current,
    instances: () => instances,
    deadLetters: () => deadLetters,
    ticksWaiting: () => ticksWaiting,
    look,
    run: async (signal) => {
      const listening = deps.onMaxDeliveries(({ stream, consumer }) => {
        exhausted = { consumer: `${consumer} of ${stream}`, at: wallNow() };
      });
      while (!signal.aborted) {
        await look();
        await pause(EVERY_MS, undefined, { signal }).catch(() => {});
      }
      listening.stop();
    },
  };
};
