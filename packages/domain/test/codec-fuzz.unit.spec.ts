import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolveActivity, initialActivity } from '../src/activity/activity.ts';
import { restore, snapshot } from '../src/activity/memory-snapshot.ts';
import { evolveAgent, initialAgent } from '../src/agent/agent.ts';
import {
  type Decoded,
  decodeActivityEvent,
  decodeAgentEvent,
  decodeFleetEvent,
  decodeGalleryEvent,
  decodePersonaEvent,
  type Recorded,
} from '../src/codec.ts';
import { evolveFleet, initialFleet } from '../src/fleet/fleet.ts';
import { FeedMessage, JobMessage, TickMessage } from '../src/messages.ts';
import { ACTIVITY, AGENT, FLEET, GALLERY, type Golden, PERSONA } from './golden-events.ts';

const AT = 1_772_452_800_000;

/** The whole way of an event: decoded, and folded if it can be read. */
const folding =
  <E>(decode: (recorded: Recorded) => Decoded<E>, fold: (events: readonly E[]) => unknown) =>
  (all: readonly Recorded[]): readonly string[] => {
    const decoded = all.map(decode);
    fold(decoded.flatMap((one) => (one.kind === 'event' ? [one.event] : [])));
    return decoded.flatMap((one) => (one.kind === 'unreadable' ? [one.reason] : []));
  };
const STREAMS = [
  [
    'agent',
    AGENT,
    folding(decodeAgentEvent, (events) => events.reduce((state, event) => evolveAgent(state, event, AT), initialAgent)),
  ],
  [
    'fleet',
    FLEET,
    folding(decodeFleetEvent, (events) => events.reduce((state, event) => evolveFleet(state, event, AT), initialFleet)),
  ],
  ['persona', PERSONA, folding(decodePersonaEvent, () => null)],
  ['gallery', GALLERY, folding(decodeGalleryEvent, () => null)],
  [
    'activity',
    ACTIVITY,
    folding(decodeActivityEvent, (events) =>
      events.reduce((state, event) => evolveActivity(state, event, { recordedAtMs: AT }), initialActivity),
    ),
  ],
] as const;

const recordedOf = ({ type, schemaVersion, data }: Golden): Recorded => ({ type, data, metadata: { schemaVersion } });

/** One value in a document, somewhere, replaced. */
const spoilt = (data: unknown, place: number, by: unknown): unknown => {
  const paths: (readonly (string | number)[])[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]) => {
    paths.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
  };
  walk(data, []);
  const [first, ...rest] = paths[place % paths.length] ?? [];
  if (first === undefined) return by;
  const copy = structuredClone(data) as Record<string | number, unknown>;
  let at = copy;
  let key = first;
  for (const next of rest) {
    at = at[key] as Record<string | number, unknown>;
    key = next;
  }
  at[key] = by;
  return copy;
};

describe.each(STREAMS)('history of %s streams', (_category, golden, fold) => {
  it('folds from samples of every type in every version ever written', () => {
    expect(fold(golden.map(recordedOf))).toEqual([]);
  });

  it('folds whatever stands among it: what cannot be read is a value, never an exception', () => {
    const strange = fc.record({
      type: fc.oneof(fc.constantFrom(...golden.map(({ type }) => type)), fc.string()),
      data: fc.jsonValue(),
      metadata: fc.record({ schemaVersion: fc.oneof(fc.integer({ min: -1, max: 4 }), fc.double()) }),
    });
    const nearly = fc
      .tuple(fc.constantFrom(...golden), fc.nat(200), fc.jsonValue())
      .map(([sample, place, by]) => recordedOf({ ...sample, data: spoilt(sample.data, place, by) }));
    const event = fc.oneof(strange, nearly, fc.constantFrom(...golden.map(recordedOf)));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        for (const reason of fold(events)) expect(reason).not.toBe('');
      }),
      { numRuns: 200 },
    );
  });
});

describe('a summary of memory', () => {
  it('is taken as it was written, or not at all, whatever has become of it', () => {
    const events = ACTIVITY.map(recordedOf).map(decodeActivityEvent);
    const state = events.reduce(
      (folded, one) => (one.kind === 'event' ? evolveActivity(folded, one.event, { recordedAtMs: AT }) : folded),
      initialActivity,
    );
    const whole = JSON.parse(JSON.stringify(snapshot(state, AT))) as unknown;
    expect(restore(whole)).toEqual({ ...state, eventsSinceSummary: 0 });
    fc.assert(
      fc.property(fc.nat(500), fc.jsonValue(), (place, by) => {
        const restored = restore(spoilt(whole, place, by));
        if (restored) expect(snapshot(restored, AT)).toMatchObject({ v: 1 });
      }),
      { numRuns: 300 },
    );
  });
});

describe('messages', () => {
  it.each([
    ['tick', TickMessage],
    ['job', JobMessage],
    ['feed', FeedMessage],
  ] as const)('of a %s are refused or whole, whatever comes', (_what, schema) => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const parsed = schema.safeParse(json);
        if (parsed.success) expect(parsed.data).toEqual(json);
      }),
    );
  });
});
