import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openBrowser } from './e2e/in-browser.ts';
import { readRunInfo } from './stack/run-file.ts';

/** `node dev/screenshots.ts [folder]`: pictures of the running local fleet, for the README and for looking at. */

const root = join(import.meta.dirname, '..');
const run = readRunInfo(resolve(root, process.env.FLEET_DATA_DIR ?? '.fleet'));
if (!run) {
  process.stderr.write('No fleet runs in this checkout: npm start first\n');
  process.exit(1);
}
const folder = resolve(process.argv[2] ?? join(root, 'docs/images'));
mkdirSync(folder, { recursive: true });

const gateway = new URL(run.dashboard).origin;
const PAGES = [
  { name: 'dashboard', url: `${gateway}/`, width: 1440, height: 1000 },
  { name: 'live', url: `${gateway}/live`, width: 1440, height: 1000 },
  { name: 'agents', url: `${gateway}/agents`, width: 1440, height: 1000 },
  { name: 'timing', url: `${gateway}/timing`, width: 1440, height: 1000 },
  { name: 'effect', url: `${gateway}/effect`, width: 1440, height: 1000 },
  { name: 'personas', url: `${gateway}/personas`, width: 1440, height: 1000 },
  { name: 'costs', url: `${gateway}/costs`, width: 1440, height: 1000 },
  { name: 'gallery', url: run.gallery, width: 1440, height: 1000 },
  { name: 'dashboard-phone', url: `${gateway}/`, width: 390, height: 844 },
  { name: 'gallery-phone', url: run.gallery, width: 390, height: 844 },
] as const;

const browser = await openBrowser();
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    const signIn = await context.newPage();
    await signIn.goto(run.dashboard);
    await signIn.waitForSelector('nav');
    await signIn.close();
    for (const { name, url, width, height } of PAGES) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height });
      await page.goto(url);
      // Live pages never go idle: pictures that are in view are what has to be there.
      await page.waitForFunction(
        '[...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight).every((image) => image.complete)',
      );
      await page.waitForTimeout(1_500);
      const path = join(folder, `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`);
      await page.screenshot({ path });
      process.stdout.write(`${path}\n`);
      await page.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
}
