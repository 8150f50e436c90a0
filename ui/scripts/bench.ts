import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildDashboard } from '@fleet/dev/stack/dashboard-build';
import { chromiumBinary } from '@fleet/provision/chromium';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { type Mock, startMock } from '../test/mock-gateway.ts';
import { allKb, firstLoadKb, routeKb, sizesOf } from './sizes.ts';

/**
 * `npm run bench:ui [-- --json] [--seconds 60] [--agents 10000] [--rate 100]`: the budgets of the dashboard in a real
 * Chromium over a mock gateway, each figure beside its limit. With `--json` one line on stdout. Ends with 1 when a
 * budget is broken.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
    agents: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '100' },
  },
});
const positive = (name: 'seconds' | 'agents' | 'rate'): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value > 0) return value;
  process.stderr.write(`--${name} is "${values[name]}": a whole number above 0 is needed\n`);
  process.exit(2);
};
const [seconds, agents, rate] = [positive('seconds'), positive('agents'), positive('rate')];
const patienceMs = 60_000;
/** A fast wheel: two rows a frame. The scrollbar: all rows in seven seconds. */
const [wheelPxPerS, wheelS, dragFrames] = [6_000, 10, 400];
const screenProbes = 30;

type Figure = { what: string; value: number; unit: string; most: number };
const figures: Figure[] = [];
const lineOf = ({ what, value, unit, most }: Figure) =>
  `${what.padEnd(52)} ${value.toFixed(value < 1 ? 3 : 1).padStart(9)} ${unit.padEnd(6)} of ${most}${value > most ? '  OVER' : ''}`;
/** Told as it comes: a whole run takes minutes. */
const out = values.json ? process.stderr : process.stdout;
const add = (what: string, value: number, unit: string, most: number) => {
  const figure = { what, value: Math.round(value * 1_000) / 1_000, unit, most };
  figures.push(figure);
  out.write(`${lineOf(figure)}\n`);
};

/** What runs in the page: shifts, paints, long tasks and frames as the browser tells them. */
const observe = () => {
  const told = { shift: 0, paint: 0, longest: 0, frames: [] as number[], counting: false };
  Object.assign(window, { told });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) told.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    told.paint = list.getEntries().at(-1)?.startTime ?? told.paint;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) if (told.counting) told.longest = Math.max(told.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
  let last = performance.now();
  const frame = (at: number) => {
    if (told.counting) told.frames.push(at - last);
    last = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
};
type Told = { shift: number; paint: number; longest: number; frames: number[]; counting: boolean };
const told = (page: Page) => page.evaluate(() => (window as unknown as { told: Told }).told);
const count = (page: Page, on: boolean) =>
  page.evaluate((counting) => {
    const { told } = window as unknown as { told: Told };
    if (counting) Object.assign(told, { frames: [], longest: 0 });
    told.counting = counting;
  }, on);
const quantile = (list: readonly number[], share: number) =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;

const heapMb = async (cdp: CDPSession): Promise<number> => {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1e6;
};

async function opened(browser: Browser, url: string, ready: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(patienceMs);
  await page.addInitScript(observe);
  await page.goto(url);
  await page.locator(ready).first().waitFor();
  return page;
}

/** Paint and layout shift of every page, the largest of each. */
async function firstPaints(browser: Browser, mock: Mock) {
  const pages = {
    '/': 'main canvas',
    '/live': 'article',
    '/agents': '[data-agent]',
    '/personas': 'main dl',
    '/timing': 'main table',
    '/costs': 'main dl, main [role=img]',
    '/effect': 'main svg[role=img]',
    '/system': 'main article',
    '/audit': 'main ol li',
    '/settings': 'main dl',
  };
  let [paint, shift] = [0, 0];
  for (const [path, ready] of Object.entries(pages)) {
    const page = await opened(browser, mock.url + path, ready);
    await page.waitForFunction(() => !document.querySelector('.skeleton'));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const seen = await told(page);
    paint = Math.max(paint, seen.paint);
    shift = Math.max(shift, seen.shift);
    await page.context().close();
  }
  add('largest paint, slowest page', paint, 'ms', 1_200);
  add('layout shift, worst page', shift, '', 0.05);
}

/** A wheel turned towards the top, at one speed. */
const turnWheel = async (page: Page) => {
  const cdp = await page.context().newCDPSession(page);
  const gesture = { x: 720, y: 600, yDistance: wheelPxPerS * wheelS, speed: wheelPxPerS } as const;
  await cdp.send('Input.synthesizeScrollGesture', { ...gesture, gestureSourceType: 'mouse' });
};

/** The scrollbar dragged from where it is to the top, in so many frames. */
const dragScrollbar = (page: Page) =>
  page.locator('#main').evaluate(async (main, frames) => {
    const from = main.scrollTop;
    for (let n = frames - 1; n >= 0; n--) {
      main.scrollTo({ top: (from * n) / frames });
      await new Promise(requestAnimationFrame);
    }
  }, dragFrames);

/** All rows loaded, then scrolled while agents change: at a wheel's pace, then the scrollbar dragged from end to end. */
async function scrolling(browser: Browser, mock: Mock) {
  const page = await opened(browser, `${mock.url}/agents`, '[data-agent]');
  // Page by page, as fast as they come: each new one makes the list longer.
  for (let height = 0; ; ) {
    const now = await page.locator('#main').evaluate((main) => {
      main.scrollTo({ top: main.scrollHeight });
      return main.scrollHeight;
    });
    if ((await page.locator(`[data-index="${agents - 1}"]`).count()) > 0) break;
    if (now === height) await page.waitForTimeout(20);
    height = now;
  }
  const changes = setInterval(() => mock.api.stir(Math.ceil(rate / 20)), 50);
  for (const [how, scroll] of Object.entries({ wheel: turnWheel, scrollbar: dragScrollbar })) {
    await count(page, true);
    await scroll(page);
    await count(page, false);
    const seen = await told(page);
    add(`p95 frame, ${agents} rows, ${how}, ${rate} changes/s`, quantile(seen.frames, 0.95), 'ms', 25);
  }
  clearInterval(changes);
  await page.context().close();
}

/** The feed under load: frames, the longest task, what the heap keeps. */
async function feed(browser: Browser, mock: Mock) {
  const page = await opened(browser, `${mock.url}/live`, 'article');
  const cdp = await page.context().newCDPSession(page);
  const happening = () =>
    setInterval(() => {
      for (let n = 0; n < rate / 20; n++) mock.api.happen();
    }, 50);
  // The feed keeps a thousand rows: growth counts from when it is full.
  const warmUpMs = (1_000 / rate) * 1_000 + 3_000;
  const events = happening();
  await page.waitForTimeout(warmUpMs);
  const before = await heapMb(cdp);
  await count(page, true);
  await page.waitForTimeout(seconds * 1_000);
  await count(page, false);
  const after = await heapMb(cdp);
  clearInterval(events);
  const { frames, longest } = await told(page);
  add(`p95 frame, feed at ${rate} events/s for ${seconds} s`, quantile(frames, 0.95), 'ms', 25);
  add('longest task meanwhile', longest, 'ms', 100);
  add('heap growth meanwhile', Math.max(0, after - before), 'MB', 10);
  await page.context().close();
}

/** From an event's being told by the gateway to its being on the screen. */
async function untilSeen(browser: Browser, mock: Mock) {
  const page = await opened(browser, `${mock.url}/live`, 'article');
  await page.getByTestId('connection').first().getByText('Live').waitFor();
  const delays: number[] = [];
  for (let n = 0; n < screenProbes; n++) {
    const text = `probe number ${n} of this run`;
    const seen = page.evaluate(
      (wanted) =>
        new Promise<number>((done) => {
          const look = () =>
            document.querySelector('[role=feed]')?.textContent?.includes(wanted)
              ? done(Date.now())
              : requestAnimationFrame(look);
          look();
        }),
      text,
    );
    const at = Date.now();
    mock.api.happen({ kind: 'post', text });
    delays.push((await seen) - at);
  }
  add('event told → on screen, p95', quantile(delays, 0.95), 'ms', 300);
  await page.context().close();
}

await buildDashboard(resolve(import.meta.dirname, '../..'));
const sizes = sizesOf();
add('first load, JavaScript', sizes.first, 'kB gz', firstLoadKb);
add('largest page beyond the shell', Math.max(...sizes.routes.map(({ kb }) => kb)), 'kB gz', routeKb);
add('all JavaScript', sizes.all, 'kB gz', allKb);
const browser = await chromium.launch({
  executablePath: await chromiumBinary({ log: (line) => void process.stderr.write(`${line}\n`) }),
  args: ['--no-sandbox', '--disable-background-networking'],
});
const mock = await startMock({ agents });
try {
  for (const measure of [firstPaints, untilSeen, scrolling, feed]) await measure(browser, mock);
} finally {
  await browser.close();
  await mock.close();
}
const broken = figures.filter(({ value, most }) => value > most);
if (values.json)
  process.stdout.write(`${JSON.stringify({ bench: 'ui', agents, rate, seconds, figures, broken: broken.length })}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;
