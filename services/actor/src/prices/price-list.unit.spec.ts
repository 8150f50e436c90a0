import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { missingPrices } from './needed-prices.ts';
import { BUILT_IN_PRICES_FILE, type PriceList, readPriceList, staleDays } from './price-list.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleet-prices-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (text: string): string => {
  const path = join(folder, 'prices.json');
  writeFileSync(path, text);
  return path;
};
const builtIn = readPriceList(BUILT_IN_PRICES_FILE);
const written = (change: Partial<Record<keyof PriceList, unknown>>) =>
  file(JSON.stringify({ ...builtIn, ...change }, null, 2));

describe('the price list', () => {
  it('that comes with the service has the default model and every picture the workflows order', () => {
    expect(missingPrices(builtIn, { models: ['gpt-4o-mini'], images: true })).toEqual([]);
  });

  it('may be an operator’s own', () => {
    const own = written({ models: { 'my-model': { inputUsdPerMillion: 1, outputUsdPerMillion: 2 } } });
    expect(readPriceList(own).models['my-model']).toEqual({ inputUsdPerMillion: 1, outputUsdPerMillion: 2 });
  });

  it('names the lines to add, once each', () => {
    const missing = missingPrices({ ...builtIn, images: {} }, { models: ['gpt-9', 'gpt-9'], images: true });
    expect(missing[0]).toBe('"models": "gpt-9": { "inputUsdPerMillion": …, "outputUsdPerMillion": … }');
    expect(missing).toContain('"images": "dall-e-3": { "1792x1024": { "hd": … } }');
    expect(missing).toHaveLength(3);
    expect(missingPrices({ ...builtIn, images: {} }, { models: [], images: false })).toEqual([]);
  });

  it('that is wrong is refused with line and field', () => {
    const free = { 'gpt-4o-mini': { inputUsdPerMillion: -1, outputUsdPerMillion: 'much' } };
    expect(() => readPriceList(written({ models: free }))).toThrow(
      /line 6, models\.gpt-4o-mini\.inputUsdPerMillion: .*; line 7, models\.gpt-4o-mini\.outputUsdPerMillion/,
    );
    expect(() => readPriceList(written({ asOf: 'yesterday' }))).toThrow(/line 2, asOf/);
    expect(() => readPriceList(written({ images: { 'dall-e-3': { huge: { hd: 1 } } } }))).toThrow(
      /images\.dall-e-3\.huge/,
    );
    expect(() => readPriceList(file(JSON.stringify({ ...builtIn, discount: 1 })))).toThrow(/discount/);
    expect(() => readPriceList(file('{ "asOf": '))).toThrow(/is not JSON/);
    expect(() => readPriceList(join(folder, 'none.json'))).toThrow(/none\.json cannot be read \(ENOENT\)/);
  });

  it('is old after ninety days', () => {
    const list = { ...builtIn, asOf: '2026-01-01' };
    expect(staleDays(list, Date.parse('2026-04-01T23:00:00Z'))).toBeNull();
    expect(staleDays(list, Date.parse('2026-04-02T00:00:00Z'))).toBe(91);
  });
});
