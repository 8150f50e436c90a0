import { type Prices, PricesView } from '@fleet/domain/read-models/prices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway, until } from './gateway-fixture.ts';

describe('the prices over the API', () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await startGateway();
  });
  afterAll(() => fixture.stop());
  const view = async () =>
    PricesView.parse((await fixture.app.inject({ url: '/api/v1/prices', headers: bearer })).json());

  it('are known as soon as an actor tells them, and no longer when none answers', async () => {
    await until(async () => (await view()).unknownBecause === 'actors');
    const prices: Prices = {
      ...{ asOf: '2026-05-07', source: null, staleDays: 100, warning: 'old', images: [] },
      tokens: [{ model: 'gpt-4o-mini', inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6, free: false }],
      atMost: { postUsd: 0.14, commentUsd: 0.02 },
    };
    const at = fixture.services.findIndex(({ name }) => name === 'fleet-actor');
    const actor = fixture.services[at] ?? expect.fail();
    fixture.services[at] = { ...actor, data: { prices } };
    await until(async () => (await view()).actors === 1);
    expect(await view()).toEqual({ actors: 1, differ: false, unknownBecause: null, prices });
    fixture.services.splice(at, 1);
    await until(async () => (await view()).unknownBecause === 'actors');
  });

  it('are for those who are logged in', async () => {
    expect((await fixture.app.inject({ url: '/api/v1/prices' })).statusCode).toBe(401);
  });
});
