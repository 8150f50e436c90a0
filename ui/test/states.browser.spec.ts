import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, eventually, startDashboard, startWithinMs, untilLive } from './dashboard.ts';

/** A picture is taken of each designed state and must show something: not one colour, not cut off. */
async function pictured(page: Page): Promise<void> {
  const picture = await page.screenshot();
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  expect(picture.length).toBeGreaterThan(8_000);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
}

describe('designed states', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  it('first run: says what to do, and offers it as a command and a button', async () => {
    const { page } = await dashboard.open('/', { state: 'empty' });
    await page.getByText('npx fleet seed 24').waitFor();
    await page.getByRole('link', { name: 'Seed agents' }).waitFor();
    await pictured(page);
  });

  it('no match: names the filters and clears them', async () => {
    const { page } = await dashboard.open('/audit?q=nothing-is-called-this');
    await page.getByText('Nothing matches').waitFor();
    await pictured(page);
    await page.getByRole('link', { name: 'Clear the filters' }).click();
    await page.locator('main ol li').first().waitFor();
  });

  it('searched so far: says where the search stopped, and goes on from there', async () => {
    const { page, mock } = await dashboard.open('/');
    mock.api.lookedThrough = 30;
    const old = mock.api.audit.at(-1) ?? expect.fail();
    old.reason = 'Only this one is green';
    await page.goto(`${mock.url}/audit?q=green`);
    await page.getByText('Nothing matches so far').waitFor();
    await page.getByText(/as far as those from .+; older ones were not looked at/).waitFor();
    await pictured(page);
    const further = page.getByRole('button', { name: 'Search further back' });
    await further.click();
    await eventually(() => page.locator('time').first().getAttribute('datetime')).toBe(mock.api.audit[59]?.at);
    await further.click();
    await page.getByText('Only this one is green').waitFor();
    await page.getByText('That is everything.').waitFor();
    await page.goto(`${mock.url}/audit?q=odd`);
    await page.getByText(/Searched as far as commands from .+; older ones were not looked at/).waitFor();
    await pictured(page);
    const shown = await page.locator('main ol li').count();
    await further.click();
    await eventually(() => page.locator('main ol li').count()).toBeGreaterThan(shown);
  });

  it('loading: a skeleton with the final geometry', async () => {
    const { page, mock } = await dashboard.open('/settings');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    mock.api.state = 'loading';
    await page.goto(`${mock.url}/`, { waitUntil: 'commit' });
    await page.locator('main .skeleton').first().waitFor();
    await pictured(page);
  });

  it('stale: what is there stays, greyed, with its age', async () => {
    const { page, mock } = await dashboard.open('/timing');
    await page.getByRole('table', { name: 'Planned moments per hour' }).waitFor();
    await untilLive(page);
    mock.api.state = 'failed';
    mock.api.tell('reset', { reason: 'too_many' });
    await page.getByRole('alert').getByText('Shown as of').waitFor();
    await eventually(() => page.locator('main .opacity-60').count()).toBeGreaterThan(0);
    await page.getByRole('table', { name: 'Planned moments per hour' }).waitFor();
    await pictured(page);
  });

  it('disconnected: since when, and it comes back by itself', async () => {
    const { page, mock } = await dashboard.open('/');
    await untilLive(page);
    mock.api.streams.refused = true;
    mock.api.streams.cut();
    await page.getByText('What you see may be old').waitFor();
    await pictured(page);
    mock.api.streams.refused = false;
    await untilLive(page);
  });

  it('one part down never blanks the page', async () => {
    const { page, mock } = await dashboard.open('/settings');
    mock.api.down = ['/effect', '/stats', '/budget', '/system'];
    await page.goto(`${mock.url}/`);
    await page.getByText('The chart could not be loaded').waitFor();
    await page.getByRole('link', { name: /^Active agents/ }).waitFor();
    await page.getByRole('region', { name: 'Latest images' }).getByRole('img').first().waitFor();
    expect(await page.getByRole('link', { name: /^Human share/ }).textContent()).toContain('Unknown');
    await pictured(page);
    mock.api.down = ['/dead-letters'];
    await page.goto(`${mock.url}/system`);
    await page.getByText('What was given up could not be loaded').waitFor();
    await page.getByRole('region', { name: 'Services' }).getByRole('article').first().waitFor();
  });

  it('signed out: asks for the token', async () => {
    const { page } = await dashboard.open('/effect', { signedIn: false });
    await page.getByLabel('Admin token').waitFor();
    await pictured(page);
    await page.getByLabel('Admin token').fill('mock-token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Admin token').waitFor();
  });

  it('what people do is unknown, not zero, until the gallery was looked at', async () => {
    const { page } = await dashboard.open('/effect', { state: 'empty' });
    await page.getByText('unknown, not zero').waitFor();
    expect(await page.getByText('Unknown', { exact: true }).count()).toBeGreaterThanOrEqual(4);
    await pictured(page);
  });

  it('a command to many tells its progress, who failed and why, and tries again', async () => {
    const { page, mock } = await dashboard.open('/agents?status=running');
    mock.api.operations.perLook = 5;
    mock.api.operations.failNext = 2;
    const running = mock.api.agents.filter((one) => one.status === 'running').length;
    await page.getByLabel('Select all loaded agents').check();
    await page.getByRole('region', { name: 'Selected agents' }).getByRole('button', { name: 'Pause' }).click();
    await page.getByLabel('Type').fill(String(running));
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Pause/ })
      .click();
    const sheet = page.getByRole('dialog', { name: `Pause ${running} agents` });
    await sheet.getByText('of').first().waitFor();
    await pictured(page);
    await sheet.getByText('failed: The event store did not answer.').first().waitFor();
    await sheet.getByRole('button', { name: 'Try 2 failures again' }).click();
    await page.getByRole('dialog', { name: 'Pause 2 agents' }).getByText('Done: 2 agents paused').waitFor();
    await eventually(() => mock.api.agents.filter((one) => one.status === 'running').length).toBe(0);
  });

  it('drafts are published on a yes alone', async () => {
    const { page, mock } = await dashboard.open('/personas');
    const waiting = page.getByRole('region', { name: 'Waiting for a yes' });
    await waiting.getByRole('button', { name: 'Publish Staircase made of weather' }).click();
    await page.getByText('will be published').waitFor();
    await waiting.getByRole('button', { name: 'Reject A library that grows like coral' }).click();
    await eventually(() => waiting.getByRole('listitem').count()).toBe(1);
    expect(mock.api.drafts.map(({ state }) => state)).toEqual(['approved', 'rejected', 'waiting']);
    await pictured(page);
  });

  it('what was given up is tried again, or discarded after a question', async () => {
    const { page, mock } = await dashboard.open('/system');
    const list = page.getByRole('list', { name: 'Messages given up' });
    await eventually(() => list.getByRole('button', { name: 'Try again message 41' }).isDisabled()).toBe(true);
    await list.getByRole('button', { name: 'Try again message 40' }).click();
    await eventually(() => list.locator('> li').count()).toBe(2);
    await list.getByRole('button', { name: 'Discard message 41' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click();
    await eventually(() => mock.api.deadLetters.map(({ id }) => id)).toEqual(['42']);
  });

  it('bursts are one line that opens, and a flood is sampled and said so', async () => {
    const { page, mock } = await dashboard.open('/live');
    await page.locator('article').first().waitFor();
    await untilLive(page);
    const who = mock.api.agents[0];
    for (let n = 0; n < 4; n++)
      mock.api.happen({ kind: 'like', agentId: who?.id ?? '', agentName: 'Burst Maker', text: null });
    await page.getByRole('button', { name: 'and 3 more like it' }).click();
    await eventually(() => page.locator('article', { hasText: 'Burst Maker' }).count()).toBe(4);
    // The failure comes last: whatever batches the flood arrives in, it stands among the newest, and no n-th like does.
    for (let n = 0; n < 200; n++)
      mock.api.happen({ kind: n === 199 ? 'rejected' : 'like', agentName: n === 199 ? 'The One' : 'Many' });
    await page.getByText('Too much to read').waitFor();
    await page.locator('article', { hasText: 'The One' }).waitFor();
    await pictured(page);
  });
});
