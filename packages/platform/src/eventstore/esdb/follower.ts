import { type EventStoreDBClient, START, streamNameFilter } from '@eventstore/db-client';
import type { Commit, SubscriptionItem } from '../port.ts';
import { failure } from './failure.ts';
import { fromStored, isLast, type StoredEvent } from './stored-event.ts';

/** Every stream of ours and none of the system's, whose names start with a dollar. */
const OUR_STREAMS = '^[a-z][a-z0-9]{0,49}-';

type Options = {
  readonly after: bigint | undefined;
  readonly categories: readonly string[] | undefined;
  readonly signal: AbortSignal;
};

const commitOf = (stored: readonly StoredEvent[], last: StoredEvent): Commit => ({
  stream: last.event.stream,
  position: last.position,
  events: stored.map(({ event }) => ({ ...event, position: last.position })),
});

/**
 * One subscription, until it fails or the signal aborts. The client tells "caught up" when it has *received* everything,
 * so it is kept back until what was received before has been given. Needs EventStoreDB 23.10 or newer for that mark.
 * @throws EventStoreError whenever the subscription ends; it never comes back by itself
 */
export async function* follow(client: EventStoreDBClient, options: Options): AsyncGenerator<SubscriptionItem> {
  const { after, categories, signal } = options;
  const filter =
    categories === undefined
      ? streamNameFilter({ regex: OUR_STREAMS })
      : streamNameFilter({ prefixes: categories.map((category) => `${category}-`) });
  const fromPosition = after === undefined || after === 0n ? START : { commit: after, prepare: after };
  const subscription = client.subscribeToAll({ fromPosition, filter });

  let wake: () => void = () => undefined;
  let error: unknown = null;
  let given = 0;
  let caughtUpAfter = Number.POSITIVE_INFINITY;
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  subscription.on('readable', () => wake());
  subscription.on('caughtUp', () => {
    caughtUpAfter = given + subscription.readableLength;
    wake();
  });
  subscription.on('error', (cause: unknown) => {
    error = cause;
    wake();
  });
  for (const event of ['end', 'close'] as const)
    subscription.on(event, () => {
      error ??= new Error('the server ended the subscription');
      wake();
    });

  let commit: StoredEvent[] = [];
  try {
    while (!signal.aborted) {
      if (given >= caughtUpAfter) {
        caughtUpAfter = Number.POSITIVE_INFINITY;
        yield { kind: 'caughtUp' };
      }
      const resolved = subscription.read() as { event?: Parameters<typeof fromStored>[0] } | null;
      if (resolved === null) {
        if (given >= caughtUpAfter) continue;
        if (error !== null) throw failure(error, 'following');
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (signal.aborted || error !== null || subscription.readableLength > 0) resolve();
        });
        continue;
      }
      given += 1;
      if (resolved.event === undefined) continue;
      const stored = fromStored(resolved.event);
      commit.push(stored);
      if (!isLast(stored)) continue;
      const whole = commitOf(commit, stored);
      commit = [];
      yield { kind: 'commit', commit: whole };
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    await subscription.unsubscribe().catch(() => undefined);
    subscription.destroy();
  }
}
