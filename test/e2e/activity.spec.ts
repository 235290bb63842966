/** The log: what was done, filtered, opened, exported. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { faceOf, PEOPLE } from './support/people.ts';

const [ANA, BO] = PEOPLE;
test.use({ enrolled: { faces: 2, prints: 0 } });

test('decisions are listed, filtered, opened and exported', async ({ app }) => {
  const { page } = app;
  const capture = { modality: 'face' } as const;
  const probe = Uint8Array.from(await faceOf(ANA, 4));
  for (const { externalId } of [ANA, BO]) {
    const answer = await app.invoke('verification.verify', { externalId, probe, capture });
    expect(answer.ok, JSON.stringify(answer)).toBe(true);
  }

  await page.goto(app.route('#/activity'));
  const table = page.getByRole('grid', { name: 'Activity' });
  await expect(table.getByRole('row').filter({ hasText: 'Verification' })).toHaveCount(2);
  await expect(table.getByRole('row').filter({ hasText: 'Enrolment' })).toHaveCount(2);
  await expectAccessible(page);

  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('non-match');
  await expect(table.getByRole('row').filter({ hasText: 'Verification' })).toHaveCount(1);
  await expect(table).toContainText(BO.displayName);

  const file = path.join(app.folder, 'activity.csv');
  await app.dialogs.next(file);
  await page.getByRole('button', { name: 'All fields as CSV' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('non-match');

  await table.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'One decision' })).toBeVisible();
  await expect(page.getByText(BO.displayName).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Compute it again' }).click();
  await expect(page.getByText('the same, to the last bit')).toBeVisible();
});

test('an address of nothing says so', async ({ app }) => {
  await app.page.goto(app.route('#/activity/no-such-attempt'));
  await expect(app.page.getByText('There is no such entry')).toBeVisible();
});

test('an address that names a person shows whom, and can be cleared', async ({ app }) => {
  const { page } = app;
  await page.goto(app.route(`#/activity?externalId=${BO.externalId}`));
  const table = page.getByRole('grid', { name: 'Activity' });
  await expect(table.getByRole('row')).toHaveCount(2); // With its head.
  const filters = page.getByRole('search', { name: 'Filters' });
  await expect(filters.getByText(BO.displayName)).toBeVisible();
  await filters.getByRole('button', { name: 'Another person' }).click();
  await expect(table.getByRole('row')).toHaveCount(3);
  // Where somebody was erased meanwhile, as on the way back from there.
  await page.goto(app.route('#/activity'));
  await app.invoke('people.remove', { externalId: BO.externalId });
  await page.goto(app.route(`#/activity?externalId=${BO.externalId}`));
  await page.reload();
  await expect(page.getByText('Nothing was done that fits the filters')).toBeVisible();
});

test('days that nobody can mean are no filter, and break nothing', async ({ app }) => {
  const { page } = app;
  await page.goto(app.route('#/activity?from=275760-09-13&until=275760-09-13'));
  const table = page.getByRole('grid', { name: 'Activity' });
  await expect(table.getByRole('row')).toHaveCount(3);
});

test('an empty log teaches, and filters that fit nothing can be cleared', async ({ app }) => {
  const { page } = app;
  await page.goto(app.route('#/activity?kind=identification'));
  await expect(page.getByText('Nothing was done that fits the filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).first().click();
  await expect(page.getByRole('grid', { name: 'Activity' })).toBeVisible();
});
