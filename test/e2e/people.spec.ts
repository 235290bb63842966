/** People: a list of everybody, everything that is held on one, and the end of it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { openStore } from '../../app/store/index.ts';
import { expect, test, type TestApp } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { faceOf, PEOPLE, printOf } from './support/people.ts';

const [ANA, BO, CHIDI] = PEOPLE;
const CONSENT = { purpose: 'Entrance', operator: 'Mira', form: 'On paper' } as const;

async function open(app: TestApp, hash: `#/${string}` = '#/people'): Promise<Page> {
  const { page } = app;
  await page.goto(app.route(hash));
  await page.reload();
  await expect(page.locator('h1')).toBeVisible();
  return page;
}

const rows = (page: Page) =>
  page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: cells(page) });
const cells = (page: Page) => page.getByRole('gridcell');
const namesIn = async (page: Page) =>
  (await rows(page).all()).length === 0
    ? []
    : rows(page).locator('[role="gridcell"]:first-child').allTextContents();

/** The answer to the next dialog for a new file, and the file that is written there. */
async function savedBy(app: TestApp, name: string, press: () => Promise<void>): Promise<string> {
  const file = path.join(app.folder, name);
  await app.dialogs.next(file);
  await press();
  await expect.poll(() => readIfThere(file)).not.toBe('');
  return readIfThere(file);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

test.describe('with people enrolled', () => {
  test.use({ enrolled: { faces: 3, prints: 1 } });

  test('the list is searched, sorted, narrowed to who is due, and saved as it is shown', async ({
    app,
  }) => {
    await app.invoke('people.recordConsent', {
      externalId: BO.externalId,
      consent: { ...CONSENT, retainUntil: '2020-01-01' },
    });
    const page = await open(app);
    await expect(rows(page)).toHaveCount(3);
    expect((await namesIn(page)).map((name) => name.trim())).toEqual(
      [ANA, BO, CHIDI].map(({ displayName }) => displayName),
    );
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Name' }).click();
    await expect(rows(page).first()).toContainText(CHIDI.displayName);

    await page.getByRole('searchbox', { name: 'Search' }).fill('petrovic');
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page).first()).toContainText(ANA.displayName);
    await expect(page).toHaveURL(/search=petrovic/);
    const csv = await savedBy(app, 'shown.csv', () =>
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    );
    expect(csv).toContain(`${ANA.displayName},${ANA.externalId},3,3,`);
    expect(csv).not.toContain(BO.displayName);

    await page.getByRole('searchbox', { name: 'Search' }).fill('nobody at all');
    await expect(page.getByText('Nobody is called “nobody at all”.')).toBeVisible();
    await page.getByRole('button', { name: 'Show everybody' }).click();
    await expect(rows(page)).toHaveCount(3);

    await page.getByRole('button', { name: 'Due for erasure' }).click();
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page).first()).toContainText(BO.displayName);
    await expect(rows(page).first()).toContainText('Due since 1 Jan 2020');
  });

  test('a person is opened by keyboard, and going back finds the list as it was', async ({
    app,
  }) => {
    const page = await open(app, '#/people?search=a-100');
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: BO.displayName })).toBeFocused();
    await page.goBack();
    await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('a-100');
  });

  test('all that is held on a person is shown, changed, renewed and handed over', async ({
    app,
  }) => {
    const { externalId, displayName } = ANA;
    const verified = await app.invoke('verification.verify', {
      externalId,
      probe: new Uint8Array(await faceOf(ANA, 4)),
      capture: { modality: 'face' },
    });
    expect(verified).toMatchObject({ ok: true, value: { outcome: 'match' } });
    const page = await open(app, `#/people/${externalId}`);
    await expect(page.getByRole('heading', { name: 'Right index finger' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Remove the reference of Face/ })).toHaveCount(
      3,
    );
    await expect(page.getByText('None on record')).toBeVisible();
    await expect(page.locator('section').filter({ hasText: 'History' })).toContainText(
      /Verification · Face\s*Distance 0\.\d\d, limit \d\.\d\d/,
    );
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Record consent' }).click();
    await page.getByRole('textbox', { name: 'Purpose' }).fill('Entrance of the laboratory');
    await page.getByLabel('Keep until').fill('2099-12-31');
    await expectAccessible(page);
    await page.getByRole('textbox', { name: 'Purpose' }).press('Enter');
    await expect(page.getByText('Until 31 Dec 2099', { exact: true })).toBeVisible();

    await page.getByRole('button', { name: 'Edit' }).first().click();
    await page.getByRole('textbox', { name: 'Number' }).fill(BO.externalId);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(/one that is taken/)).toBeVisible();
    await page.getByRole('textbox', { name: 'Number' }).fill('B/2 ?');
    await page.getByRole('textbox', { name: 'Notes' }).fill('Wears glasses.');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('B/2 ? · enrolled')).toBeVisible();
    await expect(page.getByText('Wears glasses.')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1, name: displayName })).toBeVisible();

    const text = await savedBy(app, 'held.json', () =>
      page.getByRole('button', { name: 'Export all that is held' }).click(),
    );
    const held = JSON.parse(text) as Record<string, unknown[]>;
    expect(held.references).toHaveLength(6);
    expect(held.consents).toMatchObject([{ purpose: 'Entrance of the laboratory' }]);
    expect(held.attempts.length).toBeGreaterThanOrEqual(3);

    await page
      .getByRole('button', { name: /^Remove the reference of Right index finger/ })
      .first()
      .click();
    await expect(page.getByRole('dialog')).toContainText(`${displayName} keeps 5 references.`);
    await page.getByRole('button', { name: 'Remove 1 reference' }).click();
    await expect(page.getByText('5 references', { exact: true })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'References' })).toBeFocused();

    await page.getByRole('link', { name: /Verification · Face/ }).click();
    await expect(page).toHaveURL(/#\/activity\//);
  });

  test('an erasure says what will be gone, wants the name, and leaves a receipt', async ({
    app,
  }) => {
    const { externalId, displayName } = ANA;
    const page = await open(app, `#/people/${externalId}`);
    await page.getByRole('button', { name: 'Erase person' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('6 references with the biometric data');
    await expect(dialog).toContainText('Lines of the activity');
    await expectAccessible(page);
    const erase = dialog.getByRole('button', { name: `Erase ${displayName}` });
    await expect(erase).toBeDisabled();
    await page.keyboard.type('Ana');
    await expect(erase).toBeDisabled();
    await page.keyboard.type(' petrović');
    await expect(erase).toBeEnabled();
    await page.keyboard.press('Enter');

    await expect(
      page.getByRole('heading', { level: 1, name: `${displayName} was erased` }),
    ).toBeFocused();
    await expectAccessible(page);
    const receipt = await savedBy(app, 'receipt.txt', () =>
      page.getByRole('button', { name: 'Save receipt' }).click(),
    );
    expect(receipt).toMatch(/References erased\s+6/);
    await page.getByRole('link', { name: 'Done' }).click();
    await expect(rows(page)).toHaveCount(2);
    const bytes = readFileSync(app.settings.storePath);
    expect(bytes.includes(displayName)).toBe(false);

    await page.goto(app.route(`#/people/${externalId}`));
    await expect(page.getByText('This person is not enrolled')).toBeVisible();
  });

  test('captures are seen where they are kept, and go with their reference', async ({ app }) => {
    const shown = await app.invoke('settings.show', {});
    if (!shown.ok) throw new Error(shown.failure.message);
    const { settings } = shown.value;
    const retention = { ...settings.retention, keepImages: true };
    await app.invoke('settings.save', { settings: { ...settings, retention } });
    const page = await open(app, `#/people/${CHIDI.externalId}`);
    await expect(page.getByText('3 references')).toBeVisible();
    await expect(page.getByRole('img', { name: 'Right thumb' })).toHaveCount(0);
    await app.invoke('enrolment.enrol', {
      externalId: CHIDI.externalId,
      images: [printOf(CHIDI, { finger: 1 })].map((bytes) => new Uint8Array(bytes)),
      capture: { modality: 'fingerprint', finger: 1 },
    });
    // The page learns of it by itself.
    await expect(page.getByText('4 references')).toBeVisible();
    await expect(page.getByRole('img', { name: 'Right thumb' })).toHaveCount(1);
    await page.getByRole('button', { name: /^Remove the reference of Right thumb/ }).click();
    await page.getByRole('button', { name: 'Remove 1 reference' }).click();
    await expect(page.getByRole('img', { name: 'Right thumb' })).toHaveCount(0);
  });
});

test('an empty store offers somebody to enrol, and people who never were', async ({ app }) => {
  test.slow();
  const page = await open(app);
  await expect(page.getByRole('heading', { name: 'Nobody is enrolled yet' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try with synthetic people' }).click();
  await expect(rows(page).first()).toContainText('Ada Whorl', { timeout: 120_000 });
  await expect(rows(page).first()).toContainText('Synthetic');
});

test('a hundred thousand people are scrolled, sorted and searched without waiting', async ({
  app,
}) => {
  test.slow();
  const COUNT = 100_000;
  const store = openStore(app.settings.storePath);
  store.transaction(() => {
    for (let i = 1; i <= COUNT; i++) {
      const number = String(i).padStart(6, '0');
      store.people.create({ externalId: `P-${number}`, displayName: `Person ${number}` });
    }
  });
  store.close();
  const page = await open(app);
  await expect(page.getByText('100,000 rows')).toBeVisible();
  // Only what is in view is there at all.
  expect(await rows(page).count()).toBeLessThan(60);
  await page.getByRole('grid').focus();
  await page.keyboard.press('End');
  await expect(rows(page).last()).toContainText('Person 100000');
  await page.keyboard.press('Home');
  await expect(rows(page).first()).toContainText('Person 000001');
  await page.getByRole('button', { name: 'Number' }).click();
  await page.getByRole('button', { name: 'Number' }).click();
  await expect(rows(page).first()).toContainText('P-100000');

  const began = Date.now();
  await page.getByRole('searchbox', { name: 'Search' }).fill('person 04242');
  await expect(rows(page)).toHaveCount(10);
  // Typing, the pause after it, the search and the picture; on an idle machine 0.2 s.
  expect(Date.now() - began).toBeLessThan(5_000);
});
