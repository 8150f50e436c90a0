import { BusError, STREAMS } from '@fleet/platform/bus';
import { EventStoreError } from '@fleet/platform/eventstore';
import { agentCommands, type RunAgentCommand } from '../../../../services/gateway/src/command/agent-commands.ts';
import { type FleetCommands, fleetCommands } from '../../../../services/gateway/src/command/fleet-commands.ts';
import { latchSwitch } from '../../../../services/gateway/src/command/latch.ts';
import { personaCommands, type RunPersonaCommand } from '../../../../services/gateway/src/command/personas.ts';
import { type DeadLetterCommands, deadLetterCommands } from '../../../../services/gateway/src/dead-letters/commands.ts';
import { ALL_GUARDS } from './guards.ts';
import { mishearing } from './mishearing.ts';
import type { Outside } from './outside.ts';
import { type SimulatedProcess, simulatedProcess } from './process.ts';
import { randomOf } from './random.ts';

/** The commands of one gateway process. */
export type Gateway = {
  readonly process: SimulatedProcess;
  readonly agent: RunAgentCommand;
  readonly persona: RunPersonaCommand;
  readonly fleet: FleetCommands;
  readonly letters: DeadLetterCommands;
  /** Orders under way. */
  busy: number;
};
export const GATEWAYS = 2;

/** Gateways over one store and one bus, each of which can die in the middle of an order and is followed by another. */
export const openGateways = (outside: Outside) => {
  const { seed, time, events, queue, buckets, thrown, guards } = outside;
  let started = 0;

  const start = (index: number): Gateway => {
    const name = `gateway-${index}.${started++}`;
    const process = simulatedProcess(name, time, randomOf(seed, name));
    const { clock } = process;
    const store = mishearing(events.portOf(process), { ...ALL_GUARDS, remembersRetries: guards.remembersRetries });
    const deps = { store, clock, wrote: () => {}, warn: () => {}, pause: process.sleep };
    const agent = agentCommands(deps);
    const fleet = fleetCommands(
      deps,
      latchSwitch(buckets.portOf(process, 'control'), clock.wallNow, () => {}),
    );
    const letters = queue.storedOf(process, STREAMS.dead);
    return {
      ...{ process, agent, fleet, persona: personaCommands(deps) },
      letters: deadLetterCommands({ letters, agent, fleet, clock }),
      busy: 0,
    };
  };
  const running = Array.from({ length: GATEWAYS }, (_, i) => start(i));

  return {
    /** One order to one gateway; null when it cannot be carried out now. Never answered where the gateway dies. */
    order: async <T>(index: number, what: (gateway: Gateway) => Promise<T>): Promise<T | null> => {
      const gateway = running[index % GATEWAYS];
      if (!gateway) return null;
      gateway.busy++;
      try {
        return await what(gateway);
      } catch (error) {
        if (error instanceof EventStoreError || error instanceof BusError) return null;
        thrown.push(`an order failed: ${error instanceof Error ? error.message : String(error)}`);
        return null;
      } finally {
        gateway.busy--;
      }
    },
    /** Orders under way at gateways that live. */
    busy: () => running.reduce((sum, { busy }) => sum + busy, 0),
    kill: (index: number) => {
      running[index]?.process.kill();
      running[index] = start(index);
    },
    close: () => {
      for (const { process } of running) process.kill();
    },
  };
};
export type Gateways = ReturnType<typeof openGateways>;
