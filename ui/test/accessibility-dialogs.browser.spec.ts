import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { type Dashboard, startDashboard, startWithinMs } from './dashboard.ts';

describe('accessibility of what opens over a page', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());
  const open = (path: string) =>
    dashboard.open(path, { agents: 14, mostRows: 14, context: { colorScheme: 'light', reducedMotion: 'reduce' } });
  const check = async (page: Page, what: string) => expect(await violations(page), what).toEqual([]);

  it('axe finds nothing with a drawer, form, menu, palette, help or question open', async () => {
    const { page, mock } = await open('/live?kind=post');
    await page.locator('article').first().getByRole('link').last().click();
    await page.getByRole('list', { name: 'Events of this turn' }).waitFor();
    await check(page, 'event drawer');
    for (const [path, what] of [
      ['/agents?new=1', 'new agent'],
      ['/agents?seed=1', 'seeding'],
      [`/agents?edit=${mock.api.agents[0]?.id}`, 'editing'],
    ] as const) {
      await page.goto(mock.url + path, { waitUntil: 'commit' });
      await page.getByRole('dialog').locator('form').waitFor();
      await check(page, what);
    }
    await page.goto(`${mock.url}/agents`);
    await page.getByRole('button', { name: 'More for' }).first().click();
    await page.getByRole('menu').waitFor();
    await check(page, 'menu');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await page.locator('[data-agent] input').first().check();
    await page.getByRole('region', { name: 'Selected agents' }).waitFor();
    await check(page, 'selection');
    await page.getByRole('region', { name: 'Selected agents' }).getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('dialog').waitFor();
    await check(page, 'question');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Page, agent/ }).waitFor();
    await check(page, 'palette');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await check(page, 'help');
  });

  it('axe finds nothing on caps, a command to many, its progress, a discarded message, and toasts', async () => {
    const { page, mock } = await open('/costs?caps=1');
    await page.getByLabel('Fleet, a day').fill('9');
    await check(page, 'caps');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('is left to spend today').waitFor();
    await check(page, 'caps, asked');
    await page.goto(`${mock.url}/personas/ai_artist`);
    await page.getByRole('button', { name: 'Pause its agents' }).click();
    await page.getByText('would change').waitFor();
    await check(page, 'pausing a persona');
    mock.api.operations.failNext = 1;
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Pause/ })
      .click();
    await page.getByRole('list', { name: 'Who did not follow' }).getByRole('listitem').first().waitFor();
    await check(page, 'progress and failures');
    await page.goto(`${mock.url}/system`);
    await page.getByRole('button', { name: 'Discard message 40' }).click();
    await page.getByRole('dialog').waitFor();
    await check(page, 'discarding');
    await page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click();
    await page.getByText('The message is discarded.').waitFor();
    await check(page, 'toast');
  });
});
