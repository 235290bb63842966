/** axe-core in the page: what it finds against accessibility, in words that lead to the place. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect } from '@playwright/test';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(context: Document, options: unknown): Promise<AxeResults>;
}

/** Every rule that is on by default, WCAG 2.2 AA with best practice. Empty where all is well. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: Axe }).axe.run(document, { resultTypes: ['violations'] }),
  );
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html, failureSummary }) =>
      [`${id}: ${help}`, `  at ${target.join(' ')}`, `  ${html}`, failureSummary ?? ''].join('\n'),
    ),
  );
}

/** Fails with everything that {@link findViolations} finds. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await findViolations(page), 'violations that axe finds').toEqual([]);
}
