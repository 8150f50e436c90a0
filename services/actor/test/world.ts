import type { ActionKind, ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import { agentIdOf, factId, STREAM, tickIdOf } from '@fleet/domain/identity';
import type { TickMessage } from '@fleet/domain/messages';
import { type Consume, type Delivery, type KeyValue, LATCH_KEY } from '@fleet/platform/bus';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { type ManualClock, manualClock, settle } from '@fleet/testkit/manual-clock';
import { type Actor, buildActor } from '../src/app.ts';
import { freeBudget } from '../src/budget/free-budget.ts';
import { type ActorOptions, DEFAULT_OPTIONS } from '../src/options.ts';
import type { Budget, Compose, ComposeInput, CrashPoint, FloImg } from '../src/ports.ts';
import { fakeGallery } from './fake-gallery.ts';

export const CONFIG: AgentConfig = {
  name: 'Mira',
  personality: 'curious',
  vibe: 'calm',
  interests: ['lamps'],
  schedule: {
    timezone: 'UTC',
    activeDays: [0, 1, 2, 3, 4, 5, 6],
    peakHours: [],
    peakMultiplier: 1,
    offPeakMultiplier: 1,
  },
  minIntervalS: 60,
  maxIntervalS: 300,
  weights: { post: 0.3, comment: 0.3, like: 0.3 },
  workflow: 'chart',
};

type PersonaOf = { id: string; version: number } | null;
type ComposeAnswer = Awaited<ReturnType<Compose['compose']>>;

const composed = (input: ComposeInput, serial: number): ComposeAnswer => ({
  kind: 'ok',
  costUsd: 0,
  result: {
    step: 'compose',
    composed:
      input.kind === 'post'
        ? { kind: 'post', imagePrompt: 'a lamp', title: `Lamp ${serial}`, caption: 'On a desk' }
        : { kind: 'comment', postId: input.candidates[0]?.id ?? '', text: 'A good lamp.' },
    prompt: { id: input.kind, version: 1, hash: 'h' },
    provider: 'offline',
    model: 'stand-in',
    inputTokens: 10,
    outputTokens: 5,
    answer: '{}',
    verdicts: [],
  },
});

const fakeCompose = () => {
  const inputs: ComposeInput[] = [];
  const answers: (ComposeAnswer | 'hangs')[] = [];
  const compose: Compose = {
    ceilingUsd: () => 0,
    prompt: ({ kind }) => ({ id: kind, version: 1, hash: 'h' }),
    compose: async (input, call) => {
      inputs.push(input);
      const next = answers.shift();
      if (next === 'hangs')
        return new Promise((resolve) => {
          call.signal.addEventListener('abort', () => resolve({ kind: 'unclear', reason: 'time-out' }));
        });
      return next ?? composed(input, inputs.length);
    },
  };
  return { compose, inputs, answers };
};

const fakeKeyValue = (): KeyValue & { set(key: string, value: string): void } => {
  const entries = new Map<string, { value: string; revision: number }>();
  const watchers: { key: string; onChange: (key: string, entry: { value: string; revision: number }) => void }[] = [];
  let revision = 0;
  const write = (key: string, value: string) => {
    entries.set(key, { value, revision: ++revision });
    for (const watcher of watchers) if (watcher.key === key) watcher.onChange(key, { value, revision });
    return revision;
  };
  return {
    get: async (key) => entries.get(key) ?? null,
    create: async (key, value) => (entries.has(key) ? null : write(key, value)),
    update: async (key, value, at) => (entries.get(key)?.revision === at ? write(key, value) : null),
    put: async (key, value) => write(key, value),
    delete: async (key) => void entries.delete(key),
    keys: async () => [...entries.keys()],
    watch: async (key, onChange) => void watchers.push({ key, onChange }),
    set: write,
  };
};

/** A delivery that remembers how it ended. */
const delivery = (payload: string, deliveries: number, messageId: string) => {
  const ended = { acked: false, retryMs: null as number | null, working: 0 };
  const it: Delivery = {
    subject: 'fleet.tick.1',
    payload: Buffer.from(payload),
    messageId,
    deliveries,
    headers: {},
    ack: async () => {
      ended.acked = true;
    },
    retry: (delayMs) => {
      ended.retryMs = delayMs;
    },
    working: () => {
      ended.working++;
    },
  };
  return { it, ended };
};
const slot = () => {
  const held = { released: 0, reacquired: 0 };
  return {
    held,
    it: {
      release: () => void held.released++,
      reacquire: async () => void held.reacquired++,
    },
  };
};

/** A worker that stops for ever (or for a while) at a point, as a killed (or stopped) process does. */
export const dyingAt =
  (label: string, where: string, comesBack?: () => Promise<void>): CrashPoint =>
  async (hereLabel, hereWhere) => {
    if (hereLabel !== label || hereWhere !== where) return;
    await (comesBack ? comesBack() : new Promise(() => {}));
  };

export const openWorld = (start: { readonly wall?: number } = {}) => {
  const clock: ManualClock = manualClock(start);
  const store = fakeEventStore(clock.wallNow);
  const gallery = fakeGallery(clock);
  const llm = fakeCompose();
  const control = fakeKeyValue();
  const leases = fakeKeyValue();
  const deadLetters: string[] = [];
  const stops: AbortController[] = [];
  const errors: unknown[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (fields: object, message: string) => void errors.push({ ...fields, message }),
  };
  let claims = 0;

  const append = async (stream: string, events: readonly FleetDomainEvent[]) => {
    const at = store.stream(stream).length;
    const encoded = events.map((event, i) =>
      encode(event, {
        id: factId(stream, at + i),
        occurredAtMs: clock.fleetNow(),
        correlationId: 'test',
        causationId: null,
        traceparent: null,
      }),
    );
    await store.append(stream, encoded, at === 0 ? 'noStream' : at - 1);
    await settle();
  };

  const agent = async (username = 'mira', config: Partial<AgentConfig> = {}, persona: PersonaOf = null) => {
    const id = agentIdOf(username);
    const by = { by: 'test', reason: '' };
    await append(STREAM.agent(id), [
      {
        type: 'AgentCreated',
        data: { agentId: id, username, persona, seedIndex: null, config: { ...CONFIG, ...config }, by: 'test' },
      },
      { type: 'AgentProvisioned', data: { platformUserId: `u-${username}`, created: true } },
      { type: 'AgentStarted', data: by },
    ]);
    return id;
  };

  const idle: Consume = ({ signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

  type How = { crashPoint?: CrashPoint; options?: Partial<ActorOptions>; floimg?: FloImg; budget?: Budget };
  const actor = async (how: How = {}): Promise<Actor> => {
    const stop = new AbortController();
    stops.push(stop);
    const deps = {
      clock,
      sleep: clock.sleep,
      events: store,
      publish: async (_subject: string, payload: string | Uint8Array) => {
        deadLetters.push(String(payload));
        return { seq: deadLetters.length, duplicate: false };
      },
      control,
      leases,
      floimg: how.floimg ?? gallery.floimg,
      compose: llm.compose,
      budget: how.budget ?? freeBudget,
      grow: async ({ config }: { config: AgentConfig }) => ({
        outcome: 'kept' as const,
        config,
        reason: '',
        costUsd: 0,
      }),
      crashPoint: how.crashPoint ?? (async () => {}),
      log,
      newClaimId: () => `claim-${++claims}`,
      options: { ...DEFAULT_OPTIONS, ...how.options },
    };
    const built = buildActor(deps, idle);
    void built.run(stop.signal);
    await settle();
    return built;
  };

  const tick = (agentId: string, kind: ActionKind | null, dueMs = clock.fleetNow()): TickMessage => ({
    v: 1,
    tickId: tickIdOf(agentId, dueMs),
    agentId,
    due: dueMs,
    dueWall: clock.wallAt(dueMs),
    kind,
    causationId: null,
    traceparent: null,
  });

  /** Begins to work on a tick; nothing moves until time does. */
  const deliver = (to: Actor, message: TickMessage | string, deliveries = 1) => {
    const payload = typeof message === 'string' ? message : JSON.stringify(message);
    const { it, ended } = delivery(payload, deliveries, typeof message === 'string' ? 'm' : message.tickId);
    const taken = slot();
    let finished = false;
    const done = to.handleTick(it, taken.it).then(() => {
      finished = true;
    });
    return { ended, held: taken.held, done, isDone: () => finished };
  };

  /** Lets time go on until all are done, ten minutes at most. */
  const finish = async (...works: readonly { isDone(): boolean }[]) => {
    await settle();
    for (let i = 0; i < 600 && !works.every((work) => work.isDone()); i++) await clock.advance(1_000);
    if (!works.every((work) => work.isDone())) throw new Error('not done after ten minutes');
  };

  const activity = (agentId: string): readonly ActivityEvent[] =>
    store.stream(STREAM.activity(agentId)).map(({ type, data }) => ({ type, data }) as ActivityEvent);

  return {
    clock,
    store,
    gallery,
    llm,
    control,
    leases,
    deadLetters,
    errors,
    append,
    agent,
    actor,
    tick,
    deliver,
    finish,
    activity,
    types: (agentId: string) => activity(agentId).map(({ type }) => type),
    commits: (agentId: string) => store.commits.filter(({ stream }) => stream === STREAM.activity(agentId)),
    ends: (agentId: string) => activity(agentId).flatMap((event) => (event.type === 'TickEnded' ? [event.data] : [])),
    fleet: () => store.stream(STREAM.fleet).map(({ type, data }) => ({ type, data: data as Record<string, unknown> })),
    lifecycle: (agentId: string) => store.stream(STREAM.agent(agentId)).map(({ type }) => type),
    latch: (paused: boolean) => control.set(LATCH_KEY, JSON.stringify({ paused, by: 'test', reason: 'test', at: '' })),
    close: async () => {
      for (const stop of stops) stop.abort();
      await clock.advance(300_000);
    },
  };
};
export type World = ReturnType<typeof openWorld>;
