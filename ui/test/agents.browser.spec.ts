import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, eventually, startDashboard, startWithinMs } from './dashboard.ts';

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first();
const chip = (page: Page, list: string, name: RegExp) =>
  page.getByRole('list', { name: list }).getByRole('link', { name });

describe('the agents page', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  it('pauses, resumes, stops and starts one agent', async () => {
    const { page, mock, complaints } = await dashboard.open('/agents');
    const agent = mock.api.agents.find((one) => one.status === 'running');
    if (!agent) throw new Error('the mock has a running agent');
    const line = page.locator(`[data-agent="${agent.username}"]`);
    await page.getByRole('searchbox').fill(agent.username);
    await line.getByRole('button', { name: 'Pause' }).click();
    await line.getByText('Paused').last().waitFor();
    await line.getByRole('button', { name: 'Resume' }).click();
    await line.getByText('Running').last().waitFor();
    await line.getByRole('button', { name: 'More for' }).click();
    await page.getByRole('menuitem', { name: 'Stop' }).click();
    await line.getByText('Idle').last().waitFor();
    await line.getByRole('button', { name: 'Start' }).click();
    await line.getByText('Running').last().waitFor();
    expect(
      mock.requests.filter((request) => request.startsWith('POST')).map((request) => request.split('/').at(-1)),
    ).toEqual(['pause', 'resume', 'stop', 'start']);
    expect(complaints).toEqual([]);
  });

  it('creates an agent from a persona and puts every refusal at its field', async () => {
    const { page, mock } = await dashboard.open('/agents?new=1');
    const form = page.getByRole('dialog');
    await form.getByLabel('Persona', { exact: true }).selectOption('ai_artist');
    expect(await form.getByLabel('Time zone').inputValue()).toBe('UTC');
    await form.getByLabel('Username').fill('No Spaces!');
    await form.getByLabel('Time zone').fill('Mars/Olympus');
    await form.getByRole('button', { name: 'Create agent' }).click();
    await form.getByText('must be 3 to 30 characters').waitFor();
    await form.getByText('must be an IANA time zone').waitFor();
    await form.getByText('must not be empty').waitFor();
    for (const label of ['Username', 'Name', 'Time zone']) {
      const field = form.getByLabel(label, { exact: true });
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const described = await field.getAttribute('aria-describedby');
      expect(described).toContain('-error');
    }
    expect(await form.getByLabel('Username').evaluate((field) => field === document.activeElement)).toBe(true);
    await form.getByLabel('Username').fill('new_painter');
    await form.getByLabel('Name', { exact: true }).fill('Nova Painter');
    await form.getByLabel('Time zone').fill('Asia/Tokyo');
    await form.getByRole('button', { name: 'Create agent' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('searchbox').fill('new_painter');
    await row(page, 'Nova Painter').getByText('Idle').last().waitFor();
    const body = mock.bodies.find(([request]) => request === 'POST /api/v1/agents')?.[1];
    expect(body).toMatchObject({
      username: 'No Spaces!',
      persona: 'ai_artist',
      schedule: {
        timezone: 'Mars/Olympus',
        peakHours: [
          [20, 24],
          [0, 4],
        ],
      },
    });
  });

  it('says when a username is taken', async () => {
    const { page, mock } = await dashboard.open('/agents?new=1');
    const form = page.getByRole('dialog');
    await form.getByLabel('Username').fill(mock.api.agents[0]?.username ?? '');
    await form.getByLabel('Name', { exact: true }).fill('Twin');
    await form.getByRole('button', { name: 'Create agent' }).click();
    await form.locator('#agent-username-error').waitFor();
    expect(await form.locator('#agent-username-error').textContent()).toContain('taken');
  });

  it('edits an agent and keeps the form open while a field is refused', async () => {
    const { page, mock } = await dashboard.open('/agents', { agents: 8 });
    const agent = mock.api.agents[3];
    if (!agent) throw new Error('the mock has agents');
    await page.locator(`[data-agent="${agent.username}"]`).getByRole('button', { name: 'More for' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.waitForURL(`**edit=${agent.id}`);
    const form = page.getByRole('dialog');
    await form.getByLabel('Pause between actions').fill('2');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('must be at least 5 s').waitFor();
    await form.getByLabel('Pause between actions').fill('90');
    await form.getByLabel('Name', { exact: true }).fill('Renamed Agent');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'hidden' });
    await row(page, 'Renamed Agent').waitFor();
    expect(mock.api.agents.find((one) => one.id === agent.id)?.config.minIntervalS).toBe(90);
  });

  it('deletes an agent only after saying what that means', async () => {
    const { page, mock } = await dashboard.open('/agents', { agents: 8 });
    const agent = mock.api.agents[5];
    if (!agent) throw new Error('the mock has agents');
    const line = page.locator(`[data-agent="${agent.username}"]`);
    await line.getByRole('button', { name: 'More for' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This cannot be undone').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(mock.api.agents.some((one) => one.status === 'deleted')).toBe(false);
    await line.getByRole('button', { name: 'More for' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete agent' }).click();
    await line.waitFor({ state: 'detached' });
  });

  it('counts agents per persona and shows only those of the one chosen', async () => {
    const { page, mock } = await dashboard.open('/agents');
    const there = mock.api.agents.filter((agent) => agent.personaId === 'data_viz').length;
    const persona = chip(page, 'Persona', /Data designer/);
    expect(await persona.textContent()).toContain(String(there));
    await persona.click();
    await page.waitForURL('**persona=data_viz*');
    await eventually(() => page.locator('[data-agent]').count()).toBe(there);
    await page.reload();
    await eventually(() => page.locator('[data-agent]').count()).toBe(there);
    expect(await chip(page, 'Persona', /Data designer/).getAttribute('aria-current')).toBe('true');
    await page.goBack();
    await eventually(() => page.locator('[data-agent]').count()).toBeGreaterThan(there);
  });

  it('pauses everything that matches, once its number is typed', async () => {
    const { page, mock } = await dashboard.open('/agents?status=running', { agents: 600 });
    const running = mock.api.agents.filter((agent) => agent.status === 'running').length;
    await page.getByLabel('Select all loaded agents').check();
    await page.getByRole('button', { name: 'Select all matching' }).click();
    await page.getByRole('region', { name: 'Selected agents' }).getByRole('button', { name: 'Pause' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('would change').waitFor();
    expect(await dialog.getByRole('button', { name: /^Pause/ }).isDisabled()).toBe(true);
    await dialog.getByLabel('Type').fill('600');
    expect(await dialog.getByRole('button', { name: /^Pause/ }).isDisabled()).toBe(true);
    await dialog.getByLabel('Type').fill(String(running));
    await dialog.getByRole('button', { name: /^Pause/ }).click();
    await page.getByText('No agent matches').waitFor();
    expect(mock.api.agents.filter((agent) => agent.status === 'running')).toEqual([]);
    const orders = mock.bodies.filter(([request]) => request === 'POST /api/v1/operations').map(([, body]) => body);
    expect(orders[0]).toMatchObject({ action: 'pause', filter: { status: 'running' }, dryRun: true });
    expect(orders[1]).toMatchObject({ action: 'pause', filter: { status: 'running' }, expected: running });
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => mock.api.agents.filter((agent) => agent.status === 'running').length).toBe(running);
  });

  it('keeps the page light with many agents and reaches the last of them', async () => {
    const { page } = await dashboard.open('/agents', { agents: 1_500 });
    await page.locator('[data-agent]').first().waitFor();
    for (let pages = 0; pages < 12; pages++) {
      await page.locator('#main').evaluate((main) => main.scrollTo({ top: main.scrollHeight }));
      await eventually(() => page.locator('[data-agent]').count()).toBeGreaterThan(5);
      expect(await page.locator('[data-agent]').count()).toBeLessThan(60);
      if ((await page.locator('[data-index="1499"]').count()) > 0) break;
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await expect
      .poll(async () => {
        await page.locator('#main').evaluate((main) => main.scrollTo({ top: main.scrollHeight }));
        return page.locator('[data-index="1499"]').count();
      })
      .toBe(1);
  });

  it('draws agents that go by too fast to be read as names, and whole when it stands', async () => {
    const { page } = await dashboard.open('/agents', { agents: 400 });
    const boxes = page.getByRole('table').getByRole('checkbox');
    await boxes.nth(5).waitFor();
    // Down and up again as fast as frames come, always on rows that were not there in the frame before.
    const leastBoxes = await page.locator('#main').evaluate(async (main) => {
      let least = Number.POSITIVE_INFINITY;
      for (let n = 0; n < 20; n++) {
        main.scrollTo({ top: (n % 2) * 8_000 + n * 100 });
        await new Promise(requestAnimationFrame);
        least = Math.min(least, main.querySelectorAll('[data-agent] input').length);
      }
      return least;
    });
    expect(leastBoxes).toBe(0);
    const names = await page.locator('[data-agent]').count();
    expect(names).toBeGreaterThan(10);
    await eventually(() => page.locator('[data-agent] input').count()).toBe(await page.locator('[data-agent]').count());
  });

  it('seeds a first population from the empty page and starts it', async () => {
    const { page, mock } = await dashboard.open('/agents', { state: 'empty' });
    await page.getByText('npx fleet seed 24').waitFor();
    mock.api.state = 'loaded';
    await page.getByRole('link', { name: 'Seed agents' }).click();
    const dialog = page.getByRole('dialog', { name: 'Seed agents' });
    await dialog.getByLabel('How many').fill('6');
    await dialog.getByRole('button', { name: 'Seed 6 agents' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('All 6 users are made.').waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => page.locator('[data-agent]').count()).toBe(6);
    expect(mock.api.agents.every((agent) => agent.status === 'running')).toBe(true);
  });

  it('can be used by keyboard alone: find an agent and pause it', async () => {
    const { page, mock } = await dashboard.open('/');
    const agent = mock.api.agents.find((one) => one.status === 'running');
    if (!agent) throw new Error('the mock has a running agent');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL('**/agents');
    await page.locator('[data-agent]').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(agent.username);
    await page.waitForURL(`**q=${agent.username}`);
    await eventually(() => page.locator('[data-agent]').count()).toBe(1);
    for (let tabs = 0; tabs < 40; tabs++) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      if (label === `Pause ${agent.name}`) break;
    }
    await page.keyboard.press('Enter');
    await page.locator('[data-agent]').getByText('Paused').last().waitFor();
    expect(mock.api.agents.find((one) => one.id === agent.id)?.status).toBe('paused');
  });
});
