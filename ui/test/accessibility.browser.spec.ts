import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, startDashboard } from './dashboard.ts';
import type { MockState } from './mock/api.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Found = { id: string; nodes: { html: string; failureSummary?: string }[] };

/** What axe finds against WCAG 2.2 AA and its best practices. Page scripts are forbidden by the policy; this one is evaluated. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: Found[] }> };
    };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`),
  );
}

const settled: Record<MockState, string> = {
  loaded: 'article, [data-agent], canvas',
  empty: 'text=No agents yet',
  failed: '[role="alert"]',
  loading: 'main .skeleton',
};

describe.each(['light', 'dark'] as const)('accessibility in %s colours', (colorScheme) => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  });
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());
  const open = (path: string, state: MockState = 'loaded') =>
    dashboard.open(path, { state, context: { colorScheme, reducedMotion: 'reduce' } });

  it.each(['loaded', 'empty', 'failed', 'loading'] as const)('axe finds nothing on any page, %s', async (state) => {
    const layouts = state === 'loaded' ? ['/live?view=grid', '/live?view=compact'] : [];
    for (const path of ['/', '/live', '/agents', ...layouts]) {
      const { page } = await open(path, state);
      await page.locator(settled[state]).first().waitFor();
      expect(await violations(page), `${path} ${state}`).toEqual([]);
      await dashboard.closePages();
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
      await page.goto(mock.url + path);
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
    const out = await dashboard.open('/', { signedIn: false, context: { colorScheme } });
    await out.page.getByLabel('Admin token').waitFor();
    expect(await violations(out.page), 'signed out').toEqual([]);
    const none = await open('/agents?q=nobody-is-called-this');
    await none.page.getByText('No agent matches').waitFor();
    expect(await violations(none.page), 'no match').toEqual([]);
    for (const path of ['/', '/live', '/agents']) {
      const small = await dashboard.open(path, { context: { colorScheme, viewport: { width: 390, height: 844 } } });
      await small.page.locator(settled.loaded).first().waitFor();
      expect(await violations(small.page), `${path} small`).toEqual([]);
    }
  });
});
