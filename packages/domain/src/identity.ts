import { v5 as uuidV5 } from 'uuid';

/** Namespace of every computed id of the fleet. Changing it would give every agent another identity. */
export const FLEET_NAMESPACE = '6f1f0e6e-5a0b-5c55-9a53-9f0c1c5d7e11';

export const PARTITIONS = 64;

/** An agent's id: uuid v5 of its username, so that one username can never name two agents. */
export const agentIdOf = (username: string): string => uuidV5(`agent:${username}`, FLEET_NAMESPACE);

/** Id of a fact that anyone may state (an acceptance, an outcome): the same fact has the same id everywhere. */
export const factId = (...parts: readonly (string | number)[]): string => uuidV5(parts.join('|'), FLEET_NAMESPACE);

/** Event id of an attempt: bound to the claim, so that two workers' appends are never taken for one (the fence). */
export const attemptEventId = (attemptId: string, claimId: string): string => factId('attempt', attemptId, claimId);

export type TickId = string;

/** `<agentId>.<due in ms, base 36>`: the same moment is the same tick on every machine. */
export const tickIdOf = (agentId: string, dueMs: number): TickId => `${agentId}.${dueMs.toString(36)}`;

/** `<tick>.<step>.<n>`, n from 1. */
export const attemptIdOf = (tickId: TickId, step: string, n: number): string => `${tickId}.${step}.${n}`;

/** Partition 0..63 of an agent: FNV-1a over its id. */
export const partitionOf = (agentId: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < agentId.length; i++) {
    hash ^= agentId.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % PARTITIONS;
};

export const STREAM = {
  agent: (id: string) => `agent-${id}`,
  activity: (id: string) => `activity-${id}`,
  persona: (id: string) => `persona-${id}`,
  fleet: 'fleet-main',
  gallery: 'gallery-main',
} as const;
