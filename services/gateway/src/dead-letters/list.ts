import type { DeadLetterView } from '@fleet/domain/read-models/dead-letters';
import type { StoredMessages } from '@fleet/platform/bus';
import { decodeCursor, encodeCursor } from '../read/cursor.ts';
import type { ReadDb } from '../read/tables.ts';
import { type Letter, readLetter } from './letter.ts';

export type LetterFilter = { readonly source?: Letter['source'] | undefined; readonly agent?: string | undefined };

const SORT = 'dead-letters';
const AT_ONCE = 100;
/** Letters looked through for one page; where few fit the filter, the page is short and the next one goes on. */
const LOOKED_THROUGH_MAX = 1_000;

type KnownAgent = { readonly name: string; readonly status: string; readonly deleting: boolean };

const agentsOf = async (db: ReadDb, letters: readonly Letter[]): Promise<ReadonlyMap<string, KnownAgent>> => {
  const ids = [...new Set(letters.flatMap(({ agentId }) => agentId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('agents')
    .select(['id', 'name', 'status', 'deleting'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, ...agent }) => [id, agent]));
};

/** Why a retry cannot be made, as far as can be told without trying; null: it can. */
export const retryRefusedBecause = ({ source, tick }: Letter, agent: KnownAgent | undefined): string | null => {
  if (source === 'job') return 'A job is asked for again by itself for as long as it is needed.';
  if (tick === null) return 'It is not a tick: there is nothing to try again.';
  if (agent === undefined) return 'There is no such agent.';
  if (agent.deleting || agent.status === 'deleted') return 'Its agent is deleted.';
  return agent.status === 'running' ? null : `Its agent is ${agent.status}: only a running agent acts.`;
};

/** Letters as the API shows them. A database that is down takes the names away and nothing else. */
export const showLetters = async (db: ReadDb, letters: readonly Letter[]): Promise<DeadLetterView[]> => {
  const agents = await agentsOf(db, letters).catch(() => null);
  return letters.map((letter) => {
    const { tick: _, ...told } = letter;
    const agent = letter.agentId === null ? undefined : agents?.get(letter.agentId);
    const unknown = agents === null && letter.tick !== null;
    return {
      ...told,
      agentName: agent?.name ?? null,
      retryRefusedBecause: unknown ? null : retryRefusedBecause(letter, agent),
    };
  });
};

/** Newest first. @throws BusError while NATS does not answer */
export const listLetters = async (
  { letters, db }: { readonly letters: StoredMessages; readonly db: ReadDb },
  { source, agent }: LetterFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<{ data: DeadLetterView[]; next: string | null }> => {
  const place = cursor === undefined ? null : decodeCursor(cursor, SORT, { isKey: isSeq, isId: (id) => id === '' });
  let before: number | null = place === null ? null : Number(place.key);
  const found: Letter[] = [];
  let more = true;
  for (let looked = 0; more && found.length < limit && looked < LOOKED_THROUGH_MAX; looked += AT_ONCE) {
    const { messages, next } = await letters.before(before, AT_ONCE);
    before = next;
    more = next !== null;
    for (const message of messages) {
      if (found.length === limit) {
        // The rest of this batch is for the next page.
        before = message.seq + 1;
        more = true;
        break;
      }
      const letter = readLetter(message);
      const fits = (source === undefined || letter.source === source) && (!agent || letter.agentId === agent);
      if (fits) found.push(letter);
    }
  }
  const next = more && before !== null ? encodeCursor({ sort: SORT, key: String(before), id: '' }) : null;
  return { data: await showLetters(db, found), next };
};

/** A number that a stream can have. */
export const isSeq = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);
