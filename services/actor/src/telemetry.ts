import type { Breaker } from '@fleet/domain/read-models/system';
import type { Bus } from '@fleet/platform/bus';
import type { EventStore } from '@fleet/platform/eventstore';
import { withoutPasswords } from '@fleet/platform/log';
import { type Check, Counter, Gauge, type Probe, type Registry } from '@fleet/platform/telemetry';
import type { Actor } from './app.ts';
import type { ActorConfig } from './config.ts';
import type { EdgeHealth } from './edges.ts';
import { llmEndpointOf } from './llm/provider.ts';
import { DROPPED } from './stats.ts';

/** What of its settings an operator may see: shown among the settings of the fleet. No secret is in it. */
export const toldSettings = ({ llm, actor, floimg }: Pick<ActorConfig, 'llm' | 'actor' | 'floimg'>) => {
  const { provider, model, baseUrl } = llmEndpointOf({
    ...llm,
    openaiApiKey: llm.openaiApiKey?.reveal() ?? null,
  });
  return {
    writes: actor.writes,
    llmProvider: provider,
    llmModel: model,
    llmHost: new URL(baseUrl).host,
    imagesFree: floimg.freeImages,
    actionsPerAgentHour: actor.limits.actionsPerAgentHour,
    actionsPerMinute: actor.limits.actionsPerMinute,
  };
};

/** What `fleet-actor` tells of itself: shown by the NATS tools, and its problems on the dashboard. */
export const serviceStats = (actor: Actor, health: EdgeHealth, checks: readonly Check[]) => ({
  ...actor.stats(),
  breakers: toldBreakers(health),
  problems: [...edgeProblems(health), ...checkedProblems(checks), ...(actor.stats().minuteShared ? [] : [NOT_SHARED])],
});

/** Of the parts looked at for `/ready`, what the dashboard does not hear of otherwise; also a store that takes no events. */
const checkedProblems = (checks: readonly Check[]) =>
  checks
    .filter(({ name, ok }) => name === 'eventStore' && !ok)
    .map(({ since }) => ({
      part: 'event store',
      message: 'An actor cannot write to the event store: nothing is begun.',
      since,
    }));

const NOT_SHARED = {
  part: 'actor',
  message: "The count of the fleet's actions per minute cannot be reached: this actor goes by its own share.",
};
const edgeProblems = (health: EdgeHealth) =>
  health()
    .filter(({ health: { ok } }) => !ok)
    .map(({ part, health: { message, since } }) => ({
      part,
      message: message ?? 'does not answer',
      since: new Date(since).toISOString(),
    }));

/** No longer than the API lets pass. */
const MAX_ERROR_CHARS = 300;

const toldBreakers = (health: EdgeHealth): Breaker[] =>
  health().map(({ part, breaker: { state, since, retryAt, failures, lastError } }) => ({
    ...{ part, state, failures },
    since: new Date(since).toISOString(),
    retryAt: retryAt === null ? null : new Date(retryAt).toISOString(),
    lastError: lastError === null ? null : withoutPasswords(lastError).slice(0, MAX_ERROR_CHARS),
  }));

export const observeBreakers = (registry: Registry, health: EdgeHealth): void => {
  new Gauge({
    name: 'fleet_actor_breaker_open',
    help: '1 while calls to a part are turned away, or tried one at a time, because it did not answer the last ones',
    labelNames: ['part'],
    registers: [registry],
    collect() {
      for (const { part, breaker } of health()) this.set({ part }, Number(breaker.state !== 'closed'));
    },
  });
};

export const observeActor = (registry: Registry, actor: Actor): void => {
  const registers = [registry];
  observeMinute(registry, actor);
  new Gauge({
    name: 'fleet_actor_ticks_in_flight',
    help: 'Ticks being worked on',
    registers,
    collect() {
      this.set(actor.stats().inFlight);
    },
  });
  new Gauge({
    name: 'fleet_actor_ticks_parked',
    help: 'Ticks waiting for a lease and the settle time to pass',
    registers,
    collect() {
      this.set(actor.stats().parked);
    },
  });
  new Counter({
    name: 'fleet_actor_deliveries_total',
    help: 'Ticks delivered',
    registers,
    collect() {
      this.reset();
      this.inc(actor.stats().ticks);
    },
  });
  new Counter({
    name: 'fleet_actor_errors_total',
    help: 'Deliveries that ended in an error and come again',
    registers,
    collect() {
      this.reset();
      this.inc(actor.stats().errors);
    },
  });
  new Counter({
    name: 'fleet_actor_dropped_total',
    help: 'Ticks not taken, by reason',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      const { dropped } = actor.stats();
      for (const reason of DROPPED) this.inc({ reason }, dropped[reason]);
    },
  });
};

/** 1 while the fleet's actions per minute are counted together. */
const observeMinute = (registry: Registry, actor: Actor): void => {
  new Gauge({
    name: 'fleet_actor_minute_limit_shared',
    help: 'Whether the actions per minute are counted by all actors together; 0: this one goes by its own share',
    registers: [registry],
    collect() {
      this.set(Number(actor.stats().minuteShared));
    },
  });
};

/** An unreachable Studio, model or budget ledger is a problem to see, and the actor is still the one to report it: not ready. */
export const readiness = (parts: {
  /** Throw while NATS has never been there. */
  readonly actor: () => Actor;
  readonly bus: () => Bus;
  readonly events: EventStore;
  readonly health: EdgeHealth;
}): Readonly<Record<string, Probe>> => ({
  nats: async () => {
    await parts.bus().ping();
  },
  eventStore: () => parts.events.ping(),
  ticks: async () => {
    if (!parts.actor().working()) throw new Error('the history of agents and fleet is still being read');
  },
  ...Object.fromEntries(
    (['studio', 'llm', 'budget'] as const).map((part): [string, Probe] => [
      part,
      async () => {
        const found = parts.health().find((one) => one.part === part);
        if (found && !found.health.ok) throw new Error(found.health.message ?? 'does not answer');
      },
    ]),
  ),
});
