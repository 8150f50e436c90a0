import { untilDone } from '../lifecycle/index.ts';
import type { Bus } from './bus.ts';
import { type ConnectBusOptions, connectBus } from './connect.ts';

/**
 * Connects and makes the streams and buckets that are missing, waiting as long as it takes: for a server, for its
 * JetStream, for room on its disk. @throws BusError `refused` when this server cannot carry the fleet; the signal's
 * reason when that ends the waiting
 */
export const joinBus = async (options: ConnectBusOptions & { readonly signal: AbortSignal }): Promise<Bus> => {
  const { signal, log } = options;
  const bus = await connectBus(options).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  try {
    await untilDone('preparing the streams', () => bus.ensureTopology(), { signal, log });
    return bus;
  } catch (error) {
    await bus.close();
    throw error;
  }
};
