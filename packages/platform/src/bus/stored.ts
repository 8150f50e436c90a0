import { JetStreamApiError, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { asBusCall } from './errors.ts';

/** What lies in a stream, newest first; for streams that people look through, not for queues. */
export type StoredMessage = {
  readonly seq: number;
  readonly subject: string;
  readonly payload: Uint8Array;
  /** Wall ms at which the server took it. */
  readonly at: number;
};
export type StoredMessages = {
  /** How many there are. @throws BusError */
  count(): Promise<number>;
  /**
   * At most `limit` (100 or less) messages before a sequence number, null for the newest. Bounded also where most were
   * removed: few or none may come, and `next` says where to go on; null is the end. @throws BusError
   */
  before(seq: number | null, limit: number): Promise<{ messages: readonly StoredMessage[]; next: number | null }>;
  /** Null when it is not, or no longer, there. @throws BusError */
  get(seq: number): Promise<StoredMessage | null>;
  /** False when it was not there any more. @throws BusError */
  remove(seq: number): Promise<boolean>;
};

const MISSING = 10_037;
const REMOVED = 10_043;
const LIMIT_MAX = 100;
/** Sequence numbers looked at in one call, of which most may be gone. */
const LOOKED_AT_MAX = 400;
const AT_ONCE = 32;

const isGone = (error: unknown): boolean =>
  error instanceof JetStreamApiError && (error.code === MISSING || error.code === REMOVED);

export const storedMessages = (connection: NatsConnection, stream: string): StoredMessages => {
  const withManager = <T>(call: (manager: JetStreamManager) => Promise<T>): Promise<T> =>
    asBusCall(async () => call(await jetstreamManager(connection, { checkAPI: false })));

  const find = async (manager: JetStreamManager, seq: number): Promise<StoredMessage | null> => {
    const found = await manager.streams.getMessage(stream, { seq }).catch((error: unknown) => {
      if (isGone(error)) return null;
      throw error;
    });
    return found && { seq: found.seq, subject: found.subject, payload: found.data, at: found.time.getTime() };
  };

  return {
    count: () => withManager(async (manager) => (await manager.streams.info(stream)).state.messages),
    get: (seq) => withManager((manager) => find(manager, seq)),
    before: (seq, limit) =>
      withManager(async (manager) => {
        const { first_seq: first, last_seq: last, messages: count } = (await manager.streams.info(stream)).state;
        const messages: StoredMessage[] = [];
        if (count === 0) return { messages, next: null };
        const wanted = Math.min(limit, LIMIT_MAX);
        let at = Math.min(last, seq === null ? last : seq - 1);
        for (let looked = 0; at >= first && messages.length < wanted && looked < LOOKED_AT_MAX; ) {
          const size = Math.min(AT_ONCE, wanted - messages.length, at - first + 1);
          const found = await Promise.all(Array.from({ length: size }, (_, i) => find(manager, at - i)));
          messages.push(...found.filter((message) => message !== null));
          at -= size;
          looked += size;
        }
        return { messages, next: at < first ? null : at + 1 };
      }),
    remove: (seq) =>
      withManager(async (manager) => {
        try {
          return await manager.streams.deleteMessage(stream, seq, false);
        } catch (error) {
          if (isGone(error)) return false;
          throw error;
        }
      }),
  };
};
