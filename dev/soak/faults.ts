import { setTimeout as wait } from 'node:timers/promises';
import { ACTORS, SCHEDULERS, type SoakFleet } from './fleet.ts';

/** `chance(what)`: a draw in [0, 1) of this fault's own. */
export type Struck = { readonly fleet: SoakFleet; readonly chance: (what: string) => number };
/** Brings something about, and tells whether it hit a part with work in flight. */
export type SoakFault = {
  readonly name: string;
  /** One at a time on each. */
  readonly part: string;
  readonly strike: (on: Struck) => Promise<boolean>;
};

const LOOK_MS = 400;
/** So long a part is looked at for work to interrupt. */
const LOOKS = 6;
/** The live stream of a busy fleet says something many times a second. */
const STREAM_ALIVE_MS = 1_500;

const between = (from: number, to: number, at: number) => Math.round(from + at * (to - from));

const grows = async (fleet: SoakFleet, name: string, metric: string): Promise<boolean> => {
  const before = await fleet.metric(name, metric);
  await wait(LOOK_MS);
  return (await fleet.metric(name, metric)) > before;
};
const actorBusy = async (fleet: SoakFleet, name: string) =>
  (await fleet.metric(name, 'fleet_actor_ticks_in_flight')) > 0;
const anyActorBusy = async (fleet: SoakFleet) =>
  (await Promise.all(ACTORS.map((name) => actorBusy(fleet, name)))).some(Boolean);

/** Whether a part has work in hand now. The servers are at work whenever somebody works with them. */
const isBusy = (fleet: SoakFleet, name: string): Promise<boolean> => {
  if (name.startsWith('actor')) return actorBusy(fleet, name);
  if (name.startsWith('scheduler')) return grows(fleet, name, 'fleet_ticks_published_total');
  if (name === 'projector') return grows(fleet, name, 'fleet_projector_events_total');
  if (name === 'gateway') return Promise.resolve(fleet.liveSilentMs() < STREAM_ALIVE_MS);
  return anyActorBusy(fleet);
};
const untilBusy = async (fleet: SoakFleet, name: string): Promise<boolean> => {
  for (let look = 0; look < LOOKS; look++) {
    if (fleet.place(name) && (await isBusy(fleet, name))) return true;
    await wait(LOOK_MS / 2);
  }
  return false;
};

const ended = (name: string, signal: NodeJS.Signals): SoakFault => ({
  name: `${name} ${signal}`,
  part: name,
  strike: async ({ fleet }) => (await untilBusy(fleet, name)) && fleet.signal(name, signal),
});
/** Halted, and going on as if nothing had happened: sometimes after somebody else took over. */
const halted = (name: string, fromMs: number, toMs: number): SoakFault => ({
  name: `${name} SIGSTOP`,
  part: name,
  strike: async ({ fleet, chance }) => {
    const pid = fleet.place(name)?.pid;
    if (!(await untilBusy(fleet, name)) || !fleet.signal(name, 'SIGSTOP')) return false;
    await wait(between(fromMs, toMs, chance('for')));
    // It may have been ended meanwhile by who looks after it; then there is nobody to wake.
    if (fleet.place(name)?.pid === pid) fleet.signal(name, 'SIGCONT');
    return true;
  },
});

type Seen = { readonly seq: number; readonly fault: string | null; readonly status: number | null };

/** The Studio behaves otherwise for a while. It counts when calls of agents met it. */
const studio = (
  name: string,
  change: (chance: Struck['chance']) => object,
  back: object,
  forMs: number,
): SoakFault => ({
  name: `studio ${name}`,
  part: 'studio',
  strike: async ({ fleet, chance }) => {
    const before = (await fleet.calls<Seen>('limit=1')).calls[0]?.seq ?? 0;
    await fleet.studio(change(chance));
    await wait(forMs);
    await fleet.studio(back);
    const { calls } = await fleet.calls<Seen>(`after=${before}&limit=2000`);
    const spoilt = calls.filter(({ fault, status }) => fault !== null || status === null || status >= 400);
    return 'latencyMs' in back || 'landLate' in back ? calls.length > 0 : spoilt.length > 0;
  },
});
const spoil = (kind: string, times: number): SoakFault =>
  studio(
    kind,
    (chance) => {
      const applied = chance('applied') < 0.5;
      const routes = ['POST /api/showcase/:id/like', 'POST /api/showcase/:id/comments', 'POST /api/showcase', '*'];
      const route = routes[Math.floor(chance('route') * routes.length)] ?? '*';
      return { addFaults: [{ kind, route, applied, times }] };
    },
    { faults: [] },
    4_000,
  );

const model = (mode: string, forNext: number): SoakFault => ({
  name: `model ${mode}`,
  part: 'model',
  strike: async ({ fleet }) => {
    const before = (await fleet.llmState()).total;
    await fleet.llm({ mode, forNext });
    await wait(4_000);
    await fleet.llm({ mode: 'normal' });
    return (await fleet.llmState()).total > before;
  },
});

/** The kill switch for some seconds; then the operator resumes, rather than waiting for the probe's minute. */
const platformPause: SoakFault = {
  name: 'studio FLEET_PAUSED',
  part: 'studio',
  strike: async ({ fleet }) => {
    const busy = await anyActorBusy(fleet);
    await fleet.studio({ paused: 'all' });
    await wait(2_500);
    await fleet.studio({ paused: 'off' });
    await wait(500);
    await fleet.command('POST', '/fleet/resume', { reason: 'soak: the platform is back' });
    return busy;
  },
};

/** Each is drawn equally often. */
export const FAULTS: readonly SoakFault[] = [
  ...ACTORS.flatMap((name) => [ended(name, 'SIGKILL'), ended(name, 'SIGTERM'), halted(name, 2_000, 8_000)]),
  // Past lease and settle time: another one has taken over when it goes on.
  halted('actor-1', 16_000, 22_000),
  ...SCHEDULERS.flatMap((name) => [ended(name, 'SIGKILL'), halted(name, 2_000, 9_000)]),
  ended('scheduler', 'SIGTERM'),
  ended('projector', 'SIGKILL'),
  ended('projector', 'SIGTERM'),
  halted('projector', 2_000, 8_000),
  ended('gateway', 'SIGKILL'),
  ended('nats', 'SIGKILL'),
  ended('nats', 'SIGTERM'),
  ended('postgres', 'SIGQUIT'),
  ended('postgres', 'SIGINT'),
  ...['status', 'reset', 'hang', 'html', 'wrongTypes', 'truncated'].map((kind) => spoil(kind, 20)),
  studio('slow', (chance) => ({ latencyMs: between(300, 2_000, chance('latency')) }), { latencyMs: 0 }, 4_000),
  studio('late', () => ({ landLate: { share: 0.3, delayMs: 1_500 } }), { landLate: null }, 5_000),
  studio('429', () => ({ rateLimit: { perMinute: 60, retryAfterSeconds: 1 } }), { rateLimit: null }, 2_500),
  platformPause,
  ...['error500', 'hang', 'prose', 'rate-limit', 'refusal'].map((mode) => model(mode, 8)),
];
