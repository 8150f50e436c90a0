import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { testPostgresVariable } from './servers.global.ts';

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

/** An empty database of the run's Postgres, for one spec alone. `drop` throws off whoever is still connected. */
export const createDatabase = async (): Promise<TestDatabase> => {
  const server = process.env[testPostgresVariable];
  if (!server)
    throw new Error(`${testPostgresVariable} is not set: run integration specs with "vitest --project int".`);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `drop database if exists ${name} with (force)`) };
};

const administer = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
