import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, eventually, startDashboard, startWithinMs, untilLive } from './dashboard.ts';

describe('the live feed', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  it('shows a new post the moment it happens, with its picture and its caption as alternative text', async () => {
    const { page, mock, complaints } = await dashboard.open('/live');
    await untilLive(page);
    await page.locator('article').first().waitFor();
    mock.api.happen({ kind: 'post', text: 'A heron made of paper', imageUrl: '/images/heron.svg' });
    const row = page.locator('article', { hasText: 'A heron made of paper' });
    await row.waitFor();
    const picture = row.getByAltText('A heron made of paper');
    await eventually(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    expect(await page.locator('article').first().textContent()).toContain('A heron made of paper');
    expect(complaints).toEqual([]);
  });

  it('stands still while it is scrolled, counts what is new, and goes on from the newest', async () => {
    const { page, mock } = await dashboard.open('/live');
    await page.locator('article').first().waitFor();
    await untilLive(page);
    await page.locator('#main').evaluate((main) => main.scrollTo({ top: 600 }));
    await page.getByText('Paused while you read').waitFor();
    const firstBefore = await page.locator('article').first().textContent();
    for (let n = 0; n < 37; n++) mock.api.happen({ kind: 'post', text: `Later post ${n}` });
    await page.getByRole('button', { name: '37 new' }).waitFor();
    expect((await page.locator('article').first().textContent())?.slice(0, 20)).toBe(firstBefore?.slice(0, 20));
    await page.getByRole('button', { name: '37 new' }).click();
    await page.locator('article', { hasText: 'Later post 36' }).waitFor();
    expect(await page.locator('#main').evaluate((main) => main.scrollTop)).toBe(0);
  });

  it('pauses and goes on with Space, but not while someone types', async () => {
    const { page, mock } = await dashboard.open('/live');
    await page.locator('article').first().waitFor();
    await untilLive(page);
    await page.keyboard.press('Space');
    await page.getByTestId('feed-state').getByText('Paused').waitFor();
    mock.api.happen({ text: 'Held back', kind: 'comment' });
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect(await page.getByText('Held back').count()).toBe(0);
    await page.keyboard.press('Space');
    await page.getByText('Held back').waitFor();
    await page.getByRole('searchbox').fill('two words');
    await page.keyboard.press('Space');
    expect(await page.getByTestId('feed-state').textContent()).toContain('Newest first');
    expect(await page.getByRole('searchbox').inputValue()).toBe('two words ');
  });

  it('keeps its filters in the address: a reload keeps them, Back undoes them', async () => {
    const { page } = await dashboard.open('/live');
    await page.locator('article').first().waitFor();
    await page.getByRole('link', { name: 'Posts', exact: true }).click();
    await page.waitForURL('**/live?kind=post');
    await page.getByLabel('Persona').selectOption('ai_artist');
    await page.waitForURL('**persona=ai_artist*');
    const onlyPosts = () =>
      page
        .locator('article')
        .evaluateAll(
          (rows) => rows.length > 0 && rows.every((row) => /, post$/.test(row.getAttribute('aria-label') ?? '')),
        );
    await eventually(onlyPosts).toBe(true);
    await page.reload();
    await eventually(onlyPosts).toBe(true);
    expect(await page.getByLabel('Persona').inputValue()).toBe('ai_artist');
    await page.goBack();
    await page.waitForURL('**/live?kind=post');
    await page.goBack();
    await page.waitForURL((url) => url.search === '');
    await eventually(onlyPosts).toBe(false);
  });

  it('lets only matching activity into a filtered feed', async () => {
    const { page, mock } = await dashboard.open('/live?q=lighthouse');
    await page.getByText('Nothing matches').waitFor();
    await untilLive(page);
    mock.api.happen({ kind: 'post', text: 'A barn at noon' });
    mock.api.happen({ kind: 'post', text: 'A lighthouse at noon' });
    await page.locator('article', { hasText: 'A lighthouse at noon' }).waitFor();
    expect(await page.locator('article').count()).toBe(1);
  });

  it('shows captions as text, whatever they hold', async () => {
    const { page, mock } = await dashboard.open('/live');
    await page.locator('article').first().waitFor();
    await untilLive(page);
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    mock.api.happen({ kind: 'post', text: evil, agentName: evil, postTitle: evil });
    await page.locator('article', { hasText: 'onerror' }).first().waitFor();
    await page.getByRole('link', { name: evil }).last().click();
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  it('opens an event from its address, goes to the next one, and Back closes it', async () => {
    const { page } = await dashboard.open('/live');
    await page.locator('article').first().waitFor();
    await page.locator('article').nth(2).getByRole('link').last().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('list', { name: 'Events of this turn' }).waitFor();
    const address = page.url();
    expect(address).toContain('event=');
    await drawer.getByRole('button', { name: 'Older event' }).click();
    await page.waitForURL((url) => url.href !== address);
    await page.goBack();
    await drawer.waitFor({ state: 'hidden' });
    await page.goto(address);
    await page.getByRole('dialog').getByRole('list', { name: 'Events of this turn' }).waitFor();
  });

  it('says since when it is disconnected, and catches up by itself', async () => {
    const { page, mock } = await dashboard.open('/live');
    await page.locator('article').first().waitFor();
    await untilLive(page);
    await untilLive(page);
    mock.api.state = 'failed';
    mock.api.streams.refused = true;
    mock.api.streams.cut();
    await eventually(() => page.getByTestId('connection').first().textContent()).toContain('Disconnected since');
    mock.api.happen({ text: 'Missed meanwhile', kind: 'post' });
    mock.api.state = 'loaded';
    mock.api.streams.refused = false;
    await expect.poll(() => page.getByTestId('connection').first().textContent()).toContain('Live');
    await page.getByText('Missed meanwhile').first().waitFor();
  });

  it('keeps what it had and says how old it is when the gateway fails', async () => {
    const { page, mock } = await dashboard.open('/live');
    await page.locator('article').first().waitFor();
    await untilLive(page);
    mock.api.state = 'failed';
    mock.api.tell('reset', { reason: 'too_many' });
    await page.getByRole('alert').getByText('Shown as of').waitFor();
    await page.getByText('4bf92f3577b34da6').first().waitFor();
    expect(await page.locator('article').count()).toBeGreaterThan(10);
    mock.api.state = 'loaded';
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('alert').waitFor({ state: 'hidden' });
  });
});
