import { Problem } from '@fleet/domain/read-models/api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startGateway();
});
afterAll(() => fixture.stop());

const METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const;
/** Streams have no end. */
const LEFT_OUT = /\/stream/;
const RUNS = 12;
let asked = 0;

type Schema = { readonly properties?: Readonly<Record<string, unknown>> };
type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
};

const awkward = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<fc.JsonValue>('', ' ', '\0', '🦊', '../../etc/passwd', "'; drop table agents; --", 'x'.repeat(5_000)),
  fc.constantFrom<fc.JsonValue>(-1, 0, 1e308, 2 ** 53, -0.5, null, true, [], {}, [[[]]], { __proto__: null }),
);
const textOf = (value: fc.JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

it('no route of the API answers anything with a server error, whatever its path, query and body hold', async () => {
  const { paths } = fixture.app.swagger() as { paths: Record<string, Record<string, Operation>> };
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      return operation && path.startsWith('/api/v1/') && !LEFT_OUT.test(path) ? [{ path, method, operation }] : [];
    }),
  );
  expect(routes.length).toBeGreaterThan(20);

  for (const { path, method, operation } of routes) {
    const parameters = operation.parameters ?? [];
    const fields = Object.keys(operation.requestBody?.content?.['application/json']?.schema?.properties ?? {});
    const body = fc.oneof(
      awkward,
      fc.record(Object.fromEntries(fields.map((name) => [name, awkward])), { requiredKeys: [] }),
    );
    const values = fc.tuple(body, fc.array(awkward, { minLength: parameters.length, maxLength: parameters.length }));
    await fc.assert(
      fc.asyncProperty(values, async ([payload, given]) => {
        const query = new URLSearchParams();
        let url = path;
        for (const [i, { name, in: where }] of parameters.entries()) {
          const value = textOf(given[i] ?? null);
          if (where === 'path') url = url.replace(`{${name}}`, encodeURIComponent(value.slice(0, 100)));
          else if (where === 'query') query.set(name, value.slice(0, 500));
        }
        const answer = await fixture.app.inject({
          method: method.toUpperCase() as 'GET',
          url: `${url}?${query}`,
          headers: {
            host: '127.0.0.1:4000',
            ...bearer,
            ...(method === 'get' ? {} : { 'content-type': 'application/json' }),
          },
          // Each from an address of its own, as far as limits go.
          remoteAddress: `10.1.${(++asked >> 8) & 255}.${asked & 255}`,
          ...(method === 'get' ? {} : { payload: JSON.stringify(payload) }),
        });
        const told = `${method} ${url}?${query} ${JSON.stringify(payload)}: ${answer.statusCode} ${answer.body.slice(0, 300)}`;
        // 503 is what a part that is not there answers, and says which.
        if (answer.statusCode >= 500 && answer.statusCode !== 503) expect.fail(told);
        if (answer.statusCode >= 400) expect(Problem.safeParse(answer.json()).success, told).toBe(true);
      }),
      { numRuns: RUNS },
    );
  }
}, 240_000);
