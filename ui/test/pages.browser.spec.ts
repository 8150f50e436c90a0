import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, eventually, startDashboard, startWithinMs } from './dashboard.ts';

describe('pages of one agent, personas, costs and health', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  it('leads from the list to an agent, its history, pictures and plan; every part survives reload and Back', async () => {
    const { page, mock, complaints } = await dashboard.open('/agents', { agents: 8 });
    const agent = mock.api.agents.find((one) => one.status === 'running');
    if (!agent) throw new Error('the mock has a running agent');
    const own = mock.api.activities.filter((one) => one.agentId === agent.id);
    await page.getByRole('link', { name: agent.name, exact: true }).first().click();
    await page.getByRole('heading', { name: agent.name }).waitFor();
    await page.getByText('busiest', { exact: false }).first().waitFor();
    const parts = page.getByRole('navigation', { name: 'Parts of this agent' });
    await parts.getByRole('link', { name: 'History' }).click();
    await page.waitForURL('**tab=history');
    await eventually(() => page.locator('article').count()).toBe(own.length);
    await page.getByRole('list', { name: 'Kinds' }).getByRole('link', { name: 'Likes' }).click();
    await eventually(() => page.locator('article').count()).toBe(own.filter(({ kind }) => kind === 'like').length);
    await page.reload();
    await eventually(() => page.locator('article').count()).toBe(own.filter(({ kind }) => kind === 'like').length);
    await page.goBack();
    await eventually(() => page.locator('article').count()).toBe(own.length);
    await parts.getByRole('link', { name: 'Gallery' }).click();
    await eventually(() => page.getByRole('list', { name: 'Its images' }).getByRole('img').count()).toBe(
      own.filter(({ kind }) => kind === 'post').length,
    );
    await page.getByRole('list', { name: 'Its images' }).getByRole('link').first().click();
    await page.getByRole('dialog').getByRole('list', { name: 'Events of this turn' }).waitFor();
    await page.keyboard.press('Escape');
    await parts.getByRole('link', { name: 'Planned' }).click();
    await page.getByRole('list', { name: 'Next moments' }).getByText('real time').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('pauses and edits the agent on its own page', async () => {
    const { page, mock } = await dashboard.open('/', { agents: 8 });
    const agent = mock.api.agents.find((one) => one.status === 'running');
    await page.goto(`${mock.url}/agents/${agent?.id}`);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Resume', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill('Renamed Here');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Renamed Here', exact: true }).waitFor();
  });

  it('says so when there is no such agent', async () => {
    const { page } = await dashboard.open('/agents/00000000-0000-5000-8000-999999999999');
    await page.getByText('There is no such agent').waitFor();
  });

  it('seeds agents from a persona', async () => {
    const { page, mock } = await dashboard.open('/personas');
    await page.getByRole('button', { name: 'Seed from Data designer' }).click();
    await page.waitForURL('**seed=data_viz');
    const dialog = page.getByRole('dialog', { name: 'Seed agents' });
    expect(await dialog.getByLabel('From').inputValue()).toBe('data_viz');
    await dialog.getByLabel('How many').fill('3');
    await dialog.getByRole('button', { name: 'Seed 3 agents' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('dialog', { name: 'Seeding 3 agents' }).getByText('All 3 users are made.').waitFor();
    expect(mock.bodies.find(([request]) => request === 'POST /api/v1/agents/seed')?.[1]).toEqual({
      count: 3,
      persona: 'data_viz',
    });
  });

  it('splits the costs as the address says, in a chart or a table', async () => {
    const { page, mock } = await dashboard.open('/costs?days=7&by=model&view=table');
    const table = page.getByRole('region', { name: 'Use by day as a table' });
    await table.getByText('gpt-4o-mini').waitFor();
    await eventually(() => table.getByRole('row').count()).toBe(8);
    await page.getByRole('link', { name: 'By action' }).click();
    await table.getByText('Posts').waitFor();
    await page.goBack();
    await table.getByText('llama3.2').waitFor();
    await page.getByRole('link', { name: 'Chart' }).click();
    await page.getByRole('img', { name: /Stacked bars per day/ }).waitFor();
    expect(mock.requests.some((request) => request.includes('/stats/daily?from='))).toBe(true);
  });

  it('shows what is wrong with the system, and what still answers', async () => {
    const { page, mock } = await dashboard.open('/system');
    await page.getByText('Every part is well').waitFor();
    mock.api.fleet.problems = [
      { part: 'studio', message: 'The gallery answers 503.', since: new Date().toISOString() },
    ];
    await page.reload();
    await page.getByRole('region', { name: 'Open problems' }).getByText('The gallery answers 503.').waitFor();
    expect(await page.getByRole('region', { name: 'Services' }).getByRole('article').count()).toBe(5);
  });

  it('keeps the range of the chart in the address', async () => {
    const { page, mock } = await dashboard.open('/?range=6h');
    const chart = page.getByRole('region', { name: 'Actions over time' });
    await chart.getByText('per 5 min').waitFor();
    await chart.getByRole('link', { name: 'Last 10 min' }).click();
    await page.waitForURL('**range=10m');
    await chart.getByText('last 10 min, per minute').waitFor();
    await page.goBack();
    await chart.getByText('per 5 min').waitFor();
    const asked = mock.requests.filter((request) => request.includes('/stats/minutes')).at(-1) ?? '';
    const query = new URL(asked.split(' ')[1] ?? '', mock.url).searchParams;
    const minutes = (Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')) / 60_000;
    expect([62, 370]).toContain(Math.round(minutes));
  });

  it.each([1440, 1280, 1024, 390, 320])(
    'keeps every button of the agents table inside it, %i px wide',
    async (width) => {
      const { page } = await dashboard.open('/agents', { context: { viewport: { width, height: 900 } } });
      await page.locator('[data-agent]').first().waitFor();
      const outside = await page.evaluate(() => {
        const edge = document.querySelector('[role=table]')?.getBoundingClientRect().right ?? 0;
        return [...document.querySelectorAll('[data-agent] button')].filter(
          (button) => button.getBoundingClientRect().right > edge - 4,
        ).length;
      });
      expect(outside).toBe(0);
    },
  );
});
