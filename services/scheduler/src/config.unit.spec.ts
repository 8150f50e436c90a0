import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('a scheduler runs on defaults, its event store being the NATS server', () => {
  expect(readConfig({})).toMatchObject({
    natsUrl: 'nats://127.0.0.1:4222',
    eventStoreUrl: 'nats://127.0.0.1:4222',
    fleetSeed: 'floimg',
    timeScale: 1,
    rampMinutesPer50: 10,
    opsHost: '127.0.0.1',
    opsPort: 4010,
  });
  expect(readConfig({ EVENT_STORE_URL: 'esdb://db:2113' }).eventStoreUrl).toBe('esdb://db:2113');
});

test('every wrong variable is named at once', () => {
  const wrong = () =>
    readConfig({ NATS_URL: 'http://x', PORT: 'many', FLEET_TIME_SCALE: '-1', LOG_LEVEL: 'loud', FLEET_RAMP: 'slowly' });
  for (const name of ['NATS_URL', 'PORT', 'FLEET_TIME_SCALE', 'LOG_LEVEL', 'FLEET_RAMP']) expect(wrong).toThrow(name);
});
