import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { type Dashboard, everyPage, startDashboard, startWithinMs } from './dashboard.ts';
import type { MockState } from './mock/api.ts';

/** Lists of a screenful: more of the same rows finds nothing more. */
const agents = 14;
const mostRows = 14;
const persona = '/personas/ai_artist';

const nodes = '_app/immutable/nodes';
const pageFiles = () =>
  readdirSync(join(import.meta.dirname, '../build', nodes))
    .filter((file) => file.endsWith('.js'))
    .map((file) => `/${nodes}/${file}`);

describe('accessibility in light and dark colours', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());
  const open = (path: string, state: MockState = 'loaded', viewport = { width: 1280, height: 800 }) =>
    dashboard.open(path, {
      state,
      agents,
      mostRows,
      context: { colorScheme: 'light', reducedMotion: 'reduce', viewport },
    });
  /** By a link, as from the menu: the shell stays, and only the page is drawn anew. */
  const visit = async (page: Page, path: string) => {
    await page.locator('main').waitFor();
    await page.evaluate((href) => {
      const link = Object.assign(document.createElement('a'), { href });
      document.body.append(link);
      link.click();
      link.remove();
    }, path);
    await page.waitForFunction((to) => location.pathname + location.search === to, path);
  };
  const settle = (page: Page, selector: string) => page.locator(selector).first().waitFor();
  const loaded =
    'main article, main [data-agent], main canvas, main ol li, main section :is([role=img], [role=grid], table, dl, li)';

  it('axe finds nothing on any page, loaded', async () => {
    const { page } = await open('/');
    const titles = new Set<string | null>();
    for (const path of [...everyPage, persona]) {
      await visit(page, path);
      await settle(page, loaded);
      expect(await violations(page), path).toEqual([]);
      titles.add(await page.locator('main h1').first().textContent());
    }
    expect(titles.size, [...titles].join()).toBe(everyPage.length + 1);
  });

  it('axe finds nothing on other views and tabs', async () => {
    const { page, mock } = await open('/');
    const agent = `/agents/${mock.api.agents[0]?.id}`;
    const tabs = ['', '?tab=history', '?tab=gallery', '?tab=plan', '?tab=memory'].map((tab) => agent + tab);
    const parts = ['?tab=preview', '?tab=versions', '?tab=drafts'].map((tab) => persona + tab);
    const tables = ['/costs', '/timing', '/effect', `${persona}?tab=preview&agents=20`].map(
      (path) => `${path}${path.includes('?') ? '&' : '?'}view=table`,
    );
    for (const path of ['/live?view=grid', '/live?view=compact', '/costs?by=agent', ...tabs, ...parts, ...tables]) {
      await visit(page, path);
      await settle(page, `${loaded}, main [aria-label="Its images"]`);
      expect(await violations(page), path).toEqual([]);
    }
  });

  it.each([
    ['empty', 'main .text-center, main section'],
    ['failed', '[role="alert"]'],
    ['loading', 'main .skeleton'],
  ] as const)('axe finds nothing on any page, %s', async (state, settled) => {
    const { page, mock } = await open('/', state === 'loading' ? 'loaded' : state);
    // A gateway that never answers holds every connection, also those for the pages' own files: they come first.
    await page.evaluate(`Promise.all(${JSON.stringify(pageFiles())}.map((file) => import(file)))`);
    mock.api.state = state;
    await page.goto(mock.url, { waitUntil: 'commit' });
    await settle(page, settled);
    const one = state === 'empty' ? [] : ['/agents/00000000-0000-5000-8000-000000000000', persona];
    for (const path of [...everyPage, ...one]) {
      await visit(page, path);
      await settle(page, settled);
      expect(await violations(page), `${path} ${state}`).toEqual([]);
    }
  });

  it('axe finds nothing when signed out, nothing matches, or the screen is small', async () => {
    const out = await dashboard.open('/', { signedIn: false, context: { colorScheme: 'light' } });
    await out.page.getByLabel('Admin token').waitFor();
    expect(await violations(out.page), 'signed out').toEqual([]);
    const none = await open('/agents?q=nobody-is-called-this');
    await none.page.getByText('No agent matches').waitFor();
    expect(await violations(none.page), 'no match').toEqual([]);
    const { page } = await open('/', 'loaded', { width: 390, height: 844 });
    for (const path of [...everyPage, persona]) {
      await visit(page, path);
      await settle(page, loaded);
      expect(await violations(page), `${path} small`).toEqual([]);
    }
  });
});
