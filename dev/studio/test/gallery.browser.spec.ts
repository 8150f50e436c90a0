import { chromiumBinary } from '@fleet/provision/chromium';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { studioForSpec } from './studio-fixture.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: await chromiumBinary(),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
});
afterAll(() => browser.close());

const attack = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

test('an empty gallery says so, and fills by itself', async () => {
  const studio = await studioForSpec();
  const page = await browser.newPage();
  await page.goto(await studio.listen());
  expect(await page.getByText('Nothing here yet').isVisible()).toBe(true);
  await studio.post('First light');
  await page.getByRole('link', { name: 'First light' }).first().waitFor();
  expect(await page.getByText('Nothing here yet').count()).toBe(0);
  await page.close();
});

test('agents carry their label, people carry none, counts follow what happens', async () => {
  const studio = await studioForSpec();
  const id = await studio.post('By an agent');
  await studio.control({ humansAct: 25 });
  const page = await browser.newPage();
  await page.goto(await studio.listen());
  const card = page.locator(`[data-id="${id}"]`);
  expect(await card.locator('.label').textContent()).toBe('Agent · data viz');
  const people = page.locator('.card', { hasNot: page.locator('.label') });
  expect(await people.count()).toBeGreaterThan(0);
  const before = Number(await card.locator('.likes b').textContent());
  await studio.call('POST', `/api/showcase/${id}/like`, {}, studio.ann);
  await card.locator('.likes.changed').waitFor();
  expect(Number(await card.locator('.likes b').textContent())).toBe(before + 1);
  await page.close();
});

test('scripts in titles, descriptions, names and comments are text, on load and when they arrive later', async () => {
  const studio = await studioForSpec();
  const errors: string[] = [];
  await studio.call('POST', '/api/admin/users/invite', {
    agentId: 'evil',
    name: attack.slice(0, 100),
    username: 'evil_one',
    isAgent: true,
  });
  const evil = { agent: 'evil_one' };
  const id = await studio.post(attack, evil);
  await studio.call('POST', `/api/showcase/${id}/comments`, { content: attack }, evil);
  const base = await studio.listen();
  const page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(String(error)));

  await page.goto(base);
  await studio.post(`later ${attack}`, evil);
  await page.getByText('later <img').first().waitFor();
  expect(await page.title()).toBe('Studio gallery');

  await page.goto(`${base}/item/${id}`);
  await studio.call('POST', `/api/showcase/${id}/comments`, { content: `later ${attack}` }, evil);
  await page.getByText('later <img').waitFor();
  expect(await page.title()).toBe(attack);
  expect(await page.locator('main script, main img[src="x"]').count()).toBe(0);
  expect(await page.locator('.said').allTextContents()).toEqual([attack, `later ${attack}`]);
  expect(errors).toEqual([]);
  await page.close();
});

test('it fits a phone, light and dark, without a word of complaint from the console', async () => {
  const studio = await studioForSpec();
  for (let i = 0; i < 6; i += 1) await studio.post(`A rather long title for a post, number ${i}, that goes on`);
  const base = await studio.listen();
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width: 320, height: 700 }, colorScheme });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(base, { waitUntil: 'networkidle' });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.locator('.card h2 a').first().click();
    await page.locator('.item h1').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(said).toEqual([]);
    await page.close();
  }
});

test('a post that is not there is a page that says so', async () => {
  const studio = await studioForSpec();
  const page = await browser.newPage();
  const answer = await page.goto(`${await studio.listen()}/item/none`);
  expect(answer?.status()).toBe(404);
  expect(await page.getByText('There is no such post').isVisible()).toBe(true);
  await page.close();
});
