import { randomBytes } from 'node:crypto';
import { inTime } from '../access/deadline.ts';
import type { AccessDb } from '../access/tables.ts';
import { sha256 } from './admin-token.ts';

export const SESSION_HOURS = 12;
const SESSION_MS = SESSION_HOURS * 3_600_000;
/** A session is looked up again after this: so long it outlives being closed at another gateway. */
const FRESH_MS = 3_000;
const MAX_CACHED = 1_000;

export type Session = { readonly id: string; readonly principal: string };

export type Sessions = {
  /** Makes a session and gives the cookie's value, which is kept nowhere but in the browser. */
  open(principal: string): Promise<string>;
  find(cookie: string): Promise<Session | null>;
  close(cookie: string): Promise<void>;
  /** Deletes what has expired. */
  purge(): Promise<void>;
};

type Cached = Session & { readonly expiresAt: number; readonly seenAt: number };

/** Sessions live in Postgres by the hash of their cookie. When it is down, those seen before are still let in. */
export const sessions = (db: AccessDb, wallNow: () => number): Sessions => {
  const cache = new Map<string, Cached>();
  const remember = (session: Cached) => {
    cache.delete(session.id);
    cache.set(session.id, session);
    const oldest = cache.keys().next().value;
    if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
    return session;
  };
  const idOf = (cookie: string) => sha256(cookie).toString('hex');

  const lookUp = async (id: string): Promise<Cached | null> => {
    const row = await db
      .selectFrom('sessions')
      .select(['principal', 'expires_at'])
      .where('id_hash', '=', Buffer.from(id, 'hex'))
      .executeTakeFirst();
    if (!row) return null;
    return { id, principal: row.principal, expiresAt: row.expires_at.getTime(), seenAt: wallNow() };
  };

  return {
    open: async (principal) => {
      const cookie = randomBytes(32).toString('base64url');
      const expiresAt = wallNow() + SESSION_MS;
      const id = idOf(cookie);
      const row = { id_hash: Buffer.from(id, 'hex'), principal, expires_at: new Date(expiresAt) };
      await db.insertInto('sessions').values(row).execute();
      remember({ id, principal, expiresAt, seenAt: wallNow() });
      return cookie;
    },
    find: async (cookie) => {
      const id = idOf(cookie);
      const now = wallNow();
      let session = cache.get(id) ?? null;
      if (!session || now - session.seenAt > FRESH_MS) {
        const found = await inTime(lookUp(id)).catch((error: unknown) => {
          if (!session) throw error;
          return session;
        });
        if (!found) cache.delete(id);
        session = found && remember(found);
      }
      return session && session.expiresAt > now ? { id, principal: session.principal } : null;
    },
    close: async (cookie) => {
      const id = idOf(cookie);
      cache.delete(id);
      await db.deleteFrom('sessions').where('id_hash', '=', Buffer.from(id, 'hex')).execute();
    },
    purge: async () => {
      await db.deleteFrom('sessions').where('expires_at', '<', new Date(wallNow())).execute();
    },
  };
};
