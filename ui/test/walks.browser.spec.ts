import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, eventually, startDashboard, startWithinMs } from './dashboard.ts';

/** Presses Tab until what has the focus fits; fails when it never does. */
async function tabTo(page: Page, wanted: RegExp, most = 80): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement | null;
      return (focused?.getAttribute('aria-label') ?? focused?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
    });
    if (wanted.test(name)) return;
    seen.push(name.slice(0, 40));
  }
  throw new Error(`Tab never came to ${wanted}: ${seen.join(' | ')}`);
}

describe('the main tasks, by keyboard alone', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  it('finds an agent that fails, sees why, pauses its persona, and takes that back', async () => {
    const { page, mock, complaints } = await dashboard.open('/');
    const failing = mock.api.agents
      .filter((one) => one.status === 'error')
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))[0];
    if (!failing) throw new Error('the mock has an agent in error');
    const of = (status: string) =>
      mock.api.agents.filter((one) => one.personaId === failing.personaId && one.status === status).length;
    const running = of('running');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await tabTo(page, /^\d+ agents? in error$/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/agents?status=error');
    await page.locator('[data-agent]').first().waitFor();
    await tabTo(page, new RegExp(`^${failing.name}$`));
    await page.keyboard.press('Enter');
    await page
      .getByText(failing.statusReason ?? '')
      .first()
      .waitFor();
    const personaName = (await page.locator('a[href^="/personas/"]').first().textContent()) ?? '';
    await tabTo(page, new RegExp(`^${personaName}$`));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: personaName, level: 1 }).waitFor();
    await tabTo(page, /^Pause its agents$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('would change').waitFor();
    await page.keyboard.type('looking at failures');
    await page.keyboard.press('Enter');
    await eventually(() => of('running')).toBe(0);
    // What refused is told in a dialog of its own; without it the toast has the undo, `u` for short.
    if (
      await page
        .getByRole('dialog', { name: /^Pause/ })
        .waitFor({ timeout: 3_000 })
        .then(
          () => true,
          () => false,
        )
    ) {
      await tabTo(page, /^Undo/);
      await page.keyboard.press('Enter');
    } else await page.keyboard.press('u');
    await eventually(() => of('running')).toBe(running);
    const orders = mock.bodies.filter(([request]) => request === 'POST /api/v1/operations').map(([, body]) => body);
    expect(orders.at(-1)).toMatchObject({
      action: 'pause',
      filter: { persona: failing.personaId },
      reason: 'looking at failures',
    });
    expect(complaints).toEqual([]);
  });

  it('stops the fleet, from any page', async () => {
    const { page, mock } = await dashboard.open('/audit');
    await page.getByRole('heading', { name: 'Audit' }).waitFor();
    await tabTo(page, /^Pause all/);
    await page.keyboard.down('Space');
    await eventually(() => mock.api.fleet.status).toBe('paused');
    await page.keyboard.up('Space');
    await page.getByTestId('fleet-state').filter({ visible: true }).getByText('Paused').waitFor();
  });

  it('raises a cap after reading what it comes to', async () => {
    const { page, mock } = await dashboard.open('/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL('**/costs');
    await page.getByRole('button', { name: 'Caps', disabled: false }).waitFor();
    await tabTo(page, /^Caps$/);
    await page.keyboard.press('Enter');
    await page.getByLabel('Fleet, a day').waitFor();
    await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe('cap-dayUsd');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('8');
    await page.keyboard.press('Enter');
    await page.getByText('$6.15 is left to spend today.').waitFor();
    expect(mock.api.caps.dayUsd).toBe(5);
    await tabTo(page, /^Set the caps$/);
    await page.keyboard.press('Enter');
    await eventually(() => mock.api.caps.dayUsd).toBe(8);
    expect(mock.bodies.at(-1)).toEqual(['PATCH /api/v1/budget', { dayUsd: 8, reason: '' }]);
  });

  it('paints a persona’s week and saves it as a version', async () => {
    const { page, mock } = await dashboard.open('/personas/data_viz');
    const cell = page.getByRole('gridcell', { name: 'Mon 9:00, busy' });
    await cell.focus();
    await page.keyboard.press('Space');
    await page.getByRole('gridcell', { name: 'Mon 9:00, usual' }).waitFor();
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByText('Busy hours:').waitFor();
    await tabTo(page, /^Save as version 2$/);
    await page.keyboard.press('Enter');
    await page.getByText('version 2 ·').waitFor();
    const body = mock.bodies.find(([request]) => request === 'PUT /api/v1/personas/data_viz')?.[1];
    expect(body).toMatchObject({
      expectedVersion: 1,
      persona: {
        id: 'data_viz',
        schedule: {
          peakHours: [
            [8, 9],
            [11, 12],
            [14, 18],
          ],
        },
      },
    });
  });
});
