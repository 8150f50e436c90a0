import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ActivityEvent } from '../src/activity/activity-events.ts';
import { AgentEvent } from '../src/agent/agent-events.ts';
import {
  decodeActivityEvent,
  decodeAgentEvent,
  decodeFleetEvent,
  decodeGalleryEvent,
  decodePersonaEvent,
  decoder,
  encode,
  schemaVersionOf,
} from '../src/codec.ts';
import { FleetEvent } from '../src/fleet/fleet-events.ts';
import { GalleryEvent } from '../src/gallery/gallery-events.ts';
import { PersonaEvent } from '../src/persona/persona-events.ts';
import { ACTIVITY, AGENT, FLEET, GALLERY, type Golden, PERSONA } from './golden-events.ts';

const recorded = ({ type, schemaVersion, data }: Golden) => ({ type, data, metadata: { schemaVersion } });

describe.each([
  ['agent', AgentEvent, decodeAgentEvent, AGENT],
  ['fleet', FleetEvent, decodeFleetEvent, FLEET],
  ['persona', PersonaEvent, decodePersonaEvent, PERSONA],
  ['activity', ActivityEvent, decodeActivityEvent, ACTIVITY],
  ['gallery', GalleryEvent, decodeGalleryEvent, GALLERY],
] as const)('the codec of %s events', (_, union, decode, samples) => {
  test.each(samples.map((sample) => [sample.type, sample.schemaVersion, sample] as const))(
    'reads %s of version %d',
    (_type, _version, sample) => {
      const decoded = decode(recorded(sample));
      expect(decoded.kind === 'event' ? decoded.event.type : decoded).toBe(sample.type);
      if (sample.schemaVersion === schemaVersionOf(sample.type))
        expect(decoded).toMatchObject({ event: { data: sample.data } });
    },
  );

  test('has a sample of every type in every version', () => {
    const has = new Set(samples.map(({ type, schemaVersion }) => `${type} ${schemaVersion}`));
    for (const option of union.options)
      for (let version = 1; version <= schemaVersionOf(option.shape.type.value); version++)
        expect(has).toContain(`${option.shape.type.value} ${version}`);
  });

  test('gives back what it wrote', () => {
    for (const sample of samples) {
      const decoded = decode(recorded(sample));
      if (decoded.kind !== 'event') return expect.fail(decoded.reason);
      const envelope = { id: 'e', occurredAtMs: 0, correlationId: 'c', causationId: null, traceparent: null };
      const written = JSON.parse(JSON.stringify(encode(decoded.event, envelope)));
      expect(written.metadata).toEqual({
        ...envelope,
        id: undefined,
        occurredAtMs: undefined,
        schemaVersion: 1,
        synthetic: true,
      });
      expect(decode(written)).toEqual(decoded);
    }
  });
});

describe('the codec', () => {
  test('calls unreadable, without throwing, what it does not know', () => {
    for (const odd of [
      { type: 'AgentBlessed', data: {}, metadata: { schemaVersion: 1 } },
      { type: 'AgentStarted', data: { by: 'x', reason: 'y' }, metadata: { schemaVersion: 2 } },
      { type: 'AgentStarted', data: { by: 'x', reason: 'y' }, metadata: { schemaVersion: 0 } },
      { type: 'AgentStarted', data: null, metadata: { schemaVersion: 1 } },
      { type: 'AgentSlept', data: { until: 'soon' }, metadata: { schemaVersion: 1 } },
      { type: 'toString', data: {}, metadata: { schemaVersion: 1 } },
    ])
      expect(decodeAgentEvent(odd)).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(odd.type) });
  });

  test('brings old versions up, one step at a time', () => {
    const union = z.discriminatedUnion('type', [
      z.object({ type: z.literal('Moved'), data: z.object({ metres: z.number() }) }),
    ]);
    const decode = decoder<z.infer<typeof union>>(union, {
      Moved: [
        (data) => ({ km: (data as { miles: number }).miles * 1.6 }),
        (data) => ({ metres: (data as { km: number }).km * 1_000 }),
      ],
    });
    const of = (schemaVersion: number, data: unknown) => decode({ type: 'Moved', data, metadata: { schemaVersion } });
    const moved = { kind: 'event', event: { type: 'Moved', data: { metres: 1_600 } } };
    expect(of(1, { miles: 1 })).toEqual(moved);
    expect(of(2, { km: 1.6 })).toEqual(moved);
    expect(of(3, { metres: 1_600 })).toEqual(moved);
    expect(of(1, null)).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(/upcasting/) });
    expect(of(4, {})).toMatchObject({ kind: 'unreadable' });
  });
});
