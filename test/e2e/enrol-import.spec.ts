/** An import by a list and by a pattern: what would be enrolled is seen first, and what is wrong. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type TestApp } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { faceOf, PEOPLE, printOf } from './support/people.ts';

/** Until the models are loaded and have looked at some pictures, on a busy machine. */
const ENGINE = { timeout: 60_000 };

const [ANA, BO, CHIDI, DALIA] = PEOPLE;

type Files = Readonly<Record<string, Uint8Array>>;

/** A folder of these files, chosen in the form of the import. */
async function choose(app: TestApp, files: Files): Promise<Page> {
  const folder = path.join(app.folder, 'Badges');
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  const { page } = app;
  await page.goto(app.route('#/enrol?from=folder'));
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(page.getByText('Badges', { exact: true })).toBeVisible();
  return page;
}

async function readBy(page: Page, rule: RegExp): Promise<void> {
  const options = page.getByRole('combobox', { name: 'Who is who' });
  const label = await options.locator('option').filter({ hasText: rule }).textContent();
  await options.selectOption({ label: label ?? '' });
}

async function chooseList(page: Page, text: string | Uint8Array): Promise<void> {
  await page
    .getByLabel('CSV list', { exact: true })
    .setInputFiles({ name: 'badges.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
}

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const start = (page: Page) => page.getByRole('button', { name: /^Enrol/ });

async function peopleIn(app: TestApp): Promise<readonly string[]> {
  const list = await app.invoke('people.list', { sort: 'externalId' });
  if (!list.ok) throw new Error(list.failure.message);
  return list.value.people.map(({ externalId, displayName }) => `${externalId} ${displayName}`);
}

test('a list names people and their files, and the preview shows all of it first', async ({
  app,
}) => {
  const page = await choose(app, {
    'pictures/1.jpg': await faceOf(ANA, 0),
    'pictures/2.jpg': await faceOf(ANA, 1),
    'pictures/3.jpg': await faceOf(DALIA, 0),
    'pictures/not-listed.jpg': await faceOf(BO, 0),
  });
  await readBy(page, /CSV list/);
  await expect(page.getByText('Choose the list to see whom it would enrol')).toBeVisible();
  await expect(start(page)).toBeDisabled();
  await chooseList(
    page,
    '\uFEFFperson,path,name,department\r\n' +
      `${ANA.externalId},pictures/1.jpg,${ANA.displayName},Laboratory\r\n` +
      `${DALIA.externalId},pictures/3.jpg,"Haddad, Dalia",\r\n` +
      `${ANA.externalId},pictures/2.jpg,,\r\n`,
  );
  await expect(page.getByText('badges.csv')).toBeVisible();
  await expect(page.getByText('2 people with 3 images')).toBeVisible();
  await expect(row(page, ANA.externalId)).toContainText(`${ANA.displayName}2No: new`);
  await expect(row(page, DALIA.externalId)).toContainText('Haddad, Dalia1No: new');
  await expect(page.getByText('1 person has only one image')).toBeVisible();
  await expectAccessible(page);
  expect(await peopleIn(app)).toEqual([]);

  await page.getByRole('textbox', { name: 'Purpose' }).fill('Badges of 2026');
  await start(page).click();
  await expect(page.getByText('2 of 2 people enrolled')).toBeVisible(ENGINE);
  expect(await peopleIn(app)).toEqual([
    `${ANA.externalId} ${ANA.displayName}`,
    `${DALIA.externalId} Haddad, Dalia`,
  ]);
});

test('a list with wrong lines is told line by line, and can be corrected', async ({ app }) => {
  const page = await choose(app, {
    'ana.jpg': await faceOf(ANA, 0),
    'bo.jpg': await faceOf(BO, 0),
    'broken.jpg': new TextEncoder().encode('not an image'),
  });
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Door');
  await readBy(page, /CSV list/);
  const wrong = [`${ANA.externalId},ana.jpg`, `${BO.externalId},`, ',bo.jpg', 'X-9,broken.jpg'];
  await chooseList(page, ['person,path', ...wrong].join('\n'));
  const told = page.getByRole('alert').filter({ hasText: 'rows 2, 3 below the heading' });
  await expect(told).toContainText('Nothing was stored. Correct the list, then choose it again.');
  await expect(start(page)).toBeDisabled();
  await expectAccessible(page);

  // Saved as a spreadsheet does it when nobody says otherwise: no accent would survive.
  await chooseList(page, Buffer.from(`person,path,name\nA-1,ana.jpg,Zoë\n`, 'latin1'));
  await expect(page.getByText('Save it as “CSV UTF-8”')).toBeVisible();
  await expect(start(page)).toBeDisabled();

  await chooseList(page, 'person,path\nA-1,../ana.jpg\n');
  await expect(page.getByText('one that leads outside')).toBeVisible();

  // Right in form; one file is not there, and one is no image.
  const right = [`${ANA.externalId},ana.jpg`, `${BO.externalId},b0.jpg`, 'X-9,broken.jpg'];
  await chooseList(page, ['person,path', ...right].join('\n'));
  await expect(page.getByText('3 people with 3 images')).toBeVisible();
  await page.getByText('1 file of the list is not in this folder').click();
  await expect(page.getByRole('listitem').filter({ hasText: 'b0.jpg' })).toBeVisible();
  await expectAccessible(page);
  await start(page).click();
  await expect(page.getByText('1 of 3 people enrolled')).toBeVisible(ENGINE);
  await expect(row(page, BO.externalId)).toContainText('the file is no longer there');
  await expect(row(page, 'X-9')).toContainText('the format is not supported');
  expect(await peopleIn(app)).toEqual([`${ANA.externalId} ${ANA.externalId}`]);

  // The same list again, once the files are there: what is on record is left as it is.
  await page.getByRole('button', { name: 'Import another folder' }).click();
  const again = await choose(app, {
    'bo.jpg': await faceOf(BO, 0),
    'broken.jpg': await faceOf(CHIDI, 0),
  });
  await readBy(again, /CSV list/);
  await chooseList(
    again,
    ['person,path', right[0], `${BO.externalId},bo.jpg`, right[2]].join('\n'),
  );
  await expect(row(again, ANA.externalId)).toContainText('Yes: samples are added');
  await start(again).click();
  await expect(again.getByText('3 of 3 people enrolled')).toBeVisible(ENGINE);
  await expect(row(again, ANA.externalId)).toContainText('On record already');
});

test('a pattern reads people and fingers out of the files’ names, as it is typed', async ({
  app,
}) => {
  test.slow(); // Fingers grow once, and are kept.
  const page = await choose(app, {
    'A-1001_right-index_1.bmp': printOf(ANA, { impression: 1 }),
    'A-1001_right-index_2.bmp': printOf(ANA, { impression: 2 }),
    'A-1001_1_1.bmp': printOf(ANA, { finger: 1 }),
    'readme.txt': new TextEncoder().encode('nobody'),
  });
  await page.getByRole('radio', { name: 'Fingerprint' }).check();
  await readBy(page, /by a pattern/);
  const pattern = page.getByRole('textbox', { name: 'Pattern' });
  await pattern.fill('{n}');
  await expect(page.getByRole('alert')).toContainText('Nothing was stored. Change the pattern.');
  await expect(start(page)).toBeDisabled();
  await pattern.fill('');
  await expect(page.getByText('Write the pattern to see whom it would enrol')).toBeVisible();
  await expect(start(page)).toBeDisabled();
  await pattern.fill('{person}_{finger}_{n}');
  await expect(page.getByText('1 person with 3 images')).toBeVisible();
  await expect(row(page, 'A-1001')).toContainText('Right thumb and Right index finger');
  await page.getByText('1 file says nothing of a person').click();
  await expect(page.getByText('readme.txt')).toBeVisible();
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Door');
  await expectAccessible(page);
  await start(page).click();
  await expect(page.getByText('1 of 1 person enrolled')).toBeVisible(ENGINE);
  const shown = await app.invoke('people.show', { externalId: 'A-1001' });
  if (!shown.ok) throw new Error(shown.failure.message);
  const fingers = shown.value.templates.map((one) => 'finger' in one && one.finger);
  expect(fingers.sort()).toEqual([1, 2, 2]);
});
