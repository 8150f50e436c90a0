import { type Prices, PricesView } from '@fleet/domain/read-models/prices';
import type { ServiceInstance } from '@fleet/platform/bus';
import { describe, expect, it } from 'vitest';
import { pricesOf } from '../src/read/prices.ts';

const mini = { model: 'gpt-4o-mini', inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6, free: false };
const square = { model: 'dall-e-3', size: '1024x1024', quality: 'standard', usd: 0.04, free: false };
const prices = (over: Partial<Prices> = {}): Prices => ({
  ...{ asOf: '2026-05-07', source: 'a list', staleDays: null, warning: null, tokens: [mini] },
  ...{ images: [{ ...square, usedBy: ['chart'] }], atMost: { postUsd: 0.14, commentUsd: 0.02 } },
  ...over,
});
const instance = (data: Record<string, unknown>, name = 'fleet-actor'): ServiceInstance => ({
  ...{ name, id: 'x', version: '0.1.0', started: '', data },
});
const merged = (...told: Prices[]) => PricesView.parse(pricesOf(told.map((one) => instance({ prices: one }))));

describe('the prices', () => {
  it('are one list where actors are set alike, however they answer', () => {
    const view = merged(prices(), prices());
    expect(view).toEqual({ actors: 2, differ: false, unknownBecause: null, prices: prices() });
    const justOld = prices({ staleDays: 91, warning: 'old' });
    expect(merged(prices({ staleDays: null }), justOld)).toMatchObject({ differ: false, prices: { staleDays: 91 } });
  });

  it('say when actors differ, with the lines of all, the oldest date and the highest bounds', () => {
    const other = prices({
      ...{ asOf: '2026-01-01', staleDays: 140, warning: 'old' },
      tokens: [
        { ...mini, inputUsdPerMillion: 1 },
        { ...mini, model: 'gpt-4.1' },
      ],
      atMost: { postUsd: 0.1, commentUsd: 0.3 },
    });
    const view = merged(prices(), other);
    expect(view).toMatchObject({ actors: 2, differ: true });
    expect(view.prices).toMatchObject({
      ...{ asOf: '2026-01-01', staleDays: 140, warning: 'old', atMost: { postUsd: 0.14, commentUsd: 0.3 } },
      tokens: [{ model: 'gpt-4.1' }, { inputUsdPerMillion: 0.15 }, { inputUsdPerMillion: 1 }],
    });
    expect(view.prices?.images).toHaveLength(1);
    expect(merged(other, prices())).toMatchObject({ differ: true, prices: { asOf: '2026-01-01' } });
  });

  it('are bounded, whatever many actors tell', () => {
    const crowd = Array.from({ length: 60 }, (_, i) => prices({ tokens: [{ ...mini, model: `m-${i}` }] }));
    expect(merged(...crowd).prices?.tokens).toHaveLength(20);
  });

  it('are unknown with the reason, and nobody else’s words are taken for them', () => {
    const nothing = { actors: 0, differ: false, prices: null };
    expect(pricesOf(null)).toEqual({ ...nothing, unknownBecause: 'nats' });
    expect(pricesOf([])).toEqual({ ...nothing, unknownBecause: 'actors' });
    const odd = [instance({}), instance({ prices: { asOf: 'x' } }), instance({ prices: prices() }, 'fleet-projector')];
    expect(pricesOf(odd)).toEqual({ ...nothing, unknownBecause: 'actors' });
  });
});
