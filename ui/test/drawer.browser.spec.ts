import type { Activity } from '@fleet/domain/read-models/api';
import { tickTraceparent, traceIdOf } from '@fleet/domain/trace';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { type Dashboard, eventually, startDashboard, startWithinMs } from './dashboard.ts';

const traceOf = (activity: Activity | undefined) => traceIdOf(tickTraceparent(activity?.id ?? '', null)) ?? '';

describe('the drawer of one event', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, startWithinMs);
  afterEach(() => dashboard.closePages());
  afterAll(() => dashboard.close());

  const open = async (kind: Activity['kind'], context: BrowserContextOptions = {}) => {
    const { page, mock, complaints } = await dashboard.open('/settings', { agents: 14, context });
    const activity = mock.api.activities.find((one) => one.kind === kind);
    if (!activity) throw new Error(`there is no ${kind}`);
    const show = () => page.goto(`${mock.url}/live?event=${encodeURIComponent(activity.id)}`);
    const drawer = page.getByRole('dialog');
    return {
      page,
      mock,
      complaints,
      activity,
      drawer,
      show,
      steps: drawer.getByRole('list', { name: 'Events of this turn' }),
    };
  };

  it('tells a turn step by step, each unfolding to the event as it is stored, and its trace', async () => {
    const { page, activity, drawer, show, steps, complaints } = await open('post');
    await show();
    await steps.waitFor();
    const titles = await steps.locator('summary').allTextContents();
    expect(titles).toHaveLength(10);
    for (const [n, words] of [
      'Accepted',
      'Looked around',
      'Text asked for',
      'Text came',
      'Picture asked for',
    ].entries())
      expect(titles[n]).toContain(words);
    expect(titles[0]).toContain('+0 ms');
    expect(titles.at(-1)).toContain('Ended');
    const ended = steps.locator('li').last();
    await ended.locator('summary').focus();
    await page.keyboard.press('Enter');
    const raw = await ended.getByRole('region', { name: 'TickEnded as stored' }).textContent();
    expect(JSON.parse(raw ?? '')).toMatchObject({ type: 'TickEnded', stream: `activity-${activity.agentId}` });
    await drawer.getByText(traceOf(activity), { exact: true }).waitFor();
    await drawer.getByRole('button', { name: 'Copy trace id' }).click();
    await drawer.getByText('Copied').waitFor();
    await drawer.getByText('The agent’s own rhythm').waitFor();
    expect(complaints).toEqual([]);
  });

  it('goes on to the next turn by its keys, with that one’s events', async () => {
    const { page, mock, drawer, show, steps, activity } = await open('post');
    await show();
    await steps.waitFor();
    const older = mock.api.activities[mock.api.activities.indexOf(activity) + 1];
    await page.keyboard.press('j');
    await page.waitForURL((url) => url.searchParams.get('event') === older?.id);
    await drawer.getByText(traceOf(older), { exact: true }).waitFor();
    await page.keyboard.press('k');
    await drawer.getByText(traceOf(activity), { exact: true }).waitFor();
  });

  it('says who asked for a turn, the post that a reaction answers, and what a post drew', async () => {
    const { mock, page, activity, drawer, show } = await open('post');
    const postId = activity.postId;
    for (let n = 0; n < 3; n++) mock.api.happen({ kind: 'like', postId, postTitle: activity.postTitle });
    const liked = mock.api.activities[0];
    // The same words on another post are not about this one.
    mock.api.happen({ kind: 'like', postId: 'another', postTitle: activity.postTitle });
    mock.api.asked.set(activity.id, { by: 'operator:ada', retries: { letter: '7', messageId: null } });
    await show();
    await drawer.getByText('operator:ada had dead letter 7 tried again.').waitFor();
    await drawer.getByText('3 reactions by agents').waitFor();
    const held = mock.api.happen({ kind: 'post', postId: null });
    await page.goto(`${mock.url}/live?event=${encodeURIComponent(liked?.id ?? '')}`);
    const cause = drawer.getByRole('region', { name: 'Cause and effect' });
    await cause.getByRole('link', { name: `${activity.agentName} posted` }).click();
    await page.waitForURL((url) => url.searchParams.get('event') === activity.id);
    await page.goto(`${mock.url}/live?event=${encodeURIComponent(held.id)}`);
    await drawer.getByText('Nothing: it is not in the gallery.').waitFor();
  });

  it('says what it waits for, what failed, and what the event store no longer has', async () => {
    const { page, mock, activity, drawer, show, steps } = await open('comment');
    mock.api.down = [`/activity/${encodeURIComponent(activity.id)}/events`];
    await show();
    const events = drawer.getByRole('region', { name: 'Events' });
    await events.getByRole('alert').getByText('4bf92f3577b34da6').waitFor();
    await drawer.getByText('Not known: the first events are missing.').waitFor();
    expect(await violations(page)).toEqual([]);
    mock.api.down = [];
    await events.getByRole('button', { name: 'Retry' }).click();
    await steps.waitFor();
    mock.api.forgotten.add(activity.id);
    await page.reload();
    await events.getByText('The event store no longer holds them').waitFor();
    expect(await violations(page)).toEqual([]);
    await drawer.getByText('Not known', { exact: true }).waitFor();
    expect(await drawer.getByText(activity.text ?? '').count()).toBeGreaterThan(0);
  });

  it.each(['light', 'dark'] as const)(
    'has nothing that axe finds, %s, unfolded, and fits a narrow phone',
    async (colorScheme) => {
      const context: BrowserContextOptions = {
        colorScheme,
        reducedMotion: 'reduce',
        viewport: { width: 320, height: 640 },
      };
      const { page, drawer, show, steps, mock, activity } = await open('rejected', context);
      mock.api.asked.set(activity.id, { by: 'operator:ada', reason: 'x'.repeat(200) });
      await show();
      await steps.waitFor();
      for (const summary of await steps.locator('summary').all()) await summary.click();
      await eventually(() => drawer.locator('pre').count()).toBe(await steps.locator('li').count());
      expect(await violations(page)).toEqual([]);
      const body = drawer.getByRole('group').first();
      expect(await body.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    },
  );
});
