import { chromiumBinary } from '@fleet/provision/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Chromium as the tests and the screenshots use it: no sandbox (CI runs as root), no talk of its own. */
export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await chromiumBinary(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
