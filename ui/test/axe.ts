import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Found = { id: string; nodes: { html: string; failureSummary?: string }[] };
type Pass = { runOnly?: string[] };

/** What axe finds against WCAG 2.2 AA and its best practices. Page scripts are forbidden by the policy; this one is evaluated. */
async function axe(page: Page, pass: Pass = {}): Promise<string[]> {
  const found = await page.evaluate(async (options) => {
    const { axe } = window as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: Found[] }> };
    };
    return (await axe.run(document, { resultTypes: ['violations'], ...options })).violations;
  }, pass);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`),
  );
}

/** Everything in light colours, then what colours alone can break in dark ones: the rest of the page is the same. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const light = await axe(page);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark';
    // Colours on their way are nobody's colours.
    for (const transition of document.getAnimations()) if (transition instanceof CSSTransition) transition.finish();
  });
  const dark = await axe(page, { runOnly: ['color-contrast'] });
  await page.evaluate(() => (document.documentElement.dataset.theme = 'light'));
  return [...light, ...dark.map((found) => `dark ${found}`)];
}
