/** A folder of captures against everybody enrolled, by mouse and by keyboard. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type TestApp } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { makeCaptures } from './support/captures.ts';
import { faceOf, PEOPLE } from './support/people.ts';

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
  // By keys alone: back to the table, in again, and back once more.
  await view.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(table).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(view).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(view).toHaveCount(0);
  await expect(table).toBeFocused();

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

test('files whose names can’t be told apart are listed all the same', async ({ app }) => {
  test.skip(process.platform !== 'linux', 'names are text elsewhere');
  const folder = path.join(app.folder, 'Old disk');
  mkdirSync(folder);
  for (const byte of [0xfe, 0xff]) {
    const name = Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(byte), Buffer.from('.jpg')]);
    writeFileSync(name, 'no image');
  }
  for (const [hash, first] of [
    ['#/audit/new', 'Audit 2 files'],
    ['#/accuracy/measure', 'Measure'],
  ] as const) {
    const page = await open(app, hash);
    await app.dialogs.next(folder);
    await page.getByRole('button', { name: 'Choose a folder' }).click();
    await expect(page.getByRole('button', { name: first, exact: true })).toBeEnabled();
    await expect(page.getByText('\uFFFD.jpg')).toHaveCount(2);
  }
});

test('what is missing is said, and nothing begins with what was read before', async ({ app }) => {
  const { folder, files } = await makeCaptures(app.folder, ENROLLED);
  const page = await open(app, '#/audit/new');
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  const begin = page.getByRole('button', { name: /^(Audit .* files|Start)$/ });
  await expect(begin).toHaveText(`Audit ${files} files`);
  await expect(begin).toBeEnabled();
  const rule = page.getByRole('combobox', { name: 'Who is who' });
  await rule.selectOption('manifest');
  await expect(page.getByText('Choose the CSV list to see')).toBeVisible();
  await expect(begin).toBeDisabled();
  const give = (text: string) =>
    page.getByLabel('CSV list', { exact: true }).setInputFiles({
      name: 'list.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text, 'latin1'),
    });
  await give('file,who\nA-1001/morning.jpg,A-1001\n');
  await expect(page.getByText('Expected the columns path and person')).toBeVisible();
  await give('path,person\nA-1001/morning.jpg,Ren\u00E9\n');
  await expect(page.getByText('This list is not UTF-8 text')).toBeVisible();
  await expect(begin).toBeDisabled();
  await give('path,person\nA-1001/morning.jpg,A-1001\n');
  await expect(begin).toBeEnabled();
  await rule.selectOption('none');
  await expect(begin).toBeEnabled();
  await page.getByRole('radio', { name: 'Fingerprint' }).check();
  await page.getByLabel('Resolution').fill('50');
  await expect(page.getByText('A number from 150 to 2000')).toBeVisible();
  await expect(begin).toBeDisabled();
  await page.getByLabel('Resolution').fill('500');
  await expect(begin).toBeEnabled();
});

test('lists are harmless to a spreadsheet, and what can’t be saved says what to do', async ({
  app,
}) => {
  test.skip(process.platform === 'win32', 'no such names there');
  const folder = path.join(app.folder, `${'=1+1 \\ "captures" '.repeat(9)}\n`);
  mkdirSync(path.join(folder, '@SUM(1)'), { recursive: true });
  writeFileSync(path.join(folder, '@SUM(1)', '=1+1.jpg'), 'no image');
  const page = await open(app, '#/audit/new');
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await page.getByRole('button', { name: 'Audit 1 file' }).click();
  await expect(page.getByText('Finished, 1 file')).toBeVisible();
  // In words, not in the codes of the reports for other programs.
  await expect(page.getByRole('row').last()).toContainText('The format is not supported');

  const table = path.join(app.folder, 'table.csv');
  await app.dialogs.next(table);
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  await expect.poll(() => existsSync(table)).toBe(true);
  expect(readFileSync(table, 'utf8')).toContain("'@SUM(1)/=1+1.jpg");

  await page.getByRole('button', { name: 'Save the report' }).click();
  const dialog = page.getByRole('dialog');
  const csv = dialog.getByRole('button', { name: 'Save as CSV', exact: true });
  const report = path.join(app.folder, 'report.csv');
  await app.dialogs.next(report);
  await csv.click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(readFileSync(report, 'utf8')).toMatch(/^'@SUM\(1\)\/=1\+1\.jpg,'@SUM\(1\),/m);

  await app.dialogs.next(path.join(app.folder, 'no such folder', 'report.csv'));
  await csv.click();
  const told = page.getByText('Expected a place that can be written to but received ENOENT');
  await expect(told).toContainText('save it elsewhere');
  await expect(csv).toBeEnabled();
});

test('a file that is gone since is told beside its result', async ({ app }) => {
  const { folder, files } = await makeCaptures(app.folder, ENROLLED);
  const { page } = await start(app);
  await expect(page.getByText(`Finished, ${files} files`)).toBeVisible();
  renameSync(folder, `${folder} away`);
  await page.getByRole('grid', { name: 'Files of the audit' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Expected the audited file in its folder')).toBeVisible();
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

test('whoever moves in the table by keys is not thrown back by new results', async ({ app }) => {
  const folder = path.join(app.folder, 'Many');
  mkdirSync(folder);
  const image = await faceOf(PEOPLE[0], 3);
  const MANY = 400;
  for (let at = 0; at < MANY; at++) writeFileSync(path.join(folder, `${at}.jpg`), image);
  const page = await open(app, '#/audit/new');
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await page.getByRole('button', { name: `Audit ${MANY} files` }).click();
  const table = page.getByRole('grid', { name: 'Files of the audit' });
  await expect(table.getByRole('row').nth(9)).toBeVisible();
  await table.focus();
  for (let row = 0; row < 3; row++) await page.keyboard.press('ArrowDown');
  const active = await table.getAttribute('aria-activedescendant');
  await expect(page.getByRole('button', { name: /^Show \d+ new$/ })).toBeVisible();
  await expect(table).toHaveAttribute('aria-activedescendant', active ?? '');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/^.*Paused, /)).toBeVisible();
});

test('a removed audit is gone', async ({ app }) => {
  const { page, files } = await start(app);
  await expect(page.getByText(`Finished, ${files} files`)).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No folder has been audited yet')).toBeVisible();
});
