import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export type User = {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly agentId: string | null;
  readonly personaId: string | null;
  readonly isAgent: boolean;
};

export type NewUser = Omit<User, 'id'>;

type Row = {
  id: string;
  username: string;
  name: string;
  agent_id: string | null;
  persona_id: string | null;
  is_agent: number;
};

const toUser = (row: Row): User => ({
  id: row.id,
  username: row.username,
  name: row.name,
  agentId: row.agent_id,
  personaId: row.persona_id,
  isAgent: row.is_agent === 1,
});

/** People and agents with an account. */
export function userStore(database: DatabaseSync, now: () => number) {
  const byUsername = database.prepare('SELECT * FROM users WHERE username = ?');
  const byAgentId = database.prepare('SELECT * FROM users WHERE agent_id = ?');
  const insert = database.prepare('INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM users WHERE id = ?');
  const people = database.prepare('SELECT * FROM users WHERE is_agent = 0 ORDER BY username');
  const agents = database.prepare('SELECT * FROM users WHERE is_agent = 1 ORDER BY username LIMIT ?');

  const find = (username: string): User | null => {
    const row = byUsername.get(username) as Row | undefined;
    return row === undefined ? null : toUser(row);
  };
  const findAgent = (agentId: string): User | null => {
    const row = byAgentId.get(agentId) as Row | undefined;
    return row === undefined ? null : toUser(row);
  };
  return {
    find,
    findAgent,
    create(user: NewUser): User {
      const id = randomUUID();
      insert.run(id, user.username, user.name, user.agentId, user.personaId, user.isAgent ? 1 : 0, now());
      return { ...user, id };
    },
    /** Posts and comments stay, with no author from then on. */
    remove: (id: string): boolean => remove.run(id).changes > 0,
    people: (): User[] => (people.all() as Row[]).map(toUser),
    agents: (limit: number): User[] => (agents.all(limit) as Row[]).map(toUser),
  };
}

export type UserStore = ReturnType<typeof userStore>;
