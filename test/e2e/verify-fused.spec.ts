/** Several captures of one person, decided together: a face and a finger. */
import type { Page } from '@playwright/test';
import { expect, test, type TestApp } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { answer, choose, open, pick } from './support/desk.ts';
import { faceOf, PEOPLE, printOf } from './support/people.ts';

const [ANA, BO, CHIDI] = PEOPLE;
const FINGER = 'Right index finger';
const FACE = { modality: 'face', face: 'dominant' } as const;
const INDEX = { modality: 'fingerprint', finger: 2 } as const;

test.use({ enrolled: { faces: 3, prints: 1 } });

/** Ana has a twin on record, so that her face alone leaves it undecided. */
async function openWithTwin(app: TestApp): Promise<Page> {
  const twin = await app.invoke('enrolment.enrol', {
    externalId: 'T-1',
    displayName: 'Twin',
    images: [new Uint8Array(await faceOf(ANA, 3))],
    capture: { modality: 'face' },
    allowLookAlike: true,
    overrideReason: 'Passport seen',
  });
  expect(twin).toMatchObject({ ok: true, value: { outcome: 'enrolled' } });
  const shown = await app.invoke('settings.show', {});
  if (!shown.ok) throw new Error(shown.failure.message);
  const { settings } = shown.value;
  const lookAlikes = { policy: 'second-modality' } as const;
  await app.invoke('settings.save', { settings: { ...settings, lookAlikes } });
  const page = await open(app);
  await pick(page, ANA);
  return page;
}

/** What is said of one of the captures. */
const part = (page: Page, name: string) =>
  answer(page)
    .locator('section')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });

async function newest(app: TestApp) {
  const list = await app.invoke('attempts.list', { limit: 1 });
  if (!list.ok) throw new Error(list.failure.message);
  return list.value.entries.map(({ attempt }) => attempt);
}

/** A face that matches alone, and then the other kind of capture is asked for. */
async function addFinger(page: Page, face: Uint8Array): Promise<void> {
  await choose(page, face, 'face.jpg');
  await expect(answer(page).getByRole('heading', { name: 'Not certain enough' })).toBeFocused();
  await expect(answer(page)).toContainText('Add a fingerprint to be certain');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add a capture' }).click();
  await expect(page.getByText('1 capture is kept for one decision together.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Fingerprint' })).toBeChecked();
  await expect(page.getByRole('button', { name: /Take the picture/ })).toBeFocused();
  await page.getByLabel('Which finger').selectOption({ label: FINGER });
}

test('a face that leaves it undecided and a finger of the same person are a match together', async ({
  app,
}) => {
  test.slow(); // A finger grows once, and is kept.
  const page = await openWithTwin(app);
  await addFinger(page, await faceOf(ANA, 4));
  await expectAccessible(page);
  await choose(page, printOf(ANA, { impression: 4 }), 'print.bmp');
  await expect(
    answer(page).getByRole('heading', { name: `Matches ${ANA.displayName}` }),
  ).toBeFocused();
  await expect(answer(page)).toContainText('One decision over 2 captures');
  await expect(part(page, 'Face')).toContainText('Match');
  await expect(part(page, FINGER)).toContainText('Match');
  await expect(page.locator('[aria-live="assertive"]')).toHaveText(/^Match\. Matches Ana/);
  await expectAccessible(page);
  // One decision, of which both captures are parts.
  const [whole] = await newest(app);
  expect(whole).toMatchObject({ outcome: 'match' });
  expect(whole.basis?.fusion?.traits).toEqual(['face', 'right-index']);
  // The next person begins without what was kept.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Who should it be?' })).toBeFocused();
  await expect(page.getByText('kept for one decision')).toBeHidden();
});

test('a finger of somebody else does not pass beside the right face', async ({ app }) => {
  test.slow();
  const page = await openWithTwin(app);
  await addFinger(page, await faceOf(ANA, 4));
  await choose(page, printOf(BO, { impression: 1 }), 'print.bmp');
  await expect(answer(page).getByRole('heading', { name: 'Not certain enough' })).toBeFocused();
  await expect(answer(page)).toContainText('face and fingerprint must each match');
  await expect(part(page, FINGER)).toContainText('No match');
  await expectAccessible(page);
  expect((await newest(app))[0]).toMatchObject({ outcome: 'undecided' });
  // The right finger after all: it is added to both.
  await page.getByRole('button', { name: 'Add a capture' }).click();
  await expect(page.getByText('2 captures are kept for one decision together.')).toBeVisible();
  await choose(page, printOf(ANA, { impression: 4 }), 'print.bmp');
  await expect(answer(page)).toContainText('One decision over 3 captures');
  await expect(answer(page)).toContainText(`Matches ${ANA.displayName}`);
});

test('a face of somebody else does not pass beside the right finger', async ({ app }) => {
  test.slow();
  await openWithTwin(app);
  // A finger that matches needs nothing beside it, so that the window never asks this.
  const face = { probe: new Uint8Array(await faceOf(CHIDI, 4)), capture: FACE };
  const finger = { probe: new Uint8Array(printOf(ANA, { impression: 4 })), capture: INDEX };
  const { externalId } = ANA;
  expect(
    await app.invoke('verification.fuse', { externalId, captures: [face, finger] }),
  ).toMatchObject({
    ok: true,
    value: { outcome: 'undecided', parts: [{ outcome: 'non-match' }, { outcome: 'match' }] },
  });
});

test('what was kept can be left out, and the next capture decides alone', async ({ app }) => {
  test.slow();
  const page = await openWithTwin(app);
  await addFinger(page, await faceOf(ANA, 4));
  await page.getByRole('button', { name: 'Leave out the first' }).click();
  await page.getByRole('radio', { name: 'Face' }).check();
  await choose(page, await faceOf(CHIDI, 4), 'face.jpg');
  await expect(answer(page)).toContainText(`Does not match ${ANA.displayName}`);
  await expect(answer(page)).not.toContainText('One decision over');
  await expect(page.getByRole('button', { name: 'Add a capture' })).toBeHidden();
});

test('a capture that is no good says why, and takes the one before it not along', async ({
  app,
}) => {
  test.slow();
  const page = await openWithTwin(app);
  await addFinger(page, await faceOf(ANA, 4));
  await choose(page, await faceOf(ANA, 0, { noFace: true }), 'not-a-print.jpg');
  await expect(answer(page)).toContainText(`${FINGER} left out:`);
  await expect(part(page, FINGER)).toContainText('Not usable');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Once more' }).click();
  await expect(page.getByText('1 capture is kept for one decision together.')).toBeVisible();
  await choose(page, printOf(ANA, { impression: 4 }), 'print.bmp');
  await expect(answer(page)).toContainText('One decision over 2 captures');
  await expect(answer(page)).toContainText(`Matches ${ANA.displayName}`);
});
