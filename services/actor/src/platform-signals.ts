import { decideAgent, evolveAgent, initialAgent } from '@fleet/domain/agent/agent';
import { decodeAgentEvent, decodeFleetEvent, encode, type FleetDomainEvent } from '@fleet/domain/codec';
import type { Decision } from '@fleet/domain/decision';
import { never } from '@fleet/domain/decision';
import { decideFleet, evolveFleet, type FleetCommand, initialFleet } from '@fleet/domain/fleet/fleet';
import { factId, STREAM } from '@fleet/domain/identity';
import type { ActorDeps } from './deps.ts';
import { type AgentDirectory, FORBIDDEN } from './follow/agents.ts';
import type { Signal } from './gallery/refusals.ts';

const BY = 'system:actor';
const MAX_TRIES = 5;
const FORBIDDEN_WINDOW_MS = 60_000;
const FORBIDDEN_AGENTS = 3;

export type PlatformSignals = {
  /** Makes what one agent heard known to all: appended at the exact revision, once. @throws EventStoreError */
  report(agentId: string, signal: Signal): Promise<void>;
  resumed(reason: string): Promise<void>;
  /** Until when this process sends nothing new because it was throttled: monotonic ms, so that a clock that is set does not stretch it. */
  backOffUntil(): number;
};

const iso = (wallMs: number): string => new Date(wallMs).toISOString();

export const createPlatformSignals = (
  { events, clock, log }: Pick<ActorDeps, 'events' | 'clock' | 'log'>,
  agents: AgentDirectory,
): PlatformSignals => {
  let backOffUntil = Number.NEGATIVE_INFINITY;

  /** Fold, decide, append; another one's append means folding again, which mostly means nothing is left to say. */
  const decideOn = async <E extends FleetDomainEvent>(
    stream: string,
    decide: () => Promise<{ revision: number; decision: Decision<E> }>,
  ): Promise<void> => {
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const { revision, decision } = await decide();
      if (decision.kind === 'refused' || decision.events.length === 0) return;
      const encoded = decision.events.map((event) => {
        const id = factId(event.type, stream, revision);
        const nothing = { correlationId: id, causationId: null, traceparent: null };
        return encode(event, { id, occurredAtMs: clock.fleetNow(), ...nothing });
      });
      const result = await events.append(stream, encoded, revision < 0 ? 'noStream' : revision);
      if (result.kind === 'appended') return;
    }
    log.warn({ stream }, 'what the platform said could not be appended: others kept writing');
  };

  const onFleet = (command: FleetCommand) =>
    decideOn(STREAM.fleet, async () => {
      let state = initialFleet;
      let revision = -1;
      for await (const recorded of events.read(STREAM.fleet, { direction: 'forwards' })) {
        revision = recorded.revision;
        const decoded = decodeFleetEvent(recorded);
        if (decoded.kind === 'event') state = evolveFleet(state, decoded.event, Date.parse(recorded.occurredAt));
      }
      return { revision, decision: decideFleet(state, command) };
    });

  const onAgent = (agentId: string, command: Parameters<typeof decideAgent>[1]) =>
    decideOn(STREAM.agent(agentId), async () => {
      let state = initialAgent;
      let revision = -1;
      for await (const recorded of events.read(STREAM.agent(agentId), { direction: 'forwards' })) {
        revision = recorded.revision;
        const decoded = decodeAgentEvent(recorded);
        if (decoded.kind === 'event') state = evolveAgent(state, decoded.event, Date.parse(recorded.occurredAt));
      }
      return { revision, decision: decideAgent(state, command) };
    });

  const forbidden = async (agentId: string, reason: string) => {
    await onAgent(agentId, { type: 'fail', code: FORBIDDEN, reason });
    const now = clock.wallNow();
    agents.noteRefused(agentId, now);
    if (agents.refusedSince(now - FORBIDDEN_WINDOW_MS) < FORBIDDEN_AGENTS) return;
    const why = `the platform refused ${FORBIDDEN_AGENTS} agents within a minute: ${reason}`;
    await onFleet({ type: 'pause', cause: 'forbidden', by: BY, reason: why.slice(0, 500) });
  };

  return {
    backOffUntil: () => backOffUntil,
    resumed: (reason) => onFleet({ type: 'platformResumed', reason }),
    report: async (agentId, signal) => {
      const reason = 'reason' in signal ? signal.reason.slice(0, 500) : '';
      switch (signal.kind) {
        case 'unauthorized':
        case 'ceiling_exceeded':
          log.error({ agentId, reason }, `the fleet is paused: ${signal.kind}`);
          return onFleet({ type: 'pause', cause: signal.kind, by: BY, reason });
        case 'forbidden':
          log.error({ agentId, reason }, 'the platform refused an agent');
          return forbidden(agentId, reason);
        case 'kill_switch':
          return onFleet({ type: 'platformPaused', cause: 'kill_switch', code: 'FLEET_PAUSED', until: null, reason });
        case 'fleet_limit': {
          const { code, untilWall } = signal;
          return onFleet({ type: 'platformPaused', cause: 'budget', code, until: iso(untilWall), reason });
        }
        case 'agent_limit':
          return onAgent(agentId, { type: 'sleep', until: iso(signal.untilWall), code: signal.code, reason });
        case 'throttled':
          backOffUntil = Math.max(backOffUntil, clock.monotonicNow() + signal.retryAfterMs);
          return;
        default:
          return never(signal);
      }
    },
  };
};
