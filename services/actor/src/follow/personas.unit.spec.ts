import { encode } from '@fleet/domain/codec';
import { factId, STREAM } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import type { Persona, PersonaEvent } from '@fleet/domain/persona/persona-events';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { settle } from '@fleet/testkit/manual-clock';
import { afterEach, describe, expect, it } from 'vitest';
import { PERSONAS_KEPT, VERSIONS_KEPT } from './kept-texts.ts';
import { createPersonaWatch } from './personas.ts';

const [BUILT_IN] = BUILT_IN_PERSONAS as [Persona];
const BY = { by: 'operator:ada' };
const published = (id: string, version: number, changed: Partial<Persona> = {}): PersonaEvent => ({
  type: 'PersonaPublished',
  data: { version, persona: { ...BUILT_IN, id, voice: `voice ${version}`, ...changed }, ...BY },
});

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});
const open = (keptBytes?: number) => {
  const store = fakeEventStore(() => 0);
  const said: string[] = [];
  const say = (_: object, message: string) => void said.push(message);
  const watch = createPersonaWatch(store, { info: say, warn: say, error: say }, keptBytes);
  const append = async (id: string, ...events: readonly PersonaEvent[]) => {
    const at = store.stream(STREAM.persona(id)).length;
    const envelope = { occurredAtMs: 0, correlationId: 'c', causationId: null, traceparent: null };
    const encoded = events.map((event, i) => encode(event, { ...envelope, id: factId(STREAM.persona(id), at + i) }));
    await store.append(STREAM.persona(id), encoded, at === 0 ? 'noStream' : at - 1);
    await settle();
  };
  const follow = () => {
    const stop = new AbortController();
    stops.push(stop);
    return { stop: () => stop.abort(), ended: watch.follow(stop.signal).catch(() => {}) };
  };
  const voiceOf = (id: string, version: number) => watch.textsOf({ id, version })?.voice;
  return { store, watch, append, follow, voiceOf, said };
};

describe('what personas write with', () => {
  it('is known by version once everything there was has been read', async () => {
    const { watch, append, follow } = open();
    const bank = { captions: ['One.'], imagePrompts: ['a lamp'] };
    await append('keeper', published('keeper', 1, { examples: ['A lamp.'], bank }), published('keeper', 2));
    let ready = false;
    void watch.caughtUp.then(() => {
      ready = true;
    });
    await settle();
    expect([ready, watch.textsOf({ id: 'keeper', version: 1 })]).toEqual([false, null]);
    follow();
    await watch.caughtUp;
    expect(watch.textsOf({ id: 'keeper', version: 1 })).toEqual({
      ...{ persona: 'keeper', version: 1, voice: 'voice 1', examples: ['A lamp.'], bank },
    });
    expect(watch.textsOf({ id: 'keeper', version: 2 })).toMatchObject({ voice: 'voice 2', bank: null });
  });

  it('is null without a persona, or of one that nobody published', async () => {
    const { watch, follow } = open();
    follow();
    await watch.caughtUp;
    expect([watch.textsOf(null), watch.textsOf({ id: 'nobody', version: 1 })]).toEqual([null, null]);
  });

  it('is null or empty in each part that a persona of before does not have', async () => {
    const { watch, append, follow } = open();
    const { voice: _, examples: __, ...plain } = BUILT_IN;
    await append('plain', {
      type: 'PersonaPublished',
      data: { version: 1, persona: { ...plain, id: 'plain' }, ...BY },
    });
    follow();
    await watch.caughtUp;
    expect(watch.textsOf({ id: 'plain', version: 1 })).toMatchObject({ voice: null, examples: [], bank: null });
  });

  it('is the newest known where a version is not known, and says so', async () => {
    const { watch, append, follow } = open();
    follow();
    await append('keeper', published('keeper', 1), published('keeper', 2));
    expect(watch.textsOf({ id: 'keeper', version: 3 })).toMatchObject({ version: 2, voice: 'voice 2' });
  });

  it('stays after the persona was retired', async () => {
    const { append, follow, voiceOf } = open();
    follow();
    await append('keeper', published('keeper', 1), {
      type: 'PersonaRetired',
      data: { version: 1, ...BY, reason: 'over' },
    });
    expect(voiceOf('keeper', 1)).toBe('voice 1');
  });

  it('goes on after what cannot be read, and says so', async () => {
    const { store, append, follow, voiceOf, said } = open();
    follow();
    await append('keeper', published('keeper', 1));
    const [first] = store.stream(STREAM.persona('keeper'));
    if (!first) throw new Error('nothing there');
    await store.append(STREAM.persona('keeper'), [{ ...first, id: factId('broken', 1), data: { version: 'two' } }], 0);
    await append('keeper', published('keeper', 3));
    expect(said).toEqual(['persona event passed over']);
    expect([voiceOf('keeper', 1), voiceOf('keeper', 3)]).toEqual(['voice 1', 'voice 3']);
  });

  it('is followed on from where a broken following ended', async () => {
    const { append, follow, voiceOf } = open();
    const first = follow();
    await append('keeper', published('keeper', 1));
    first.stop();
    await first.ended;
    await append('keeper', published('keeper', 2));
    expect(voiceOf('keeper', 2)).toBe('voice 1');
    follow();
    await settle();
    expect([voiceOf('keeper', 1), voiceOf('keeper', 2)]).toEqual(['voice 1', 'voice 2']);
  });

  it('is kept to the last versions and to the personas that changed last', async () => {
    const { append, follow, voiceOf, said } = open();
    const versions = VERSIONS_KEPT + 2;
    await append('many', ...Array.from({ length: versions }, (_, i) => published('many', i + 1)));
    follow();
    await settle();
    expect(voiceOf('many', 2)).toBe(`voice ${versions}`);
    expect(voiceOf('many', 3)).toBe('voice 3');
    for (let i = 1; i < PERSONAS_KEPT; i++) await append(`p${i}`, published(`p${i}`, 1));
    await append('p1', published('p1', 2));
    expect(said).toEqual([]);
    await append('one_more', published('one_more', 1));
    expect(said).toHaveLength(1);
    expect([voiceOf('many', versions), voiceOf('p1', 2), voiceOf('one_more', 1)]).toEqual([
      undefined,
      'voice 2',
      'voice 1',
    ]);
  });

  it('is kept to so many bytes: old versions go first, whoever’s they are, and that is said once', async () => {
    const { append, follow, voiceOf, said } = open(8_000);
    const long = { examples: Array.from({ length: 10 }, () => 'é'.repeat(130)) };
    follow();
    await append('long', published('long', 1, long), published('long', 2, long));
    await append('short', published('short', 1, { examples: [] }));
    expect([voiceOf('long', 1), said.length]).toEqual(['voice 1', 0]);
    await append('long', published('long', 3, long), published('long', 4, long));
    expect([1, 2, 3, 4].map((version) => voiceOf('long', version))).toEqual([4, 4, 3, 4].map((v) => `voice ${v}`));
    await append('short', published('short', 2, long));
    expect([voiceOf('long', 3), voiceOf('short', 1)]).toEqual(['voice 4', 'voice 2']);
    expect(said).toEqual([expect.stringMatching(/^too many texts/)]);
  });

  it('keeps the newest text that came, and drops the persona that changed longest ago, where even these are too many', async () => {
    const { append, follow, voiceOf, said } = open(4_000);
    const long = { examples: Array.from({ length: 10 }, () => 'é'.repeat(130)) };
    follow();
    await append('one', published('one', 1, long));
    await append('two', published('two', 1, long));
    expect([voiceOf('one', 1), voiceOf('two', 1)]).toEqual([undefined, 'voice 1']);
    await append('huge', published('huge', 1, { examples: Array.from({ length: 12 }, () => '漢'.repeat(300)) }));
    expect([voiceOf('two', 1), voiceOf('huge', 1)]).toEqual([undefined, 'voice 1']);
    expect(said).toHaveLength(2);
  });
});
