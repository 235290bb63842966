/** The desk, when something is done by mistake: too much at once, too early, or of nobody. */
import type { Page } from '@playwright/test';
import type { Host } from '../../app/contract/host.ts';
import { expect, test } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { answer, choose, open, pick } from './support/desk.ts';
import { faceOf, PEOPLE, printOf } from './support/people.ts';

const [ANA, BO, CHIDI] = PEOPLE;

test.use({ enrolled: { faces: 3, prints: 1 } });

/** @param folder one that is dropped looks like a file, and can't be read */
function drop(page: Page, images: readonly Uint8Array[], folder = false): Promise<void> {
  return page.evaluate(
    ([all, unreadable]) => {
      const dataTransfer = new DataTransfer();
      for (const bytes of all) dataTransfer.items.add(new File([new Uint8Array(bytes)], 'Badges'));
      if (unreadable) {
        File.prototype.arrayBuffer = () => Promise.reject(new DOMException('', 'NotFoundError'));
      }
      const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector('input[type="file"]')?.dispatchEvent(event);
    },
    [images.map((image) => [...image]), folder] as const,
  );
}

const toast = (page: Page, text: string) => page.getByText(text);

test('of several images that are dropped the first is taken, and that is said', async ({ app }) => {
  const page = await open(app);
  await pick(page, BO);
  await drop(page, [await faceOf(BO, 4), await faceOf(ANA, 4), await faceOf(CHIDI, 4)]);
  await expect(answer(page)).toContainText(`Matches ${BO.displayName}`);
  await expect(toast(page, 'Only the first of 3 files is taken')).toBeVisible();
});

test('a folder that is dropped says that it can’t be read', async ({ app }) => {
  const page = await open(app);
  await pick(page, BO);
  await drop(page, [new Uint8Array(1)], true);
  await expect(toast(page, 'Badges can’t be read')).toBeVisible();
  await expect(page.getByText(`Take a capture of ${BO.displayName}.`)).toBeVisible();
});

test('who chooses another kind meanwhile is not shown the answer about the first', async ({
  app,
}) => {
  const page = await open(app);
  await pick(page, ANA);
  // Large enough for there to be a meanwhile.
  await choose(page, await faceOf(ANA, 4, { width: 6_000, height: 4_500 }));
  await expect(answer(page)).toContainText('Comparing');
  await page.getByRole('radio', { name: 'Fingerprint' }).check();
  await expect(answer(page)).not.toContainText('Comparing');
  const decided = async () => {
    const list = await app.invoke('attempts.list', { limit: 1 });
    return list.ok && list.value.entries[0].attempt.kind;
  };
  await expect.poll(decided).toBe('verification');
  await expect(page.getByText(`Take a capture of ${ANA.displayName}.`)).toBeVisible();
  await page.getByRole('radio', { name: 'Face' }).check();
  await choose(page, await faceOf(CHIDI, 4));
  await expect(answer(page)).toContainText(`Does not match ${ANA.displayName}`);
});

test('somebody who is erased meanwhile is no longer asked about, and it says so', async ({
  app,
}) => {
  const page = await open(app);
  await pick(page, BO);
  await app.invoke('people.remove', { externalId: BO.externalId });
  await expect(toast(page, `${BO.displayName} is no longer enrolled`)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Who should it be?' })).toBeVisible();
});

test('a decision that comes too late for an erasure says so, and leads on', async ({ app }) => {
  const page = await open(app);
  await pick(page, BO);
  // The page does not hear of it in time.
  await page.evaluate(
    ([image, externalId]) => {
      const { host } = window as unknown as { host: Host };
      void host.invoke('people.remove', { externalId });
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(image)], 'a.jpg'));
      const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector('input[type="file"]')?.dispatchEvent(event);
    },
    [[...(await faceOf(BO, 4))], BO.externalId] as const,
  );
  await expect(answer(page)).toContainText('This person is no longer enrolled');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Who should it be?' })).toBeFocused();
});

test('an address of nobody says so, and asks for the person', async ({ app }) => {
  const page = await open(app, '#/verify/NOBODY-1');
  await expect(toast(page, 'Nobody is enrolled under NOBODY-1')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Who should it be?' })).toBeVisible();
});

test('a resolution that can be none is corrected before a print is taken', async ({ app }) => {
  test.slow(); // A finger grows once, and is kept.
  const page = await open(app);
  await pick(page, ANA);
  await page.getByRole('radio', { name: 'Fingerprint' }).check();
  const resolution = page.getByRole('textbox', { name: 'Resolution' });
  await resolution.fill('5');
  await choose(page, printOf(ANA, { impression: 4 }));
  await expect(toast(page, 'Correct the resolution or leave it empty')).toBeVisible();
  await expect(resolution).toBeFocused();
  await resolution.fill('500');
  await choose(page, printOf(ANA, { impression: 4 }));
  await expect(answer(page)).toContainText(`Matches ${ANA.displayName}`);
});

test('a whole number is that of its person, however many others have it as a part of theirs', async ({
  app,
}) => {
  const consent = { purpose: 'Door', retainUntil: '2099-01-01' };
  for (let at = 0; at < 120; at++) {
    const externalId = `0${at}77`;
    await app.invoke('people.add', { externalId, displayName: `Aaron ${at}`, consent });
  }
  const meant = { externalId: '77', displayName: 'Zoe Meant' };
  await app.invoke('people.add', { ...meant, consent });
  const page = await open(app);
  await pick(page, meant);
  // Somebody else changes: who is picked is still there.
  await app.invoke('people.rename', { externalId: '077', displayName: 'Other' });
  await page.goto(app.route('#/verify/77'));
  await expect(page.getByText('Take a capture of Zoe Meant.')).toBeVisible();
  await app.invoke('people.rename', { externalId: '077', displayName: 'Another' });
  await expect(page.getByText('Take a capture of Zoe Meant.')).toBeVisible();
  await expect(page.getByText('Zoe Meant is no longer')).toHaveCount(0);
});
