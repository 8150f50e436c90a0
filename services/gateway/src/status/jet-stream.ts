import type { System } from '@fleet/domain/read-models/system';
import { type Bus, STREAMS } from '@fleet/platform/bus';

type Stream = NonNullable<System['jetStream']>[number];
export type StreamFigures = Omit<Stream, 'growthBytesPerDay' | 'fullInDays'>;

const MAX_CONSUMERS = 20;

/** The fleet's streams that exist, with who works on them. @throws BusError */
export const askJetStream = async (
  bus: Pick<Bus, 'streamStatus' | 'durableConsumers'>,
): Promise<readonly StreamFigures[]> => {
  const found = await Promise.all(
    Object.values(STREAMS).map(async (name): Promise<StreamFigures[]> => {
      const [status, consumers] = await Promise.all([bus.streamStatus(name), bus.durableConsumers(name)]);
      if (!status) return [];
      const { messages, bytes, maxBytes, maxMessages } = status;
      const named = (consumers ?? []).slice(0, MAX_CONSUMERS).map((one) => ({
        name: one.name,
        pending: one.pending,
        ackPending: one.ackPending,
        redelivered: one.redelivered,
      }));
      return [{ name, messages, bytes, maxBytes, maxMessages, consumers: named }];
    }),
  );
  return found.flat();
};
