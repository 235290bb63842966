/** A folder of captures against everybody enrolled, by mouse and by keyboard. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type TestApp } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { makeCaptures } from './support/captures.ts';

const ENROLLED = 3;
test.use({ enrolled: { faces: ENROLLED, prints: 0 } });

async function open(app: TestApp, hash: `#/${string}` = '#/audit'): Promise<Page> {
  await app.page.goto(app.route(hash));
  await expect(app.page.locator('h1')).toBeVisible();
  return app.page;
}

/** From the empty list to the running audit. */
async function start(app: TestApp): Promise<{ page: Page; files: number; wrong: string }> {
  const { folder, files, wrong } = await makeCaptures(app.folder, ENROLLED);
  const page = await open(app);
  await expect(page.getByText('No folder has been audited yet')).toBeVisible();
  await page.getByRole('link', { name: 'New audit' }).first().click();
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(page.getByRole('cell', { name: wrong })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: `Audit ${files} files` }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Door captures' })).toBeVisible();
  return { page, files, wrong };
}

test('an audit runs, is filtered, looked into and reported', async ({ app }) => {
  const { page, files, wrong } = await start(app);
  await expect(page.getByText(`Finished, ${files} files`)).toBeVisible();
  await expect(page.getByRole('button', { name: /Right person\s*6/ })).toBeVisible();
  await expectAccessible(page);

  const somebodyElse = page.getByRole('button', { name: /Somebody else\s*1/ });
  await somebodyElse.click();
  await expect(somebodyElse).toHaveAttribute('aria-pressed', 'true');
  const table = page.getByRole('grid', { name: 'Files of the audit' });
  await expect(table.getByRole('row').filter({ hasText: wrong })).toBeVisible();
  await expect(table.getByRole('row')).toHaveCount(2); // With its head.

  await table.focus();
  await page.keyboard.press('Enter');
  const view = page.getByRole('region', { name: wrong });
  await expect(view.getByRole('img', { name: wrong })).toBeVisible();
  await expect(view.getByText('3 references')).toBeVisible();
  await expectAccessible(page);

  const report = path.join(app.folder, 'report.html');
  await app.dialogs.next(report);
  await page.getByRole('button', { name: 'Save the report' }).click();
  await page.getByRole('button', { name: 'Save as HTML' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const html = readFileSync(report, 'utf8');
  expect(html).toContain(wrong);
  expect(html).not.toContain('<script');
});

test('a rule that reads nothing says so, and a bad pattern says why', async ({ app }) => {
  const { folder } = await makeCaptures(app.folder, ENROLLED);
  const page = await open(app, '#/audit/new');
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await page.getByRole('combobox', { name: 'Who is who' }).selectOption('pattern');
  await page.getByLabel('Pattern').fill('{person');
  await expect(page.getByRole('alert')).toContainText('Expected');
  await page.getByLabel('Pattern').fill('nobody-{person}');
  await expect(page.getByText('nothing is said').first()).toBeVisible();
});

test('an audit that was paused goes on to its end after a restart', async ({ app }) => {
  const { folder, files } = await makeCaptures(app.folder, ENROLLED);
  const page = await open(app, '#/audit/new');
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await page.getByRole('button', { name: `Audit ${files} files` }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Door captures' })).toBeVisible();
  // Whatever it has done by now: the window goes, and with it the work.
  await app.restart();
  const again = await open(app);
  await again.getByRole('row').filter({ hasText: 'Door captures' }).click();
  const goOn = again.getByRole('button', { name: 'Go on' });
  const finished = again.getByText(`Finished, ${files} files`);
  await expect(goOn.or(finished)).toBeVisible();
  if (await goOn.isVisible()) await goOn.click();
  await expect(finished).toBeVisible();
});

test('a removed audit is gone', async ({ app }) => {
  const { page, files } = await start(app);
  await expect(page.getByText(`Finished, ${files} files`)).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No folder has been audited yet')).toBeVisible();
});
