import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { type Dashboard, eventually, startDashboard, startWithinMs } from './dashboard.ts';

describe('users of seeded agents', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  const seeded = async (count: number, failNext: number, perLook: number) => {
    const opened = await dashboard.open('/agents?seed=1', { agents: 4 });
    Object.assign(opened.mock.api.seedings, { failNext, perLook });
    const form = opened.page.getByRole('dialog', { name: 'Seed agents' });
    await form.getByLabel('How many').fill(String(count));
    await opened.page.keyboard.press('Enter');
    const sheet = opened.page.getByRole('dialog', { name: `Seeding ${count} agents` });
    await sheet.waitFor();
    return { ...opened, sheet, told: sheet.getByRole('status') };
  };

  it('are watched until every one is made, through a reload and from the list of agents', async () => {
    const { page, mock, sheet, told, complaints } = await seeded(5, 0, 1);
    await page.waitForURL('**/agents?seeding=**');
    await eventually(() => told.textContent()).toMatch(/^[1-4] of 5 users made, [1-4] to be made\.$/);
    mock.api.seedings.perLook = 0;
    await page.reload();
    await eventually(() => told.textContent()).toMatch(/to be made/);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    const list = page.getByRole('list', { name: 'Seedings under way' });
    await list.getByRole('link', { name: /^Show: 5 seeded agents/ }).click();
    mock.api.seedings.perLook = 5;
    await sheet.getByText('All 5 users are made.').waitFor();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    expect(mock.api.agents.every(({ provisioned }) => provisioned)).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('that could not be made are told with the reason, and tried again, by keyboard alone', async () => {
    const { page, mock, sheet, told } = await seeded(3, 2, 3);
    await eventually(() => told.textContent()).toBe('1 of 3 users made, 2 could not be made.');
    const failures = sheet.getByRole('list', { name: 'Users that could not be made' });
    expect(await failures.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('No seats are left in this workspace.'),
      expect.stringContaining('No seats are left in this workspace.'),
    ]);
    expect(await violations(page), 'a seeding with failures').toEqual([]);
    await sheet.getByRole('button', { name: 'Try 2 users again' }).focus();
    await page.keyboard.press('Enter');
    await eventually(() => told.textContent()).toBe('All 3 users are made.');
    expect(mock.requests.some((request) => /GET .*\/seedings\/.*minPosition=\d+/.test(request))).toBe(true);
    await failures.waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  it('say why on the page of their agent, and are asked for from there', async () => {
    const { page, mock, sheet } = await seeded(2, 1, 2);
    await sheet.getByRole('list', { name: 'Users that could not be made' }).getByRole('link').click();
    const why = page.getByRole('status').filter({ hasText: 'The platform would not make its user.' });
    await why.getByText('No seats are left in this workspace.').waitFor();
    expect(await violations(page), 'an agent without its user').toEqual([]);
    mock.api.seedings.perLook = 0;
    await why.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.getByText('The platform is making its user').waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const user = () => mock.api.agents.find((agent) => agent.id === id);
    expect(user()).toMatchObject({ provisioned: false, status: 'idle' });
    expect(mock.bodies.find(([request]) => request.endsWith('/provision'))?.[1]).toMatchObject({
      reason: 'tried again from the dashboard',
    });
  });

  it('are not there when the address is wrong, and a failed answer is told', async () => {
    const { page, mock } = await dashboard.open('/agents?seeding=00000000-0000-4000-8000-00000000abcd');
    await page.getByText('This seeding is not here').waitFor();
    mock.api.down = ['/seedings'];
    await page.reload();
    await page.getByText('The seeding could not be loaded').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-agent]').first().waitFor();
  });

  it('fit a narrow screen, in the dark as well', async () => {
    const { page, mock } = await dashboard.open('/agents', {
      ...{
        agents: 4,
        context: { viewport: { width: 320, height: 700 }, colorScheme: 'dark', reducedMotion: 'reduce' },
      },
    });
    Object.assign(mock.api.seedings, { failNext: 2, perLook: 0 });
    const { id } = mock.api.seedings.begin(mock.api.agents.slice(0, 4), 'data_viz');
    mock.api.seedings.perLook = 3;
    await page.goto(`${mock.url}/agents?seeding=${id}`);
    await page.getByRole('button', { name: 'Try 2 users again' }).waitFor();
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await sideways()).toBeLessThanOrEqual(0);
    expect(await violations(page), 'the sheet').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('list', { name: 'Seedings under way' }).waitFor();
    expect(await sideways()).toBeLessThanOrEqual(0);
    expect(await violations(page), 'the list').toEqual([]);
  });
});
