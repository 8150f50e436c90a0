import type { DatabaseSync } from 'node:sqlite';

export type Tally = {
  readonly byAgents: { readonly posts: number; readonly comments: number; readonly likes: number };
  readonly byHumans: { readonly posts: number; readonly comments: number; readonly likes: number };
  readonly users: { readonly agents: number; readonly humans: number };
  readonly agents: readonly {
    readonly username: string;
    readonly agentId: string;
    readonly posts: readonly string[];
    readonly comments: readonly { readonly id: string; readonly itemId: string }[];
    /** Items whose like by this agent stands. */
    readonly likes: readonly string[];
  }[];
};

const mostAgents = 2_000;
const mostPerAgent = 1_000;

/** What stands in the gallery, counted by who made it: agents or people. Accounts that are gone still count. */
export function tallyOf(database: DatabaseSync): () => Tally {
  const counts = database.prepare(
    `SELECT 'posts' AS what, by_agent, count(*) AS n FROM items GROUP BY by_agent
     UNION ALL SELECT 'comments', by_agent, count(*) FROM comments GROUP BY by_agent
     UNION ALL SELECT 'likes', by_agent, count(*) FROM likes GROUP BY by_agent
     UNION ALL SELECT 'users', is_agent, count(*) FROM users GROUP BY is_agent`,
  );
  const agents = database.prepare(
    'SELECT id, username, agent_id FROM users WHERE is_agent = 1 ORDER BY username LIMIT ?',
  );
  const posts = database.prepare('SELECT id FROM items WHERE user_id = ? ORDER BY seq LIMIT ?');
  const comments = database.prepare(
    'SELECT c.id, i.id AS item_id FROM comments c JOIN items i ON i.seq = c.item_seq WHERE c.user_id = ? ORDER BY c.seq LIMIT ?',
  );
  const likes = database.prepare(
    'SELECT i.id FROM likes l JOIN items i ON i.seq = l.item_seq WHERE l.user_id = ? ORDER BY l.created_at LIMIT ?',
  );
  return () => {
    const rows = counts.all() as { what: string; by_agent: number; n: number }[];
    const count = (what: string, byAgent: number) =>
      rows.find((r) => r.what === what && r.by_agent === byAgent)?.n ?? 0;
    const by = (byAgent: number) => ({
      posts: count('posts', byAgent),
      comments: count('comments', byAgent),
      likes: count('likes', byAgent),
    });
    const people = agents.all(mostAgents) as { id: string; username: string; agent_id: string }[];
    return {
      byAgents: by(1),
      byHumans: by(0),
      users: { agents: count('users', 1), humans: count('users', 0) },
      agents: people.map(({ id, username, agent_id }) => ({
        username,
        agentId: agent_id,
        posts: (posts.all(id, mostPerAgent) as { id: string }[]).map((p) => p.id),
        comments: (comments.all(id, mostPerAgent) as { id: string; item_id: string }[]).map((c) => ({
          id: c.id,
          itemId: c.item_id,
        })),
        likes: (likes.all(id, mostPerAgent) as { id: string }[]).map((l) => l.id),
      })),
    };
  };
}
