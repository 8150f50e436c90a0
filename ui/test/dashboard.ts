import { resolve } from 'node:path';
import { buildDashboard } from '@fleet/dev/stack/dashboard-build';
import { chromiumBinary } from '@fleet/provision/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Mock, type MockOptions, startMock } from './mock-gateway.ts';

/** A browser on the built dashboard over a mock gateway; everything opened is closed by `close`. */
export type Dashboard = {
  open: (
    path: string,
    options?: MockOptions & { context?: BrowserContextOptions },
  ) => Promise<{ page: Page; mock: Mock; complaints: string[] }>;
  closePages: () => Promise<void>;
  close: () => Promise<void>;
};

/** What the menu leads to. */
export const everyPage = [
  '/',
  '/live',
  '/agents',
  '/personas',
  '/timing',
  '/costs',
  '/effect',
  '/system',
  '/audit',
  '/settings',
];

const patienceMs = 15_000;
/** For `beforeAll`: the first spec of a run may have to build the dashboard, on a machine that is busy. */
export const startWithinMs = 240_000;

/** Asks until the answer fits: machines that run many specs at once are slow. */
export const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: patienceMs });

/** Until the page follows the live stream: whoever does not yet is told nothing of what happens. */
export const untilLive = (page: Page) =>
  eventually(() => page.getByTestId('connection').first().textContent()).toContain('Live');

export async function startDashboard(): Promise<Dashboard> {
  await buildDashboard(resolve(import.meta.dirname, '../..'));
  const browser: Browser = await chromium.launch({
    executablePath: await chromiumBinary(),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const mocks: Mock[] = [];
  const closePages = async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await Promise.all(mocks.splice(0).map((mock) => mock.close()));
  };
  return {
    closePages,
    close: async () => {
      await closePages();
      await browser.close();
    },
    open: async (path, { context, ...options } = {}) => {
      const mock = await startMock(options);
      mocks.push(mock);
      const tab = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context })).newPage();
      tab.setDefaultTimeout(patienceMs);
      // What the page complains of: script errors, refused styles, broken requests.
      const complaints: string[] = [];
      tab.on('pageerror', (error) => complaints.push(error.message));
      tab.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      // A gateway that never answers holds every connection: the page is there, but never done loading.
      await tab.goto(mock.url + path, { waitUntil: options.state === 'loading' ? 'commit' : 'load' });
      return { page: tab, mock, complaints };
    },
  };
}
