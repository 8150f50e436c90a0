import { startNats, type TestNats } from '@fleet/testkit/nats';
import { afterAll, beforeAll } from 'vitest';
import { type Bus, connectBus } from '../../src/bus/index.ts';
import { silentLog } from '../../src/log/index.ts';

/** One server per spec file, and busses on it that are closed at the end. */
export const useBus = (): { nats(): TestNats; connect(): Promise<Bus>; bus(): Bus } => {
  let server: TestNats;
  let first: Bus;
  const opened: Bus[] = [];
  const connect = async () => {
    const bus = await connectBus({ url: server.url, name: 'spec', log: silentLog() });
    opened.push(bus);
    return bus;
  };
  beforeAll(async () => {
    server = await startNats({ auth: true });
    first = await connect();
    await first.ensureTopology();
  });
  afterAll(async () => {
    for (const bus of opened) await bus.close();
    await server.stop();
  });
  return { nats: () => server, connect, bus: () => first };
};

/** Waits for a condition, at most 20 s. */
export const until = async (holds: () => boolean | Promise<boolean>, what = 'the condition'): Promise<void> => {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited 20 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
