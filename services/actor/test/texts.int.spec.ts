import { similarity } from '@fleet/domain/content/similarity';
import { BANKS, drawPost } from '@fleet/domain/persona/banks/banks';
import { silentLog } from '@fleet/platform/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLlm } from '../../../dev/llm/llm.ts';
import { createLedger, type Ledger } from '../src/budget/ledger.ts';
import { guardCompose } from '../src/guardrail/guarded-compose.ts';
import { createCompose } from '../src/llm/compose.ts';
import { llmEndpointOf } from '../src/llm/provider.ts';
import { composeAhead } from '../src/llm/written-ahead.ts';
import type { WrittenPost } from '../src/ports.ts';
import { BUILT_IN_PRICES_FILE, readPriceList } from '../src/prices/price-list.ts';
import { type LedgerFixture, openLedgerFixture } from './ledger-fixture.ts';
import { builtInBlocklist, sampleInput } from './sample-inputs.ts';

let fixture: LedgerFixture;
let ledger: Ledger;
const stop = new AbortController();
beforeAll(async () => {
  fixture = await openLedgerFixture(4);
  ledger = createLedger({ url: fixture.url, poolSize: 4, log: silentLog(), wallNow: Date.now });
  void ledger.run(stop.signal);
});
afterAll(async () => {
  stop.abort();
  await ledger.close();
  await fixture.stop();
});

const posts = (count: number, of: string): readonly WrittenPost[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ imagePrompt: `Bar chart of ${of}`, title: `${of} ${i}`, caption: `${of}, number ${i}.` },
    ...{ prompt: { id: 'posts', version: 1, hash: 'h' }, provider: 'offline', model: 'offline' },
  }));
const free = async (shelf: string) => {
  const sql = 'select count(*)::int as n from budget.written_posts where shelf = $1 and taken_by is null';
  return (await fixture.owner.query<{ n: number }>(sql, [shelf])).rows[0]?.n;
};

describe('the ledger of texts', () => {
  it('finds English texts as alike as the domain does', async () => {
    const bank = BANKS[0] as (typeof BANKS)[number];
    const texts = [
      'The brass lamp stands on wet slate, and the shadow does the rest.',
      'The steel lamp stands on wet slate, and the shadow does the rest!',
      '1,024 tiles - a study in 16 by 16',
      ...Array.from({ length: 12 }, (_, i) => drawPost(bank, [i]).caption),
    ];
    const sql = `select nspname from pg_extension join pg_namespace n on n.oid = extnamespace where extname = 'pg_trgm'`;
    const schema = (await fixture.owner.query<{ nspname: string }>(sql)).rows[0]?.nspname;
    for (const one of texts)
      for (const other of texts) {
        const { rows } = await fixture.owner.query<{ s: number }>(`select ${schema}.similarity($1, $2)::float as s`, [
          one,
          other,
        ]);
        expect(similarity(one, other), `${one} / ${other}`).toBeCloseTo(rows[0]?.s ?? -1, 5);
      }
  });

  it('lets a step change its text, and no other step have nearly the same', async () => {
    const text = 'The dip in March is a holiday and not a trend, so it is grey.';
    expect(await ledger.claim('a.1.compose', text)).toBe('claimed');
    expect(await ledger.claim('a.1.compose', text)).toBe('claimed');
    expect(await ledger.claim('b.1.compose', text.replace('grey', 'gray'))).toBe('near_duplicate');
    expect(await ledger.claim('a.1.compose', 'Something else entirely about umbrellas.')).toBe('claimed');
    expect(await ledger.claim('b.1.compose', text)).toBe('claimed');
  });
});

describe('posts written ahead', () => {
  it('are taken once each, in their order, and again by the same attempt alone', async () => {
    await ledger.put('t1.compose.1', 'data_viz', posts(3, 'rain'));
    await ledger.put('t1.compose.1', 'data_viz', posts(3, 'rain'));
    expect(await free('data_viz')).toBe(3);
    expect(await ledger.take('t2.compose.1', 'ai_artist')).toBeNull();
    const first = await ledger.take('t2.compose.1', 'data_viz');
    expect(first).toEqual(posts(3, 'rain')[0]);
    expect(await ledger.take('t2.compose.1', 'data_viz')).toEqual(first);
    const others = await Promise.all(['t3', 't4', 't5'].map((tick) => ledger.take(`${tick}.compose.1`, 'data_viz')));
    expect(
      others
        .filter((post) => post !== null)
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['rain 1', 'rain 2']);
  });

  it('are kept to a bound on every shelf', async () => {
    for (let i = 0; i < 3; i++) await ledger.put(`p${i}.compose.1`, 'ux_designer', posts(50, `set ${i}`));
    expect(await free('ux_designer')).toBe(100);
    expect((await ledger.take('q.compose.1', 'ux_designer'))?.title).toBe('set 1 0');
  });

  it('are not kept where they cannot be, and the ledger goes on', async () => {
    await expect(ledger.put('r.compose.1', '', posts(1, 'x'))).resolves.toBeUndefined();
    expect(await ledger.take('s.compose.1', '')).toBeNull();
    expect(await ledger.claim('s.1.compose', ' ')).toBe('unavailable');
    expect(await ledger.reserve('s.compose.1', 'ada', 0.001)).toBe('reserved');
    expect(ledger.health().ok).toBe(true);
  });

  it('go through one call, the ledger and the guardrail to two agents of one persona', async () => {
    const llm = await startLlm({ port: 0 });
    const endpoint = llmEndpointOf({
      ...{ provider: 'offline', llmBaseUrl: `${llm.url}/v1`, ollamaUrl: '', ollamaModel: '' },
      ...{ openaiApiKey: null, openaiModel: '' },
    });
    const prices = readPriceList(BUILT_IN_PRICES_FILE);
    const client = createCompose({ endpoint, concurrency: 1, prices, wallNow: Date.now });
    const compose = guardCompose({
      compose: composeAhead(client, ledger, 3),
      ...{ claims: ledger, moderation: null, blocklist: builtInBlocklist(), whenDown: 'skip' },
    });
    const answers = [];
    for (const index of [0, 1]) {
      const call = { key: `ahead.${index}.compose.1`, traceparent: null, signal: stop.signal };
      answers.push(await compose.compose(sampleInput('ai_artist', 'post', index, Date.now()), call));
    }
    expect(answers).toMatchObject([
      { kind: 'ok', result: { prompt: { id: 'posts' } } },
      { kind: 'ok', costUsd: 0, result: { source: 'stored', prompt: { id: 'posts' } } },
    ]);
    await client.close();
    await llm.close();
  });

  it('can be reached by functions alone', async () => {
    await expect(fixture.actor.query('select * from budget.written_posts')).rejects.toThrow(/permission denied/);
  });
});
