import { EventStoreError, type ReadOptions, type RecordedEvent } from '../port.ts';
import { STREAM_NAME, type StoredCommit, storedCommit, subjectOf } from './commit-message.ts';
import type { Connection } from './connection.ts';

type Query = { last_by_subj: string } | { seq: number } | { seq: number; next_by_subj: string };

const MESSAGE_NOT_FOUND = 10037;

/** One stored commit, or null where there is none. @throws EventStoreError `unavailable` */
export const getCommit = async (connection: Connection, query: Query): Promise<StoredCommit | null> => {
  const { jsm, directReads } = await connection.session();
  try {
    const message = directReads
      ? await jsm.direct.getMessage(STREAM_NAME, query)
      : await jsm.streams.getMessage(STREAM_NAME, query);
    if (message === null) return null;
    const { subject, seq, header, data } = message;
    return storedCommit({ subject, seq, headers: header, data });
  } catch (cause) {
    if ((cause as { code?: unknown } | null)?.code === MESSAGE_NOT_FOUND) return null;
    connection.renew();
    throw new EventStoreError('unavailable', 'the event store did not answer a read', { cause });
  }
};

/** The stream's last commit, or null when it has none. */
export const lastCommit = (connection: Connection, stream: string): Promise<StoredCommit | null> =>
  getCommit(connection, { last_by_subj: subjectOf(stream) });

/** From the stream's end to its start: each commit names the one before it. */
export async function* walkBack(connection: Connection, from: StoredCommit | null): AsyncGenerator<StoredCommit> {
  for (let at = from; at !== null; ) {
    yield at;
    if (at.previousSeq === 0) return;
    at = await getCommit(connection, { seq: at.previousSeq });
  }
}

async function* walkForward(connection: Connection, stream: string): AsyncGenerator<StoredCommit> {
  const next_by_subj = subjectOf(stream);
  for (let seq = 1; ; ) {
    const commit = await getCommit(connection, { seq, next_by_subj });
    if (commit === null) return;
    yield commit;
    seq = commit.seq + 1;
  }
}

/** The commit at a position, where it is of this stream and holds the revision. */
const commitAt = async (connection: Connection, stream: string, position: bigint, revision: number | undefined) => {
  const stored = await getCommit(connection, { seq: Number(position) });
  if (stored === null || revision === undefined) return null;
  const holdsIt = stored.firstRevision <= revision && revision <= stored.lastRevision;
  return holdsIt && stored.commit().stream === stream ? stored : null;
};

/** Events of one stream, one round trip per commit, as many as the consumer takes. */
export async function* readStream(
  connection: Connection,
  stream: string,
  { direction, from, position, limit = Number.POSITIVE_INFINITY }: ReadOptions,
): AsyncGenerator<RecordedEvent> {
  let left = limit;
  if (left <= 0) return;
  const forwards = direction === 'forwards';
  const start = () =>
    position === undefined ? lastCommit(connection, stream) : commitAt(connection, stream, position, from);
  const commits = forwards ? walkForward(connection, stream) : walkBack(connection, await start());
  for await (const stored of commits) {
    const outside = forwards ? stored.lastRevision < (from ?? 0) : stored.firstRevision > (from ?? Number.MAX_VALUE);
    if (outside) continue;
    const { events } = stored.commit();
    for (const event of forwards ? events : events.toReversed()) {
      if (from !== undefined && (forwards ? event.revision < from : event.revision > from)) continue;
      yield event;
      if (--left <= 0) return;
    }
  }
}
