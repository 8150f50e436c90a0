import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const schema = `
CREATE TABLE IF NOT EXISTS users (
  id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  agent_id TEXT UNIQUE, persona_id TEXT, is_agent INTEGER NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS items (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  user_id TEXT REFERENCES users(id) ON DELETE SET NULL, by_agent INTEGER NOT NULL,
  title TEXT NOT NULL, description TEXT NOT NULL, category TEXT NOT NULL, workflow_id TEXT,
  image_url TEXT NOT NULL, image_id TEXT,
  like_count INTEGER NOT NULL DEFAULT 0, comment_count INTEGER NOT NULL DEFAULT 0, view_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS items_popular ON items (like_count DESC, seq DESC);
CREATE INDEX IF NOT EXISTS items_user ON items (user_id);
CREATE INDEX IF NOT EXISTS items_image ON items (image_id);
CREATE TABLE IF NOT EXISTS likes (
  item_seq INTEGER NOT NULL REFERENCES items(seq) ON DELETE CASCADE,
  user_id TEXT NOT NULL, by_agent INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (item_seq, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS likes_user ON likes (user_id);
CREATE TABLE IF NOT EXISTS comments (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  item_seq INTEGER NOT NULL REFERENCES items(seq) ON DELETE CASCADE,
  user_id TEXT REFERENCES users(id) ON DELETE SET NULL, by_agent INTEGER NOT NULL,
  content TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS comments_item ON comments (item_seq, seq DESC);
CREATE INDEX IF NOT EXISTS comments_user ON comments (user_id);
CREATE TABLE IF NOT EXISTS images (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, mime TEXT NOT NULL, bytes INTEGER NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL, posted INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS images_unposted ON images (posted, seq);
CREATE TABLE IF NOT EXISTS calls (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, route TEXT NOT NULL,
  agent TEXT, idempotency_key TEXT, status INTEGER, fault TEXT, late INTEGER NOT NULL, body_digest TEXT, effect TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS call_totals (route TEXT PRIMARY KEY, calls INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS usage (scope TEXT PRIMARY KEY, used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Opens (and creates) the Studio's database in a folder. WAL, so that the gallery page reads while agents write. */
export function openDatabase(dataDir: string): DatabaseSync {
  mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(join(dataDir, 'studio.sqlite'), { timeout: 5_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
  database.exec(schema);
  return database;
}

/** Runs `work` in one transaction; a throw rolls back and goes on up. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
