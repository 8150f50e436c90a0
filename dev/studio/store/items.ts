import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { inTransaction } from './database.ts';

export type Author = {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly isAgent: boolean;
  readonly personaId: string | null;
};
export type Item = {
  readonly seq: number;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly workflowId: string | null;
  readonly imageUrl: string;
  readonly imageId: string | null;
  readonly likeCount: number;
  readonly commentCount: number;
  readonly viewCount: number;
  readonly createdAt: number;
  readonly byAgent: boolean;
  readonly user: Author | null;
};
export type NewItem = {
  readonly userId: string;
  readonly byAgent: boolean;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly workflowId: string | null;
  readonly imageUrl: string;
  readonly imageId: string | null;
};
export type Sort = 'recent' | 'popular' | 'trending';

/** Trending looks at this many newest items; an older one is not trending however liked it is. */
const trendingWindow = 400;

const columns = `i.*, u.id AS u_id, u.username AS u_username, u.name AS u_name, u.is_agent AS u_is_agent, u.persona_id AS u_persona
  FROM items i LEFT JOIN users u ON u.id = i.user_id`;
const heat = '(2.0 * i.like_count + 3.0 * i.comment_count + 0.1 * i.view_count + 1)';
const queries: Record<Sort, string> = {
  recent: `SELECT ${columns} ORDER BY i.seq DESC LIMIT :limit OFFSET :offset`,
  popular: `SELECT ${columns} ORDER BY i.like_count DESC, i.seq DESC LIMIT :limit OFFSET :offset`,
  trending: `SELECT ${columns} WHERE i.seq > (SELECT coalesce(max(seq), 0) FROM items) - ${trendingWindow}
    ORDER BY ${heat} / ((:now - i.created_at) / 3600000.0 + 2) DESC, i.seq DESC LIMIT :limit OFFSET :offset`,
};

type Row = Record<string, SQLInputValue>;

export function toAuthor(row: Row): Author | null {
  if (row.u_id === null) return null;
  return {
    id: String(row.u_id),
    username: String(row.u_username),
    name: String(row.u_name),
    isAgent: row.u_is_agent === 1,
    personaId: row.u_persona === null ? null : String(row.u_persona),
  };
}

const toItem = (row: Row): Item => ({
  seq: Number(row.seq),
  id: String(row.id),
  title: String(row.title),
  description: String(row.description),
  category: String(row.category),
  workflowId: row.workflow_id === null ? null : String(row.workflow_id),
  imageUrl: String(row.image_url),
  imageId: row.image_id === null ? null : String(row.image_id),
  likeCount: Number(row.like_count),
  commentCount: Number(row.comment_count),
  viewCount: Number(row.view_count),
  createdAt: Number(row.created_at),
  byAgent: row.by_agent === 1,
  user: toAuthor(row),
});

/** Posts and their likes. Counters are kept in the item's row, in the transaction of what they count. */
export function itemStore(database: DatabaseSync, now: () => number) {
  const insert = database.prepare(
    `INSERT INTO items (id, user_id, by_agent, title, description, category, workflow_id, image_url, image_id, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const one = database.prepare(`SELECT ${columns} WHERE i.id = ?`);
  const viewed = database.prepare('UPDATE items SET view_count = view_count + 1 WHERE id = ?');
  const lists = {
    recent: database.prepare(queries.recent),
    popular: database.prepare(queries.popular),
    trending: database.prepare(queries.trending),
  };
  const like = database.prepare('INSERT OR IGNORE INTO likes VALUES (?, ?, ?, ?)');
  const unlike = database.prepare('DELETE FROM likes WHERE item_seq = ? AND user_id = ?');
  const countLikes = database.prepare(
    'UPDATE items SET like_count = like_count + ? WHERE seq = ? RETURNING like_count',
  );
  const isLiked = database.prepare('SELECT 1 AS liked FROM likes WHERE item_seq = ? AND user_id = ?');

  const find = (id: string): Item | null => {
    const row = one.get(id) as Row | undefined;
    return row === undefined ? null : toItem(row);
  };
  return {
    find,
    create(item: NewItem): Item {
      const id = randomUUID();
      insert.run(
        id,
        item.userId,
        item.byAgent ? 1 : 0,
        item.title,
        item.description,
        item.category,
        item.workflowId,
        item.imageUrl,
        item.imageId,
        now(),
      );
      const created = find(id);
      if (created === null) throw new Error('an item just inserted is not there');
      return created;
    },
    list(sort: Sort, limit: number, offset: number): Item[] {
      const page = sort === 'trending' ? { limit, offset, now: now() } : { limit, offset };
      return (lists[sort].all(page) as Row[]).map(toItem);
    },
    view: (id: string): void => void viewed.run(id),
    liked: (item: Item, userId: string): boolean => isLiked.get(item.seq, userId) !== undefined,
    /** A like that stands is taken back: the platform has one call for both. */
    toggleLike(item: Item, user: { id: string; isAgent: boolean }): { liked: boolean; likeCount: number } {
      return inTransaction(database, () => {
        const liked = like.run(item.seq, user.id, user.isAgent ? 1 : 0, now()).changes > 0;
        if (!liked) unlike.run(item.seq, user.id);
        const row = countLikes.get(liked ? 1 : -1, item.seq) as { like_count: number };
        return { liked, likeCount: row.like_count };
      });
    },
  };
}

export type ItemStore = ReturnType<typeof itemStore>;
