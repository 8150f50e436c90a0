import { agentIdOf } from '@fleet/domain/identity';
import type { Commit } from '@fleet/platform/eventstore';
import { describe, expect, it } from 'vitest';
import { ACTIVITY, AGENT, FLEET, GALLERY, type Golden, PERSONA } from '../../../packages/domain/test/golden-events.ts';
import { readCommit } from '../src/projection/facts.ts';
import { foldCommits } from '../src/projection/fold.ts';
import { emptyWorkingSet, needsOf, type WorkingSet } from '../src/projection/working-set.ts';

const agentId = agentIdOf('studio_one');
const METADATA = { correlationId: 'c', causationId: null, traceparent: null, synthetic: true } as const;

/** One commit each, as they stand in stores that are as old as the fleet. */
const commitsOf = (stream: string, from: number, samples: readonly Golden[]): readonly Commit[] =>
  samples.map(({ type, schemaVersion, data }, n): Commit => {
    const position = BigInt(from + n);
    const at = new Date(Date.UTC(2026, 2, 2, 12, n)).toISOString();
    const id = `00000000-0000-4000-8000-${String(from + n).padStart(12, '0')}`;
    const place = { stream, revision: n, position, index: 0 };
    const metadata = { ...METADATA, schemaVersion };
    return { stream, position, events: [{ ...place, id, type, data, metadata, occurredAt: at, recordedAt: at }] };
  });

const HISTORY: readonly Commit[] = [
  ...commitsOf('persona-product_photographer', 1, PERSONA),
  ...commitsOf('fleet-main', 100, FLEET),
  ...commitsOf(`agent-${agentId}`, 200, AGENT),
  ...commitsOf(`activity-${agentId}`, 300, ACTIVITY),
  ...commitsOf('gallery-main', 400, GALLERY),
];

const project = (batch: number): { readonly set: WorkingSet; readonly unreadable: readonly string[] } => {
  const unreadable: string[] = [];
  const set = emptyWorkingSet();
  for (let at = 0; at < HISTORY.length; at += batch) {
    const facts = HISTORY.slice(at, at + batch).map((commit) =>
      readCommit(commit, ({ type }, reason) => unreadable.push(`${type}: ${reason}`)),
    );
    needsOf(facts);
    foldCommits(set, facts);
  }
  return { set, unreadable };
};

describe('a history of every event type in every version', () => {
  it('is projected whole, and to the same rows in one batch as one by one', () => {
    const live = project(1);
    const rebuilt = project(HISTORY.length);
    expect(live.unreadable).toEqual([]);
    expect(rebuilt.unreadable).toEqual([]);
    expect(live.set.agents).toEqual(rebuilt.set.agents);
    expect(live.set.posts).toEqual(rebuilt.set.posts);
    expect(live.set.personas).toEqual(rebuilt.set.personas);
    expect(live.set.fleet).toEqual(rebuilt.set.fleet);
    expect(live.set.agents.get(agentId)).not.toBeNull();
  });
});
