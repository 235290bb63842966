/** Enrolment: consent first, samples by camera and by file, warnings that are told, folders. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type TestApp } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { faceOf, PEOPLE, printOf, type TestPerson } from './support/people.ts';

/** Until the models are loaded and have looked at some pictures, on a busy machine. */
const ENGINE = { timeout: 60_000 };

const [ANA, BO, CHIDI, DALIA] = PEOPLE;

async function open(app: TestApp, hash: `#/${string}` = '#/enrol'): Promise<Page> {
  const { page } = app;
  await page.goto(app.route(hash));
  await page.reload(); // The camera of the page begins anew with it.
  await expect(page.locator('h1')).toBeVisible();
  return page;
}

/** By keyboard alone: Enter goes from field to field, and on. */
async function sayWho(page: Page, { externalId, displayName }: TestPerson): Promise<void> {
  await expect(page.getByRole('textbox', { name: 'Number' })).toBeFocused();
  await page.keyboard.type(externalId);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type(displayName);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Purpose' })).toBeFocused();
  await page.keyboard.type('Entry to the laboratory');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Samples', exact: true })).toBeVisible();
}

async function addFiles(page: Page, images: readonly Uint8Array[]): Promise<void> {
  await page.getByRole('radio', { name: 'Files' }).check();
  await page.getByLabel('Choose files').setInputFiles(
    images.map((image, index) => {
      const name = `sample-${index + 1}`;
      return { name, mimeType: 'image/jpeg', buffer: Buffer.from(image) };
    }),
  );
}

function faces(person: TestPerson, variations: readonly number[]): Promise<Uint8Array[]> {
  return Promise.all(variations.map((variation) => faceOf(person, variation)));
}

async function details(app: TestApp, { externalId }: TestPerson) {
  const answer = await app.invoke('people.show', { externalId });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

test('somebody new is enrolled by the camera, with consent, and by keyboard', async ({ app }) => {
  const page = await open(app);
  await app.camera.show(await faceOf(ANA, 0));
  await expectAccessible(page);
  await sayWho(page, ANA);
  await expect(page.getByText('Look straight into the camera')).toBeVisible();
  // The picture takes itself; then there is time to turn.
  await expect(page.getByRole('heading', { name: 'Sample 1' })).toBeVisible(ENGINE);
  await app.camera.show(await faceOf(ANA, 1));
  await expect(page.getByText('Turn the head slightly to the left')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sample 2' })).toBeVisible(ENGINE);
  await app.camera.show(await faceOf(ANA, 2));
  await expect(page.getByText('3 samples agree with each other')).toBeVisible(ENGINE);
  await expect(page.getByText('That is enough')).toBeVisible();
  await expectAccessible(page);
  // Until it is saved, nothing is kept anywhere.
  expect(await app.invoke('people.list', {})).toMatchObject({ ok: true, value: { total: 0 } });
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing stands against it')).toBeVisible();
  await expect(page.getByRole('button', { name: `Enrol ${ANA.displayName}` })).toBeFocused();
  await expectAccessible(page);
  // One key went on to the review, and did not save as well.
  expect(await app.invoke('people.list', {})).toMatchObject({ ok: true, value: { total: 0 } });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `${ANA.displayName} is enrolled` })).toBeFocused();
  await expectAccessible(page);
  expect(await app.camera.streams()).toBe(0);

  const held = await details(app, ANA);
  expect(held.templates).toHaveLength(3);
  expect(held.consents).toMatchObject([{ purpose: 'Entry to the laboratory', form: 'On paper' }]);

  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Number' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Number' })).toHaveValue('');
});

test('nothing is captured before there is consent', async ({ app }) => {
  const page = await open(app);
  await page.getByRole('textbox', { name: 'Number' }).fill(ANA.externalId);
  await page.getByRole('button', { name: 'Take samples' }).click();
  await page.getByRole('textbox', { name: 'Purpose' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Consent' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Door');
  await page.getByLabel('Keep until').fill('2001-01-01');
  await page.getByRole('button', { name: 'Take samples' }).click();
  await expect(page.getByText('Choose a day that is still to come')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Samples', exact: true })).toBeHidden();
  expect(await app.camera.streams()).toBe(0);
});

test('prints of a finger are enrolled from files, then those of another finger', async ({
  app,
}) => {
  const page = await open(app);
  await sayWho(page, ANA);
  await page.getByRole('radio', { name: 'Fingerprint' }).check();
  await page.getByRole('combobox', { name: 'Which finger' }).selectOption('Right index finger');
  await addFiles(
    page,
    [1, 2, 3].map((impression) => printOf(ANA, { impression })),
  );
  await expect(page.getByText('3 samples agree with each other')).toBeVisible(ENGINE);
  await expect(page.getByRole('combobox', { name: 'Which finger' })).toBeDisabled();
  await page.getByRole('button', { name: /^Review/ }).click();
  await expect(page.getByText('3 references: right index finger')).toBeVisible();
  await page.getByRole('button', { name: `Enrol ${ANA.displayName}` }).click();
  await expect(page.getByText('3 references were added; 3 on record.')).toBeVisible();
  expect((await details(app, ANA)).templates.map((one) => 'finger' in one && one.finger)).toEqual([
    2, 2, 2,
  ]);
  await page.getByRole('button', { name: 'Another finger' }).click();
  await expect(page.getByRole('combobox', { name: 'Which finger' })).toBeEnabled();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    `Add samples of ${ANA.displayName}`,
  );
});

test('a sample that does not belong is shown with its distance, and can be taken again', async ({
  app,
}) => {
  const page = await open(app);
  await sayWho(page, ANA);
  await addFiles(page, [...(await faces(ANA, [0, 1])), await faceOf(CHIDI, 0)]);
  const wrong = page.getByRole('listitem').filter({ hasText: 'Sample 3' });
  await expect(wrong).toContainText(
    /Too far from sample [12]: distance 1\.\d\d, limit \d\.\d\d/,
    ENGINE,
  );
  await page.getByRole('button', { name: /^Review/ }).click();
  await expect(
    page.getByRole('heading', { name: 'The samples don’t agree with each other' }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: `Enrol ${ANA.displayName}` })).toBeDisabled();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Take again: Sample 3' }).click();
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'better.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from(await faceOf(ANA, 2)),
  });
  await expect(page.getByText('3 samples agree with each other')).toBeVisible(ENGINE);
});

test('a picture that can’t be used says why, and counts for nothing', async ({ app }) => {
  const page = await open(app);
  await sayWho(page, ANA);
  await addFiles(page, [await faceOf(ANA, 0), await faceOf(ANA, 0, { noFace: true })]);
  await expect(page.getByText('No face was found')).toBeVisible(ENGINE);
  await expect(page.getByLabel('1 of 3 samples can be used')).toBeVisible(ENGINE);
  await page.getByRole('button', { name: 'Take again: Sample 2' }).press('Enter');
  await expect(page.getByText('Taking again: Sample 2')).toBeVisible();
  // The buttons change: whoever works by keyboard goes on from the samples.
  await expect(page.getByRole('heading', { name: 'Samples', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Keep it' }).press('Enter');
  await page.getByRole('button', { name: 'Remove: Sample 2' }).press('Enter');
  await expect(page.getByText('No face was found')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Samples', exact: true })).toBeFocused();
});

test('two clicks where one was meant go to the review, and save nothing unseen', async ({
  app,
}) => {
  const page = await open(app);
  await sayWho(page, ANA);
  await addFiles(page, await faces(ANA, [0, 1, 2]));
  await expect(page.getByText('3 samples agree with each other')).toBeVisible(ENGINE);
  await page.getByRole('button', { name: /^Review/ }).dblclick();
  const save = page.getByRole('button', { name: `Enrol ${ANA.displayName}` });
  await expect(save).toBeVisible();
  expect(await app.invoke('people.list', {})).toMatchObject({ ok: true, value: { total: 0 } });
  await save.dblclick();
  await expect(page.getByRole('heading', { name: `${ANA.displayName} is enrolled` })).toBeVisible();
  expect((await details(app, ANA)).templates).toHaveLength(3);
});

test('more files than are taken at once are counted, and there is a way to make room', async ({
  app,
}) => {
  const page = await open(app);
  await sayWho(page, ANA);
  const text = new TextEncoder().encode('no image');
  await addFiles(page, [...Array.from({ length: 10 }, () => text), ...(await faces(ANA, [0, 1]))]);
  await expect(page.getByText('At most 10 samples at once: 2 files were left out.')).toBeVisible();
  await expect(page.getByText('remove one to make room for another')).toBeVisible();
  await expect(page.getByText('The format is not supported').first()).toBeVisible(ENGINE);
  await page.getByRole('button', { name: 'Remove: Sample 10' }).click();
  await addFiles(page, await faces(ANA, [0]));
  await expect(page.getByLabel('1 of 3 samples can be used')).toBeVisible(ENGINE);
});

test.describe('with people enrolled', () => {
  test.use({ enrolled: { faces: 3, prints: 0 } });

  test('a look-alike is told, and overridden with a reason only', async ({ app }) => {
    const page = await open(app);
    await sayWho(page, { ...BO, externalId: 'B-7', displayName: 'Bo’s twin' });
    await addFiles(page, await faces(BO, [3, 4, 5]));
    await expect(page.getByRole('button', { name: /^Review/ })).toBeEnabled(ENGINE);
    await page.getByRole('button', { name: /^Review/ }).click();
    await expect(
      page.getByRole('heading', { name: 'Somebody who is enrolled looks alike' }),
    ).toBeVisible();
    await expect(page.getByRole('main')).toContainText(
      /Bo Lindqvist \(A-1002\)\s*Sample \d: distance \d\.\d\d; look-alikes up to \d\.\d\d/,
    );
    const save = page.getByRole('button', { name: 'Enrol Bo’s twin' });
    await expect(save).toBeDisabled();
    await page.getByRole('switch', { name: 'Enrol all the same' }).check();
    await expect(save).toBeDisabled();
    await page.getByRole('textbox', { name: 'Why' }).fill('A twin, passport seen');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Bo’s twin is enrolled' })).toBeVisible();
    const attempts = await app.invoke('attempts.list', {});
    expect(JSON.stringify(attempts)).toContain('A twin, passport seen');
  });

  test('samples of somebody who is there under another number go to that number', async ({
    app,
  }) => {
    const page = await open(app);
    await sayWho(page, { ...BO, externalId: 'B-7' });
    await addFiles(page, await faces(BO, [3, 4]));
    await expect(page.getByRole('button', { name: /^Review/ })).toBeEnabled(ENGINE);
    await page.getByRole('button', { name: /^Review/ }).click();
    await page.getByRole('button', { name: 'Add to A-1002 instead' }).click();
    await expect(page.getByText(`${BO.displayName} is enrolled`)).toBeVisible();
    await expect(page.getByText('No consent is on record for this person.')).toBeVisible();
    await page.getByRole('button', { name: 'Take samples' }).click();
    await page.getByRole('button', { name: /^Review/ }).click();
    await page.getByRole('button', { name: 'Add 2 samples' }).click();
    await expect(page.getByText('2 references were added; 5 on record.')).toBeVisible();
    expect((await details(app, BO)).consents).toHaveLength(1);
  });

  test('whoever was erased meanwhile does not come back without name and consent', async ({
    app,
  }) => {
    const { externalId, displayName } = ANA;
    const consent = { purpose: 'Door', retainUntil: '2099-01-01' };
    await app.invoke('people.recordConsent', { externalId, consent });
    const page = await open(app, `#/enrol/${externalId}`);
    await expect(page.getByText('Consent holds until')).toBeVisible();
    await page.keyboard.press('Enter');
    await addFiles(page, await faces(ANA, [4, 5]));
    await expect(page.getByRole('button', { name: /^Review/ })).toBeEnabled(ENGINE);
    await page.getByRole('button', { name: /^Review/ }).click();
    await app.invoke('people.remove', { externalId });
    await page.getByRole('button', { name: 'Add 2 samples' }).click();
    await expect(page.getByText(`${displayName} was erased meanwhile`)).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue(displayName);
    expect(await app.invoke('people.show', { externalId })).toMatchObject({ ok: false });
    await page.getByRole('textbox', { name: 'Purpose' }).fill('Door');
    await page.getByRole('button', { name: 'Take samples' }).click();
    await expect(page.getByLabel('2 of 3 samples can be used')).toBeVisible(ENGINE);
    await page.getByRole('button', { name: /^Review/ }).click();
    await page.getByRole('button', { name: `Enrol ${displayName}` }).click();
    await expect(page.getByText('2 references were added; 2 on record.')).toBeVisible();
    expect((await details(app, ANA)).consents).toHaveLength(1);
  });

  test('whoever is there gets more samples, and valid consent is not asked for again', async ({
    app,
  }) => {
    await app.invoke('people.recordConsent', {
      externalId: ANA.externalId,
      consent: { purpose: 'Door', retainUntil: '2099-01-01' },
    });
    const page = await open(app, `#/enrol/${ANA.externalId}`);
    await expect(page.getByText(`${ANA.displayName} is enrolled`)).toBeVisible();
    await expect(page.getByText('On record: 3 faces.')).toBeVisible();
    await expect(page.getByText('Consent holds until 1 Jan 2099: Door')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Purpose' })).toBeHidden();
    await expect(page.getByRole('button', { name: 'Take samples' })).toBeFocused();
    await page.keyboard.press('Enter');
    await addFiles(page, [await faceOf(ANA, 0), await faceOf(ANA, 4)]);
    await expect(page.getByText('This image is on record already')).toBeVisible(ENGINE);
    await page.getByRole('button', { name: /^Review/ }).click();
    await page.getByRole('button', { name: 'Add 1 sample' }).click();
    await expect(page.getByText('1 reference was added; 4 on record.')).toBeVisible();
    await page.getByRole('link', { name: 'Verify now' }).click();
    await expect(page.getByText(`Take a capture of ${ANA.displayName}.`)).toBeVisible();
  });
});

test('leaving with samples asks, and nothing of them was kept', async ({ app }) => {
  const page = await open(app);
  await sayWho(page, ANA);
  await addFiles(page, await faces(ANA, [0]));
  await expect(page.getByLabel('1 of 3 samples can be used')).toBeVisible(ENGINE);
  const people = page.getByRole('navigation').getByRole('link', { name: /People/ });
  await people.click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await expect(dialog).toContainText('1 sample will be gone');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Sample 1' })).toBeVisible(ENGINE);
  await people.click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  expect(await app.invoke('people.list', {})).toMatchObject({ ok: true, value: { total: 0 } });
});

test('neither keys nor going back leave samples without a question', async ({ app }) => {
  await app.page.goto(app.route('#/people'));
  await app.page.reload();
  await app.page.getByRole('link', { name: 'Enrol a person' }).first().click();
  const { page } = app;
  await sayWho(page, ANA);
  await addFiles(page, await faces(ANA, [0]));
  await expect(page.getByLabel('1 of 3 samples can be used')).toBeVisible(ENGINE);
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  const ways = [
    () => page.goBack(),
    () => page.keyboard.press('Control+3'),
    () => page.goto(app.route('#/enrol/A-9')),
  ];
  for (const go of ways) {
    await go();
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(/#\/enrol$/);
    await expect(page.getByRole('heading', { name: 'Sample 1' })).toBeVisible();
  }
  // Twice, before the first was answered: one question, one answer.
  await page.keyboard.press('Control+3');
  await expect(dialog).toBeVisible();
  await page.evaluate(() => (location.hash = '#/audit'));
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible();
  await expect(page).toHaveURL(/#\/audit$/);
});

test('the window asks before it is loaded anew or closed with samples', async ({ app }) => {
  test.skip(app.host === 'electron', 'Electron has no dialog of its own: see its own tests');
  const page = await open(app);
  await sayWho(page, ANA);
  await addFiles(page, await faces(ANA, [0]));
  await expect(page.getByLabel('1 of 3 samples can be used')).toBeVisible(ENGINE);
  // As the operator does it, past Playwright: a listener of its own would stand in for the host's.
  const asked: string[] = [];
  const answers: ('stay' | 'leave')[] = ['stay', 'stay', 'leave'];
  const browser = await page.context().newCDPSession(page);
  await browser.send('Page.enable');
  browser.on('Page.javascriptDialogOpening', ({ type }) => {
    asked.push(type);
    const accept = answers.shift() === 'leave';
    browser.send('Page.handleJavaScriptDialog', { accept }).catch(() => undefined);
  });
  const shown = async () => {
    const expression = `document.querySelector('main').innerText`;
    const { result } = await browser.send('Runtime.evaluate', { expression });
    return String(result.value);
  };
  await browser.send('Runtime.evaluate', { expression: 'location.reload()' });
  await expect.poll(() => asked).toEqual(['beforeunload']);
  expect(await shown()).toContain('Sample 1');
  await browser.send('Page.close');
  await expect.poll(() => asked).toHaveLength(2);
  expect(await shown()).toContain('Sample 1');
  await browser.send('Runtime.evaluate', { expression: 'location.reload()' });
  await expect.poll(() => asked).toHaveLength(3);
  await expect.poll(shown).toContain('Your own key for the person');
  // With nothing taken there is nothing to ask.
  await page.getByRole('textbox', { name: 'Number' }).fill('A-1');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Number' })).toHaveValue('');
  expect(asked).toHaveLength(3);
});

test('a folder of people is imported, and the table says what became of each', async ({ app }) => {
  const folder = path.join(app.folder, 'Badges');
  const write = (relative: string, bytes: Uint8Array) => {
    mkdirSync(path.dirname(path.join(folder, relative)), { recursive: true });
    writeFileSync(path.join(folder, relative), bytes);
  };
  for (const person of [ANA, DALIA]) {
    for (const variation of [0, 1]) {
      write(`${person.externalId}/${variation}.jpg`, await faceOf(person, variation));
    }
  }
  write('X-1/again.jpg', await faceOf(ANA, 3));
  write('X-2/nobody.jpg', await faceOf(ANA, 0, { noFace: true }));
  write('stray.jpg', await faceOf(BO, 0));

  const page = await open(app);
  await page.getByRole('link', { name: 'Import a folder' }).click();
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(page.getByText('4 people with 6 images')).toBeVisible();
  await expect(page.getByText('1 file says nothing of a person')).toBeVisible();
  const start = page.getByRole('button', { name: 'Enrol 4 people' });
  await expect(start).toBeDisabled();
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Badges of 2026');
  await expectAccessible(page);
  await start.click();

  await expect(page.getByText('2 of 4 people enrolled')).toBeVisible(ENGINE);
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  await expect(row(ANA.externalId).first()).toContainText('Enrolled');
  await expect(row('X-1')).toContainText(/Looks like A-1001 \(distance \d\.\d\d, limit \d\.\d\d\)/);
  await expect(row('X-2')).toContainText('1 image: no face was found');
  await expectAccessible(page);
  expect((await details(app, DALIA)).consents).toMatchObject([{ purpose: 'Badges of 2026' }]);
  await page.getByRole('searchbox', { name: 'Filter' }).fill('X-2');
  await expect(page.getByText('1 of 4 rows')).toBeVisible();

  // It is still there after a look elsewhere.
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /People/ })
    .click();
  await page.goBack();
  await expect(page.getByText('2 of 4 people enrolled')).toBeVisible();
});
