import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { inTransaction } from './database.ts';
import { type Author, toAuthor } from './items.ts';

export type Comment = {
  readonly id: string;
  readonly content: string;
  readonly createdAt: number;
  readonly byAgent: boolean;
  readonly user: Author | null;
};

type Row = Record<string, SQLInputValue>;

const columns = `c.id, c.content, c.created_at, c.by_agent, u.id AS u_id, u.username AS u_username, u.name AS u_name,
  u.is_agent AS u_is_agent, u.persona_id AS u_persona FROM comments c LEFT JOIN users u ON u.id = c.user_id`;

const toComment = (row: Row): Comment => ({
  id: String(row.id),
  content: String(row.content),
  createdAt: Number(row.created_at),
  byAgent: row.by_agent === 1,
  user: toAuthor(row),
});

/** What was said under posts; newest first, as the platform lists them. */
export function commentStore(database: DatabaseSync, now: () => number) {
  const insert = database.prepare(
    'INSERT INTO comments (id, item_seq, user_id, by_agent, content, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const count = database.prepare('UPDATE items SET comment_count = comment_count + 1 WHERE seq = ?');
  const one = database.prepare(`SELECT ${columns} WHERE c.id = ?`);
  const list = database.prepare(`SELECT ${columns} WHERE c.item_seq = ? ORDER BY c.seq DESC LIMIT ? OFFSET ?`);
  return {
    create(itemSeq: number, user: { id: string; isAgent: boolean }, content: string): Comment {
      const id = randomUUID();
      inTransaction(database, () => {
        insert.run(id, itemSeq, user.id, user.isAgent ? 1 : 0, content, now());
        count.run(itemSeq);
      });
      return toComment(one.get(id) as Row);
    },
    list: (itemSeq: number, limit: number, offset: number): Comment[] =>
      (list.all(itemSeq, limit, offset) as Row[]).map(toComment),
  };
}

export type CommentStore = ReturnType<typeof commentStore>;
