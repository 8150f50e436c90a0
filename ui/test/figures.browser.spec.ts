import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { type Dashboard, eventually, startDashboard, startWithinMs } from './dashboard.ts';
import { pricesOf, unpriced } from './mock/price-data.ts';

describe('prices and diversity', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  it('lists what models and pictures cost, and an action at most, at the end of the costs', async () => {
    const { page, complaints } = await dashboard.open('/costs');
    const prices = page.getByRole('region', { name: 'Prices' });
    await prices.getByText('7 May 2026').waitFor();
    const models = prices.getByRole('table', { name: 'Models, per million tokens' });
    expect(await models.getByRole('row').allTextContents()).toEqual([
      expect.stringMatching(/In\s*Out/),
      expect.stringMatching(/gpt-4o-mini\s*\$0\.15\s*\$0\.60/),
      expect.stringMatching(/llama3\.2\s*free\s*free/),
    ]);
    const pictures = prices.getByRole('table', { name: 'Pictures, each' });
    expect(await pictures.getByRole('row').last().textContent()).toMatch(/1792 × 1024 hd[\s\S]*wide art[\s\S]*\$0\.12/);
    expect(await prices.textContent()).toContain('a post costs $0.1411 and a comment $0.0208');
    expect(await prices.getByText('days old').count()).toBe(0);
    await prices.getByText('Where the prices come from').press('Enter');
    await prices.getByText('Price tables of others').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says when prices are old, differ, cost nothing, are not known or do not come', async () => {
    const { page, mock } = await dashboard.open('/settings');
    const prices = page.getByRole('region', { name: 'Prices' });
    const shown = async (view: typeof mock.api.prices) => {
      mock.api.prices = view;
      await page.goto(`${mock.url}/costs`);
      await page.getByRole('region', { name: 'Agents that cost most today' }).getByRole('listitem').first().waitFor();
    };
    const warning = 'the prices are old: compare them with the provider’s and date them anew';
    await shown({ ...pricesOf({ staleDays: 120, warning }), differ: true });
    await prices.getByText(`120 days old: ${warning}.`).waitFor();
    await prices.getByText('The actors are not set alike').waitFor();
    expect(await violations(page), 'old prices').toEqual([]);
    const free = { inputUsdPerMillion: 0, outputUsdPerMillion: 0, free: true };
    await shown(
      pricesOf({ tokens: [{ model: 'offline', ...free }], images: [], atMost: { postUsd: 0, commentUsd: 0 } }),
    );
    await prices.getByText('nothing is charged').waitFor();
    expect(await prices.getByText('At most').count()).toBe(0);
    await shown(unpriced);
    await prices.getByText('no actor tells its prices').waitFor();
    await shown({ ...unpriced, unknownBecause: 'nats' });
    await prices.getByText('NATS does not answer').waitFor();
    mock.api.down = ['/prices'];
    await shown(pricesOf());
    await prices.getByText('The prices could not be loaded').waitFor();
  });

  it('tells how varied the fleet is beside how alive, in charts and as a table', async () => {
    const { page, mock, complaints } = await dashboard.open('/effect');
    const varied = page.getByRole('region', { name: 'How varied it is' });
    await varied.getByText('71 %').waitFor();
    expect(await varied.textContent()).toMatch(/Different word pairs\s*in 1,000 texts; the aim is 60 % in 1,000/);
    expect(await varied.textContent()).toMatch(/Posts by the busiest tenth[\s\S]*a tenth makes about 80 %[\s\S]*64 %/);
    await page.getByRole('link', { name: 'Table' }).click();
    await page.getByRole('region', { name: 'People and agents as a table' }).waitFor();
    await varied.getByText('14', { exact: true }).waitFor();
    await page.getByRole('region', { name: 'How alive it feels' }).waitFor();
    mock.api.diversity = {
      texts: 1_000,
      distinct2: 0.41,
      turnedAway: 0,
      posters: 3,
      personas: 1,
      busiestTenthShare: null,
    };
    await page.reload();
    await varied.getByText('below the aim').waitFor();
    await varied.getByText('too few posted to tell').waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(['/costs', '/effect', '/effect?view=table'])('%s fits a narrow screen in the dark', async (path) => {
    const context = { viewport: { width: 320, height: 700 }, colorScheme: 'dark', reducedMotion: 'reduce' } as const;
    const { page } = await dashboard.open(path, { context });
    await page.getByRole('region', { name: path === '/costs' ? 'Prices' : 'How varied it is' }).waitFor();
    await eventually(() => page.locator('main .skeleton').count()).toBe(0);
    // The page scrolls inside <main>: nothing may make the document itself longer or wider than the screen.
    const over = () => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return Math.max(scrollWidth - innerWidth, scrollHeight - innerHeight);
    };
    expect(await page.evaluate(over)).toBeLessThanOrEqual(0);
    expect(await violations(page), path).toEqual([]);
  });
});
