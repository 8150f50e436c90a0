import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { encode } from '@fleet/domain/codec';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import { agentIdOf, factId, STREAM } from '@fleet/domain/identity';
import { TickMessage } from '@fleet/domain/messages';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { seedAgent } from '@fleet/domain/persona/seeding';
import { planTicks } from '@fleet/domain/timing/plan';
import { traceparentOf } from '@fleet/domain/trace';
import type { KeyValue, Publish } from '@fleet/platform/bus';
import type { EventStore } from '@fleet/platform/eventstore';
import { silentLog } from '@fleet/platform/log';
import { createRegistry } from '@fleet/platform/telemetry';
import { fakeBus } from '@fleet/testkit/fake-bus';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { fakeKeyValue } from '@fleet/testkit/fake-key-value';
import { manualClock, settle } from '@fleet/testkit/manual-clock';
import { createScheduler } from '../src/app.ts';
import { createMetrics } from '../src/metrics.ts';

export const SEED = 'box';
/** The trace of every order given here. */
export const ORDERED_IN = traceparentOf('4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7');
export const by = { by: 'test', reason: 'test' };

export type TestAgent = { readonly id: string; readonly username: string; readonly config: AgentConfig };

export const testAgent = (index: number, change: Partial<AgentConfig> = {}): TestAgent => {
  const personas = BUILT_IN_PERSONAS.map((persona) => ({ version: 1, persona }));
  const seeded = seedAgent({ fleetSeed: SEED, index, personas, persona: 'ai_artist', preset: 'lively' });
  if (!seeded) throw new Error('the built-in personas lack one');
  const { username, config } = seeded;
  return { id: agentIdOf(username), username, config: { ...config, ...change } };
};

export const created = ({ id, username, config }: TestAgent): AgentEvent => ({
  type: 'AgentCreated',
  data: { agentId: id, username, persona: null, seedIndex: null, config, by: 'test' },
});
export const provisioned: AgentEvent = { type: 'AgentProvisioned', data: { platformUserId: 'u', created: true } };
export const started: AgentEvent = { type: 'AgentStarted', data: by };

/** Appends events to one stream one after the other, as their writers do. */
export const writer = (events: EventStore, fleetNow: () => number) => {
  const revisions = new Map<string, number>();
  return async (stream: string, ...facts: (AgentEvent | FleetEvent)[]) => {
    for (const fact of facts) {
      const last = revisions.get(stream);
      const revision = last === undefined ? 0 : last + 1;
      const id = factId(stream, revision);
      const occurredAtMs = fleetNow();
      const envelope = { id, occurredAtMs, correlationId: id, causationId: null, traceparent: ORDERED_IN };
      const result = await events.append(stream, [encode(fact, envelope)], last ?? 'noStream');
      if (result.kind === 'conflict') throw new Error(`${stream} is at ${result.current}`);
      revisions.set(stream, revision);
    }
  };
};

/** When a plan says that an agent acts, in `[from, to)`. */
export const planned = (agent: TestAgent, from: number, to: number, level = 1): number[] => {
  const { schedule, minIntervalS, maxIntervalS, rhythm } = agent.config;
  const plan = { id: agent.id, schedule, minIntervalS, maxIntervalS, rhythm, level, effectiveFrom: from };
  return planTicks(plan, SEED, from, to);
};

/** A whole fleet under a manual clock, in memory; schedulers are started and stopped in it. */
export const fleetInABox = (options: { readonly scale?: number; readonly rampMinutesPer50?: number } = {}) => {
  const clock = manualClock(options);
  const events = fakeEventStore(clock.wallNow);
  const bus = fakeBus(clock);
  const leases = fakeKeyValue({ ttlMs: 6_000, nowMs: clock.monotonicNow });
  const cursors = fakeKeyValue();
  const write = writer(events, clock.fleetNow);

  const start = async (instance = 'one', own: { leases?: KeyValue; publish?: Publish; stopped?: boolean } = {}) => {
    const over = new AbortController();
    if (own.stopped) over.abort();
    const metrics = createMetrics(createRegistry('test'));
    const scheduler = createScheduler({
      events,
      publish: own.publish ?? bus.publish,
      leases: own.leases ?? leases,
      cursors,
      clock,
      sleep: clock.sleep,
      yieldTurn: () => new Promise((resolve) => setImmediate(resolve)),
      fleetSeed: SEED,
      rampMinutesPer50: options.rampMinutesPer50 ?? 0,
      instance,
      metrics,
      log: silentLog(),
    });
    const running = scheduler.run(over.signal);
    await settle();
    const stop = async () => {
      over.abort();
      await settle();
      await running;
    };
    return { scheduler, stop, count: (name: string) => Number(metrics.snapshot()[name] ?? 0) };
  };

  const ticks = (agent?: TestAgent) =>
    bus.published
      .filter(({ subject }) => subject.startsWith('fleet.tick.'))
      .map(({ payload, messageId, subject }) => ({ ...TickMessage.parse(JSON.parse(payload)), messageId, subject }))
      .filter(({ agentId }) => agent === undefined || agentId === agent.id);

  return {
    clock,
    events,
    bus,
    leases,
    cursors,
    start,
    ticks,
    dues: (agent: TestAgent) => ticks(agent).map(({ due }) => due),
    jobs: () => bus.published.filter(({ subject }) => /^fleet\.job\.(de)?provision$/.test(subject)),
    observes: () => bus.published.filter(({ subject }) => subject === 'fleet.job.observe'),
    agent: (agent: TestAgent, ...facts: AgentEvent[]) => write(STREAM.agent(agent.id), ...facts),
    fleet: (...facts: FleetEvent[]) => write(STREAM.fleet, ...facts),
  };
};
