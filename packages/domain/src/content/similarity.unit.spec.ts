import { describe, expect, it } from 'vitest';
import { NEAR_DUPLICATE, similarity } from './similarity.ts';

describe('likeness of texts', () => {
  it('is 1 for the same words in any order and case, 0 for nothing in common', () => {
    expect(similarity('The red lamp', 'LAMP, the red!')).toBe(1);
    expect(similarity('abc', 'xyz')).toBe(0);
    expect(similarity('', '')).toBe(0);
  });

  it('finds a text again in which a word was changed, and tells another one apart', () => {
    const text = 'The brass lamp stands on wet slate, and the shadow does the rest.';
    expect(similarity(text, text.replace('brass', 'steel'))).toBeGreaterThan(NEAR_DUPLICATE);
    expect(similarity(text, 'A quiet chart of bus delays with a gap in March.')).toBeLessThan(0.2);
  });
});
