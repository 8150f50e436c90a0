import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, eventually, startDashboard, startWithinMs } from './dashboard.ts';

/** Each page with everything chosen that can be, and what shows that it is. */
const chosen: [address: string, selector: string][] = [
  ['/?from=2026-03-02T10:00:00.000Z&to=2026-03-02T10:40:00.000Z', 'main a:has-text("Open in the feed")'],
  ['/?range=6h', 'main a[aria-current="true"]:has-text("6 h")'],
  ['/live?kind=post&persona=ai_artist&view=grid', '[aria-label="Layout"] a[aria-current="true"][title="Grid"]'],
  ['/live?from=2020-01-01T00:00:00.000Z', 'a.chip[aria-current="true"]:has-text("since")'],
  ['/agents?status=running&persona=ai_artist&sort=-spendUsd', '[aria-sort="descending"]:has-text("Spent")'],
  ['/timing?tz=Asia%2FTokyo&days=28&persona=ai_artist&view=table', 'main [aria-label="Planned and actual as a table"]'],
  ['/costs?days=7&by=model&of=tokens&view=table', '[aria-label="Measure"] a[aria-current="true"]:has-text("Tokens")'],
  ['/costs?by=agent', 'main [aria-label="Costs by agent"]'],
  ['/costs?caps=1', '[role=dialog]:has-text("Caps")'],
  ['/effect?range=24h&view=table', 'main [aria-label="People and agents as a table"]'],
  [
    '/audit?target=agent&outcome=refused&q=running',
    '[aria-label="Outcome"] a[aria-current="true"]:has-text("Refused")',
  ],
  ['/audit?by=nats&action=agent.start', 'a.chip:has-text("by nats")'],
  ['/personas/ai_artist?tab=preview&agents=20&view=table', 'main [aria-label="The day as a table"]'],
  ['/personas/ai_artist?tab=versions', 'main [aria-label="Versions"]'],
  ['/personas?seed=data_viz', '[role=dialog]:has-text("Seed agents")'],
];

describe('the address holds what was chosen', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  it('on every page: it survives a reload, leaving and coming Back', async () => {
    const { page, mock } = await dashboard.open('/settings', { mostRows: 20 });
    for (const [address, selector] of chosen) {
      const shown = () => page.locator(selector).first().waitFor();
      await page.goto(mock.url + address, { waitUntil: 'commit' });
      await shown().catch((cause) => Promise.reject(new Error(`${address} opened`, { cause })));
      await page.reload({ waitUntil: 'commit' });
      await shown().catch((cause) => Promise.reject(new Error(`${address} reloaded`, { cause })));
      await page.goto(`${mock.url}/settings`, { waitUntil: 'commit' });
      await page.getByRole('heading', { name: 'Settings' }).waitFor();
      await page.goBack({ waitUntil: 'commit' });
      await shown().catch((cause) => Promise.reject(new Error(`Back to ${address}`, { cause })));
      expect(page.url()).toBe(mock.url + address);
    }
  });

  it('Back undoes one choice after the other', async () => {
    const { page } = await dashboard.open('/audit');
    await page.getByRole('list', { name: 'About' }).getByRole('link', { name: 'Agents' }).click();
    await page.waitForURL('**/audit?target=agent');
    await page.getByRole('list', { name: 'Outcome' }).getByRole('link', { name: 'Refused', exact: true }).click();
    await page.waitForURL('**outcome=refused*');
    await eventually(() => page.getByRole('img', { name: 'Done' }).count()).toBe(0);
    await page.goBack();
    await page.waitForURL('**/audit?target=agent');
    await page.getByRole('img', { name: 'Done' }).first().waitFor();
    await page.goBack();
    await page.waitForURL('**/audit');
  });

  it('a stroke over the chart sets the range, which a link opens in the feed', async () => {
    const { page } = await dashboard.open('/?range=1h');
    const box = await page.locator('.u-over').boundingBox();
    if (!box) throw new Error('the chart is drawn');
    await page.mouse.move(box.x + box.width * 0.3, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 70, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL('**from=*to=*');
    const query = new URL(page.url()).searchParams;
    const minutes = (Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')) / 60_000;
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThan(24);
    await page.getByRole('link', { name: 'Open in the feed' }).click();
    await page.waitForURL('**/live?from=*');
    await page.goBack();
    await page.goBack();
    await page.waitForURL('**range=1h');
  });

  it('an hour of the heat map opens the feed of that hour, reached by arrow keys', async () => {
    const { page } = await dashboard.open('/timing');
    const map = page.getByRole('table', { name: 'Actual actions per hour' });
    await map.getByRole('link').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Tue 01:00, /);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/live?from=*to=*');
    await page.getByRole('heading', { name: 'Live' }).waitFor();
  });

  it('one switch writes every time relative, local, in UTC or as the agent lives it', async () => {
    const { page, mock } = await dashboard.open('/live');
    const first = page.locator('article').first().locator('time');
    await first.waitFor();
    const choose = (mode: string) => page.getByLabel('Times are shown as').first().selectOption(mode);
    await choose('utc');
    await eventually(() => first.textContent()).toMatch(/^\d\d:\d\d UTC$/);
    await choose('agent');
    const zone =
      mock.api.agents.find(({ id }) => id === mock.api.activities[0]?.agentId)?.config.schedule.timezone ?? '';
    const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? '';
    await eventually(() => first.textContent()).toMatch(new RegExp(`^\\d\\d:\\d\\d ${city}$`));
    await page.reload();
    await eventually(() => first.textContent()).toContain(city);
    await choose('relative');
    await eventually(() => first.textContent()).toMatch(/now|ago/);
  });
});
