/** axe-core on the page as it stands. */
import axe from 'axe-core';
import { expect, type Page } from '@playwright/test';

/** WCAG 2.2 A and AA, and the best practices that axe knows. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with every violation and where it is. */
export async function expectAccessible(page: Page): Promise<void> {
  // By the debugger's own evaluation: the page's policy lets no script in.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (tags) => {
    const { axe: loaded } = globalThis as typeof globalThis & { readonly axe: typeof axe };
    const results = await loaded.run(document, { runOnly: tags });
    return results.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
  }, TAGS);
  expect(violations).toEqual([]);
}
