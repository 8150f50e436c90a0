import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, eventually, everyPage, startDashboard, startWithinMs } from './dashboard.ts';

describe('the shell around every page', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  it('pauses the fleet when the button is held, and resumes it with one click', async () => {
    const { page, mock } = await dashboard.open('/');
    await page.getByRole('button', { name: /Pause all/ }).hover();
    await page.mouse.down();
    await eventually(() => mock.api.fleet.status).toBe('paused');
    await page.mouse.up();
    await page.getByTestId('fleet-state').filter({ visible: true }).getByText('Paused').waitFor();
    await page.getByRole('button', { name: 'Resume all' }).click();
    await page.getByTestId('fleet-state').filter({ visible: true }).getByText('Running').waitFor();
    expect(mock.requests.filter((request) => request.startsWith('POST'))).toEqual([
      'POST /api/v1/fleet/pause',
      'POST /api/v1/fleet/resume',
    ]);
  });

  it('asks instead when the button is only pressed', async () => {
    const { page, mock } = await dashboard.open('/live');
    await page
      .getByRole('button', { name: /Pause all/ })
      .first()
      .click();
    await page.getByRole('dialog').getByText('will start nothing new').waitFor();
    expect(mock.api.fleet.status).toBe('running');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause all' }).click();
    await eventually(() => mock.api.fleet.status).toBe('paused');
  });

  it('can still pause the fleet when its state cannot be read', async () => {
    const { page, mock } = await dashboard.open('/', { state: 'failed' });
    await page.getByText('State unknown').last().waitFor();
    await page.getByRole('button', { name: /Pause all/ }).hover();
    await page.mouse.down();
    await eventually(() => mock.requests.includes('POST /api/v1/fleet/pause')).toBe(true);
    await page.mouse.up();
  });

  it('signs in by the link of the terminal and takes the token out of the address', async () => {
    const { page, mock } = await dashboard.open('/#token=mock-token', { signedIn: false });
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(page.url()).toBe(`${mock.url}/`);
  });

  it('asks for the token when signed out, on any page, and goes on there', async () => {
    const { page } = await dashboard.open('/agents?status=paused', { signedIn: false });
    await page.getByLabel('Admin token').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('did not accept').waitFor();
    await page.getByLabel('Admin token').fill('mock-token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Agents', exact: true }).waitFor();
    expect(page.url()).toContain('status=paused');
  });

  it('finds pages, agents and commands in the palette', async () => {
    const { page, mock } = await dashboard.open('/');
    const agent = mock.api.agents[7];
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Page, agent/ }).fill(agent?.username ?? '');
    await page.getByRole('option', { name: agent?.name ?? '' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/live?agent=${agent?.id}`);
  });

  it('lists the shortcuts with ?, and lets them be switched off for good', async () => {
    const { page } = await dashboard.open('/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByLabel('Single-key shortcuts').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.keyboard.press('?');
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('follows the colours of the system until the operator chooses', async () => {
    const { page } = await dashboard.open('/', { context: { colorScheme: 'dark' } });
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    await page
      .getByRole('button', { name: /Colours/ })
      .first()
      .waitFor();
    expect(await theme()).toBe('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await eventually(theme).toBe('light');
    await page
      .getByRole('button', { name: /Switch to light/ })
      .first()
      .click();
    await page
      .getByRole('button', { name: /Switch to dark/ })
      .first()
      .click();
    expect(await theme()).toBe('dark');
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await theme()).toBe('dark');
  });

  it('opens one event stream for all tabs of a browser', async () => {
    const { page, mock } = await dashboard.open('/live');
    await page.locator('article').first().waitFor();
    const second = await page.context().newPage();
    await second.goto(`${mock.url}/live`);
    await second.locator('article').first().waitFor();
    await eventually(() => second.getByTestId('connection').first().textContent()).toContain('Live');
    expect(mock.api.streams.count).toBe(1);
    await second.bringToFront();
    mock.api.happen({ kind: 'post', text: 'Heard in both tabs' });
    await second.getByText('Heard in both tabs').first().waitFor();
    await page.close();
    await eventually(() => mock.api.streams.count).toBe(1);
    mock.api.happen({ kind: 'post', text: 'The second tab took over' });
    await second.getByText('The second tab took over').first().waitFor();
  });

  it('sets the activity level with the slider', async () => {
    const { page, mock } = await dashboard.open('/');
    await page.getByRole('slider', { name: 'Activity level' }).focus();
    await page.keyboard.press('ArrowRight');
    await eventually(() => mock.api.fleet.activityLevel).toBe(1.25);
  });

  it('fits a screen 320 px wide without scrolling sideways', async () => {
    const { page } = await dashboard.open('/', { context: { viewport: { width: 320, height: 640 } } });
    for (const path of everyPage) {
      await page.goto(new URL(path, page.url()).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('main article, main [data-agent], main canvas, main section, main ol').first().waitFor();
      const sizes = await page.evaluate(() => {
        const main = document.getElementById('main');
        return [main?.scrollWidth ?? 0, main?.clientWidth ?? 0, document.documentElement.scrollWidth];
      });
      expect([path, ...sizes]).toEqual([path, 320, 320, 320]);
    }
  });
});
