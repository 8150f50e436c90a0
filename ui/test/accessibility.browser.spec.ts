import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, startDashboard, startWithinMs } from './dashboard.ts';
import type { MockState } from './mock/api.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Found = { id: string; nodes: { html: string; failureSummary?: string }[] };

type Pass = { runOnly?: string[] };

/** What axe finds against WCAG 2.2 AA and its best practices. Page scripts are forbidden by the policy; this one is evaluated. */
async function axe(page: Page, pass: Pass = {}): Promise<string[]> {
  const found = await page.evaluate(async (options) => {
    const { axe } = window as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: Found[] }> };
    };
    return (await axe.run(document, { resultTypes: ['violations'], ...options })).violations;
  }, pass);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`),
  );
}

/** Everything in light colours, then what colours alone can break in dark ones: the rest of the page is the same. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const light = await axe(page);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark';
    // Colours on their way are nobody's colours.
    for (const transition of document.getAnimations()) if (transition instanceof CSSTransition) transition.finish();
  });
  const dark = await axe(page, { runOnly: ['color-contrast'] });
  await page.evaluate(() => (document.documentElement.dataset.theme = 'light'));
  return [...light, ...dark.map((found) => `dark ${found}`)];
}

/** Lists of a screenful: more of the same rows finds nothing more. */
const agents = 14;
const pages = ['/', '/live', '/agents', '/personas', '/costs', '/system'];

describe('accessibility in light and dark colours', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());
  const open = (path: string, state: MockState = 'loaded', viewport = { width: 1280, height: 800 }) =>
    dashboard.open(path, { state, agents, context: { colorScheme: 'light', reducedMotion: 'reduce', viewport } });
  const settle = (page: Page, selector: string) => page.locator(selector).first().waitFor();
  const loaded = 'main article, main [data-agent], main canvas, main section :is([role=img], table, dl)';

  it('axe finds nothing on any page, loaded', async () => {
    const { page, mock } = await open('/');
    const agent = `/agents/${mock.api.agents[0]?.id}`;
    const tabs = ['', '?tab=history', '?tab=gallery', '?tab=plan'].map((tab) => agent + tab);
    const other = ['/live?view=grid', '/live?view=compact', '/costs?view=table', ...tabs];
    for (const path of [...pages, ...other]) {
      await page.goto(mock.url + path, { waitUntil: 'commit' });
      await settle(page, `${loaded}, main [aria-label="Its images"]`);
      expect(await violations(page), path).toEqual([]);
    }
  });

  it.each([
    ['empty', 'main .text-center, main section'],
    ['failed', '[role="alert"]'],
    ['loading', 'main .skeleton'],
  ] as const)('axe finds nothing on any page, %s', async (state, settled) => {
    const { page, mock } = await open('/', state);
    const agent = state === 'empty' ? [] : ['/agents/00000000-0000-5000-8000-000000000000'];
    for (const path of [...pages, ...agent]) {
      await page.goto(mock.url + path, { waitUntil: 'commit' });
      await settle(page, settled);
      expect(await violations(page), `${path} ${state}`).toEqual([]);
    }
  });

  it('axe finds nothing with a drawer, form, menu, palette, help or question open', async () => {
    const { page, mock } = await open('/live?kind=post');
    const check = async (what: string) => expect(await violations(page), what).toEqual([]);
    await page.locator('article').first().getByRole('link').last().click();
    await page.getByText('Raw event').waitFor();
    await check('event drawer');
    for (const [path, what] of [
      ['/agents?new=1', 'new agent'],
      ['/agents?seed=1', 'seeding'],
      [`/agents?edit=${mock.api.agents[0]?.id}`, 'editing'],
    ] as const) {
      await page.goto(mock.url + path, { waitUntil: 'commit' });
      await page.getByRole('dialog').locator('form').waitFor();
      await check(what);
    }
    await page.goto(`${mock.url}/agents`);
    await page.getByRole('button', { name: 'More for' }).first().click();
    await page.getByRole('menu').waitFor();
    await check('menu');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await page.locator('[data-agent] input').first().check();
    await page.getByRole('region', { name: 'Selected agents' }).waitFor();
    await check('selection');
    await page.getByRole('region', { name: 'Selected agents' }).getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('dialog').waitFor();
    await check('question');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Page, agent/ }).waitFor();
    await check('palette');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await check('help');
  });

  it('axe finds nothing when signed out, nothing matches, or the screen is small', async () => {
    const out = await dashboard.open('/', { signedIn: false, context: { colorScheme: 'light' } });
    await out.page.getByLabel('Admin token').waitFor();
    expect(await violations(out.page), 'signed out').toEqual([]);
    const none = await open('/agents?q=nobody-is-called-this');
    await none.page.getByText('No agent matches').waitFor();
    expect(await violations(none.page), 'no match').toEqual([]);
    const { page, mock } = await open('/', 'loaded', { width: 390, height: 844 });
    for (const path of pages) {
      await page.goto(mock.url + path, { waitUntil: 'commit' });
      await settle(page, loaded);
      expect(await violations(page), `${path} small`).toEqual([]);
    }
  });
});
