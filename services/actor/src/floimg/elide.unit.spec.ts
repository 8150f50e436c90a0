import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createElider } from './elide.ts';

const through = (text: string, chunkBytes: number, maxStringBytes: number): string => {
  const elide = createElider(maxStringBytes);
  const bytes = Buffer.from(text);
  const out: Buffer[] = [];
  for (let i = 0; i < bytes.length; i += chunkBytes) out.push(elide(bytes.subarray(i, i + chunkBytes)));
  return Buffer.concat(out).toString('utf8');
};

const text = fc.string({ unit: 'grapheme' });
const cutLong = (value: unknown, max: number): unknown => {
  if (typeof value === 'string') return Buffer.byteLength(JSON.stringify(value)) - 2 > max ? '' : value;
  if (Array.isArray(value)) return value.map((item) => cutLong(item, max));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutLong(item, max)]));
  }
  return value;
};

describe('dropping long strings from JSON', () => {
  it('changes nothing but long strings, however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.stringMatching(/^[a-z]{1,5}$/),
          fc.oneof(text, fc.integer(), fc.array(text), fc.boolean(), fc.constant(null)),
        ),
        fc.integer({ min: 1, max: 40 }),
        (json, chunkBytes) => {
          const kept = through(JSON.stringify(json), chunkBytes, 8);
          expect(JSON.parse(kept)).toEqual(cutLong(JSON.parse(JSON.stringify(json)), 8));
        },
      ),
    );
  });

  it('keeps megabytes of preview out of what is kept', () => {
    const text = JSON.stringify({ previews: { a: 'x'.repeat(5_000_000) }, imageUrls: ['/api/images/a/blob'] });
    const kept = through(text, 65_536, 1_000);
    expect(kept.length).toBeLessThan(100);
    expect(JSON.parse(kept)).toEqual({ previews: { a: '' }, imageUrls: ['/api/images/a/blob'] });
  });
});
