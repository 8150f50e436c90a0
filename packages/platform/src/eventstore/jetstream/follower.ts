import { randomUUID } from 'node:crypto';
import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream';
import { createInbox, type Msg } from '@nats-io/transport-node';
import { STREAM_NAME, type StoredCommit, storedCommit } from './commit-message.ts';
import type { Connection } from './connection.ts';

/** Taken from the server ahead of the consumer: at most this many commits and bytes, whichever comes first. */
const BATCH_COMMITS = 1_000;
const BATCH_BYTES = 8 * 1_024 * 1_024;
const PULL_EXPIRES_MS = 30_000;
const HEARTBEAT_MS = 5_000;
/** Two heartbeats and a bit: nothing at all for this long means the connection or the consumer is gone. */
const SILENCE_MS = 12_000;
/** The server removes a consumer that nobody has pulled from for this long: a killed process leaves none behind. */
const INACTIVE_MS = 60_000;
const NANOS_PER_MS = 1_000_000;
const STATUS_HEARTBEAT = 100;
/** 404 nothing there, 408 the pull expired, 409 its bytes are used up: ask again. */
const STATUS_PULL_ENDED = [404, 408, 409];

/** So many commits behind is no longer at the end: reaching it again is told again. */
const FELL_BEHIND_COMMITS = 1_000;

/** `end`: everything that existed a moment ago has been given. */
export type Followed = { readonly kind: 'stored'; readonly stored: StoredCommit } | { readonly kind: 'end' };

/** `$JS.ACK.<stream>.<consumer>.<delivered>.<seq>.<consumer seq>.<time>.<pending>`, newer servers add domain and account. */
const delivery = (reply: string): { seq: number; consumerSeq: number; pending: number } => {
  const tokens = reply.split('.');
  const at = tokens.length === 9 ? 5 : 7;
  return { seq: Number(tokens[at]), consumerSeq: Number(tokens[at + 1]), pending: Number(tokens[at + 3]) };
};

const readable = (
  message: Parameters<typeof storedCommit>[0],
  onUnreadable: (seq: number, error: unknown) => void,
): StoredCommit | null => {
  try {
    return storedCommit(message);
  } catch (error) {
    onUnreadable(message.seq, error);
    return null;
  }
};

/**
 * Commits after a sequence in order, through one short-lived pull consumer that is deleted at the end. Ends when the
 * signal aborts; `onUnreadable` hears of messages that no adapter wrote, which are passed over.
 * @throws Error whenever order or completeness is in doubt; the caller goes on after the last commit it got
 */
export async function* follow(
  connection: Connection,
  options: {
    subject: string;
    afterSeq: number;
    signal: AbortSignal;
    onUnreadable: (seq: number, error: unknown) => void;
  },
): AsyncGenerator<Followed> {
  const { signal } = options;
  const { nc, jsm } = await connection.session();
  const consumer = `follow-${randomUUID()}`;
  const queue: Msg[] = [];
  let wake: () => void = () => undefined;
  let lost = false;
  const inbox = createInbox();
  const onAbort = (): void => wake();
  const offLost = connection.onLost(() => {
    lost = true;
    wake();
  });
  signal.addEventListener('abort', onAbort);
  const subscription = nc.subscribe(inbox, {
    callback: (error, message) => {
      if (error === null) queue.push(message);
      else lost = true;
      wake();
    },
  });

  const arrival = (): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), SILENCE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
      if (queue.length > 0 || lost || signal.aborted) wake();
    });

  try {
    const info = await jsm.consumers.add(STREAM_NAME, {
      name: consumer,
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: options.afterSeq + 1,
      filter_subject: options.subject,
      inactive_threshold: INACTIVE_MS * NANOS_PER_MS,
      mem_storage: true,
      num_replicas: 1,
    });
    let atEnd = info.num_pending === 0;
    if (atEnd) yield { kind: 'end' };
    const pull = JSON.stringify({
      batch: BATCH_COMMITS,
      max_bytes: BATCH_BYTES,
      expires: PULL_EXPIRES_MS * NANOS_PER_MS,
      idle_heartbeat: HEARTBEAT_MS * NANOS_PER_MS,
    });
    let asked = 0;
    let consumerSeq = 0;
    let lastSeq = options.afterSeq;
    for (;;) {
      if (signal.aborted) return;
      if (lost) throw new Error('connection lost while following');
      const message = queue.shift();
      if (message === undefined) {
        if (asked === 0) {
          nc.publish(`$JS.API.CONSUMER.MSG.NEXT.${STREAM_NAME}.${consumer}`, pull, { reply: inbox });
          asked = BATCH_COMMITS;
        }
        if (!(await arrival()))
          throw new Error(`nothing from the event store for ${SILENCE_MS} ms, not even a heartbeat`);
        continue;
      }
      const status = message.headers?.code ?? 0;
      if (status === STATUS_HEARTBEAT) continue;
      if (STATUS_PULL_ENDED.includes(status)) {
        if (/deleted|shutdown|leadership/i.test(message.headers?.description ?? ''))
          throw new Error(`the follower was ended: ${message.headers?.description}`);
        asked = 0;
        continue;
      }
      if (status !== 0) throw new Error(`following was refused with status ${status}`);
      const at = delivery(message.reply ?? '');
      consumerSeq += 1;
      if (at.consumerSeq !== consumerSeq || at.seq <= lastSeq) throw new Error(`a gap while following, at ${at.seq}`);
      lastSeq = at.seq;
      asked -= 1;
      if (at.pending > FELL_BEHIND_COMMITS) atEnd = false;
      const { subject, headers, data } = message;
      const stored = readable({ subject, seq: at.seq, headers, data }, options.onUnreadable);
      if (stored !== null) yield { kind: 'stored', stored };
      if (at.pending === 0 && !atEnd) {
        atEnd = true;
        yield { kind: 'end' };
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    offLost();
    // Lost: the server forgets this consumer by itself; asking would only wait for the reconnection.
    if (!nc.isClosed()) subscription.unsubscribe();
    if (!nc.isClosed() && !lost) {
      const deleted = jsm.consumers.delete(STREAM_NAME, consumer).catch(() => false);
      await Promise.race([deleted, nc.closed()]);
    }
  }
}
