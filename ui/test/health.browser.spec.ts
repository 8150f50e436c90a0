import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { type Dashboard, eventually, startDashboard, startWithinMs } from './dashboard.ts';
import type { Ill } from './mock/system-data.ts';

describe('the health page', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  const open = async (ill: Ill[] = [], width = 1280) => {
    const { page, mock, complaints } = await dashboard.open('/settings', {
      context: { viewport: { width, height: 900 } },
    });
    mock.api.ill = ill;
    await page.goto(`${mock.url}/system`);
    const region = (name: string) => page.getByRole('region', { name, exact: true });
    await region('Database').waitFor();
    return { page, mock, complaints, region };
  };

  it('shows every figure of an instance by groups, in words and with units', async () => {
    const { region, page } = await open();
    const scheduler = region('Services').getByRole('article').filter({ hasText: 'Scheduler' });
    expect(await scheduler.textContent()).toContain('13 ms');
    await scheduler.locator('summary').click();
    await scheduler.getByRole('heading', { name: 'Since its start' }).waitFor();
    expect(await scheduler.getByText('Minutes for 50 agents to join').isVisible()).toBe(true);
    const actor = region('Services').getByRole('article').filter({ hasText: 'Actor' }).first();
    await actor.locator('summary').press('Enter');
    expect(await actor.getByText('Dropped, agent busy').isVisible()).toBe(true);
    expect(await page.getByText('mixed versions').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  it('says which versions run beside each other', async () => {
    const { region } = await open(['versions']);
    await region('Services').getByText('mixed versions: 0.1.0, 0.2.0').waitFor();
    expect(await region('Services').getByText('(mixed)').count()).toBe(2);
  });

  it('says what cannot be called, since when, why, and when it is tried again', async () => {
    const { region, page, mock } = await open(['llm']);
    const row = region('Calls outside').getByRole('row').filter({ hasText: 'Language model' });
    expect(await row.textContent()).toMatch(/Calls turned away.*1 of 2 actors.*3 min.*in \d+ s/);
    await region('Calls outside').getByText('connect ECONNREFUSED 127.0.0.1:4002').waitFor();
    await page.getByText('1 of 3 down').waitFor();
    const actors = region('Services').getByRole('article').filter({ hasText: 'cannot call: Language model' });
    expect(await actors.getByLabel('To be looked at').count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    mock.api.ill = [];
    await eventually(() => row.textContent()).toContain('Calls go through');
  });

  it('tells what is stored, how it grows and how long it lasts', async () => {
    const { region } = await open();
    const events = region('Queues and streams').getByRole('row').filter({ hasText: 'Events' });
    expect(await events.textContent()).toMatch(/\+11\.8 MB a day · full in 168 d.*8,420.*14\.2 MB/);
    const database = region('Database');
    expect(await database.textContent()).toMatch(/184 MB.*\+42\.6 MB a day.*1\.46 GB in 30 days.*23 of 100/);
    expect(await database.getByRole('row').count()).toBe(11);
  });

  it.each([
    ['nats', ['Services', 'Calls outside', 'Queues and streams'], 'Database'],
    ['postgres', ['Database'], 'Queues and streams'],
  ] as const)('without %s says what is unknown, and shows the rest', async (away, unknown, rest) => {
    const { region, page, complaints } = await open([away]);
    for (const name of unknown)
      await region(name)
        .getByText(/^Unknown: /)
        .waitFor();
    await region(rest).getByRole('table').waitFor();
    await region('Open problems').waitFor();
    expect(await region('What the gateway needs').getByLabel('Not well').count()).toBe(2);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('names the kind of service of which none answers', async () => {
    const { region, page } = await open(['actor']);
    await region('Services').getByText('None answers').waitFor();
    await page.getByText('1 kind missing').waitFor();
  });

  it('keeps what it knew when the gateway does not answer any more', async () => {
    const { region, page, mock } = await open();
    mock.api.down = ['/system'];
    await page.getByRole('alert').getByText('Shown as of').waitFor();
    await region('Database').getByRole('table').waitFor();
  });

  it.each([1440, 390, 320])('fits a screen %i px wide, opened', async (width) => {
    const { region, page } = await open(['llm', 'versions'], width);
    for (const summary of await region('Services').locator('summary').all()) await summary.click();
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('main section, main table, main dl')]
        .filter((part) => part.getBoundingClientRect().right > innerWidth || part.scrollWidth > part.clientWidth + 1)
        .map((part) => part.textContent?.slice(0, 60)),
    );
    expect(outside).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
