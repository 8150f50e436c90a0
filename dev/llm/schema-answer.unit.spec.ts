import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { drawsOf } from './draws.ts';
import { answerSchema, type JsonSchema, type Voice } from './schema-answer.ts';

const voice: Voice = { text: (name) => `something about ${name}`, integer: () => undefined };
const answer = (schema: JsonSchema, seed = 'seed') => answerSchema(schema, voice, drawsOf(seed));

const leaf = fc.oneof(
  fc.record({ type: fc.constant('string'), minLength: fc.nat(30), maxLength: fc.integer({ min: 30, max: 90 }) }),
  fc.constant({ type: 'string' }),
  fc.constant({ type: 'string', format: 'date-time' }),
  fc.constant({ type: 'string', format: 'uuid' }),
  fc.constant({ type: 'string', pattern: '^[A-Z]{3}-[0-9]{2}$' }),
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -50, max: 0 }), maximum: fc.nat(50) }),
  fc.record({ type: fc.constant('integer'), minimum: fc.nat(1_000_000) }),
  fc.record({ type: fc.constant('number'), exclusiveMinimum: fc.nat(5), maximum: fc.integer({ min: 6, max: 9 }) }),
  fc.record({ type: fc.constant('integer'), multipleOf: fc.constantFrom(3, 7), minimum: fc.nat(40) }),
  fc.constant({ type: 'boolean' }),
  fc.constant({ type: 'null' }),
  fc.constant({ type: ['string', 'null'] }),
  fc.record({ enum: fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 }) }),
  fc.record({ const: fc.constantFrom('a', 7, true) }),
);
const { schema: anySchema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf as fc.Arbitrary<JsonSchema>,
    fc.record({
      type: fc.constant('array'),
      items: tie('schema'),
      minItems: fc.nat(2),
      maxItems: fc.integer({ min: 2, max: 4 }),
    }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('schema'), { maxKeys: 4 }).map((properties) => ({
      type: 'object',
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    })),
  ),
}));

describe('answering a schema', () => {
  it('gives a value that the schema accepts, the same every time', () => {
    fc.assert(
      fc.property(anySchema, fc.string(), (schema, seed) => {
        const value = answer(schema, seed);
        const checked = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value);
        expect(checked.success, `${JSON.stringify(schema)} → ${JSON.stringify(value)}`).toBe(true);
        expect(answer(schema, seed)).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });

  it('follows references, also into themselves', () => {
    const schema = {
      $defs: {
        node: {
          type: 'object',
          properties: { name: { type: 'string' }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
          required: ['name', 'next'],
        },
      },
      $ref: '#/$defs/node',
    };
    expect(answer(schema)).toMatchObject({ name: 'something about name' });
  });

  it('puts parts together that all hold', () => {
    const schema = {
      allOf: [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'integer' } }, required: ['b'] },
      ],
    };
    expect(answer(schema)).toMatchObject({ a: expect.any(String), b: expect.any(Number) });
  });

  it.each([
    { type: 'string', pattern: '^x{3}(?<=y)$' },
    { type: 'string', format: 'iri-reference' },
    { type: 'integer', minimum: 5, maximum: 4 },
    { $ref: '#/$defs/nowhere' },
    { type: 'array', items: { const: 1 }, minItems: 2, uniqueItems: true },
    { type: 'tuple' },
  ])('says plainly what it cannot answer: %j', (schema) => {
    expect(() => answer(schema)).toThrow(/cannot answer a schema with/);
  });
});
