import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumBinary } from '@fleet/provision/chromium';
import { chromium } from 'playwright-core';
import { startMock } from '../test/mock-gateway.ts';

/**
 * `node ui/scripts/screenshots.ts FOLDER [--only NAME,NAME] [--state loaded|empty|failed]`: pictures of every page of
 * the built dashboard over made-up data, 1440 and 390 px wide, light and dark. For looking at.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, state: { type: 'string', default: 'loaded' } },
});
const settleMs = 8_000;
const folder = resolve(positionals[0] ?? 'screenshots');
mkdirSync(folder, { recursive: true });
const state = (['loaded', 'empty', 'failed'] as const).find((one) => one === values.state) ?? 'loaded';

const mock = await startMock({ state, everyMs: 3_000 });
const agent = mock.api.agents.find((one) => one.status === 'running')?.id ?? 'none';
const post = mock.api.activities.find((one) => one.kind === 'post')?.id ?? '';
const pages = Object.entries({
  overview: '/',
  live: '/live',
  grid: '/live?view=grid',
  event: `/live?event=${post}`,
  agents: '/agents',
  agent: `/agents/${agent}`,
  memory: `/agents/${agent}?tab=memory`,
  personas: '/personas',
  persona: '/personas/ai_artist',
  preview: '/personas/ai_artist?tab=preview',
  versions: '/personas/ai_artist?tab=versions',
  timing: '/timing',
  costs: '/costs',
  caps: '/costs?caps=1',
  effect: '/effect',
  health: '/system',
  audit: '/audit',
  settings: '/settings',
}).filter(([name]) => !values.only || values.only.split(',').includes(name));
const looks = [
  ['light', ''],
  ['dark', '-dark'],
] as const;
const screens = [
  [1440, 1000, ''],
  [390, 844, '-phone'],
] as const;

const browser = await chromium.launch({
  executablePath: await chromiumBinary(),
  args: ['--no-sandbox'],
});
try {
  for (const [colorScheme, dark] of looks)
    for (const [width, height, device] of screens) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const [name, path] of pages) {
        await page.goto(mock.url + path);
        await page.locator('h1').first().waitFor();
        await page
          .waitForFunction(
            () =>
              !document.querySelector('.skeleton') &&
              [...document.images].every((image) => image.complete || image.getBoundingClientRect().top >= innerHeight),
            undefined,
            { timeout: settleMs },
          )
          .catch(() => {});
        const picture = join(folder, `${name}${device}${dark}.png`);
        await page.screenshot({ path: picture });
        process.stdout.write(`${picture}\n`);
      }
      await context.close();
    }
} finally {
  await browser.close();
  await mock.close();
}
