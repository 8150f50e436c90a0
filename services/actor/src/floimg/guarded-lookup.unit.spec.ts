import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createClient } from './client.ts';
import { guardedLookup } from './guarded-lookup.ts';

const found =
  (...addresses: readonly string[]): LookupFunction =>
  (_hostname, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
const look = (...addresses: readonly string[]) =>
  new Promise((resolve) => {
    const done = (error: Error | null, given: unknown) => resolve(error ? error.message : given);
    guardedLookup(found(...addresses))('studio.example.com', { all: true }, done);
  });

describe('where the platform’s name leads', () => {
  it.each(['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1', 'fd00:ec2::254'])('is never %s', async (address) => {
    expect(await look(address)).toMatch(/link-local/);
  });
  it.each(['127.0.0.1', '10.0.0.7', '93.184.215.14', '::1'])('may be %s', async (address) => {
    expect(await look(address)).toMatchObject([{ address }]);
  });
  it('is what is left when only some of its addresses are refused', async () => {
    expect(await look('169.254.169.254', '10.0.0.7')).toEqual([{ address: '10.0.0.7', family: 4 }]);
  });

  it('counts at the moment of connecting: a name turned to the metadata address is sent nothing', async () => {
    const client = createClient({
      baseUrl: new URL('http://studio.example.com'),
      token: 'fst_secret_of_the_service',
      version: '0',
      connections: 1,
      wallNow: Date.now,
      lookup: found('169.254.169.254'),
    });
    const api = {
      method: 'GET',
      path: '/api/showcase',
      username: null,
      schema: z.unknown(),
      notFound: 'no_route',
    } as const;
    const call = { key: null, traceparent: null, signal: new AbortController().signal };
    expect(await client.call(api, call)).toMatchObject({ kind: 'unsent', reason: expect.stringMatching(/link-local/) });
    await client.close();
  });
});
