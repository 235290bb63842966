/** Error rates on captures of one's own, the line to drag, and the calibration that comes of it. */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type TestApp } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { makeCaptures } from './support/captures.ts';
import type { ModelId, Sha256 } from '../../app/core/vocabulary.ts';
import { openStore } from '../../app/store/index.ts';
import { SCALE } from '../services/fake-engine.ts';

test.use({ enrolled: { faces: 0, prints: 0 } });

test('what came with the program is told with its counts and bounds', async ({ app }) => {
  const { page } = app;
  await page.goto(app.route('#/accuracy'));
  const faces = page.getByRole('region', { name: 'Face', exact: true });
  await expect(faces.getByText('In use')).toBeVisible();
  await expect(faces.getByText('Came with the program')).toBeVisible();
  await expect(faces.getByRole('row').filter({ hasText: '1 in 1,000' }).first()).toContainText('%');
  await expectAccessible(page);
});

/** Five people's captures, whose folders say who is who. @returns the folder of all */
async function measure({ page, route, dialogs, folder }: TestApp): Promise<string> {
  const captures = await makeCaptures(folder, 5);
  await page.goto(route('#/accuracy/measure'));
  await dialogs.next(captures.folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  return captures.folder;
}

test('captures are measured, the line is moved by keys, and targets beyond them are refused', async ({
  app,
}) => {
  const { page } = app;
  await measure(app);
  const result = page.getByRole('region', { name: 'What was measured' });
  await expect(result).toBeVisible();

  // 14 usable captures: not a hundred comparisons, so 1 in 1,000 can't be shown.
  const strict = result.getByRole('button', { name: /^1 in 1,000 / });
  await expect(strict).toBeDisabled();
  await expect(strict).toContainText('comparisons missing');

  const line = result.getByRole('slider');
  const before = Number(await line.getAttribute('aria-valuenow'));
  await line.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect
    .poll(async () => Number(await line.getAttribute('aria-valuenow')))
    .toBeLessThan(before);
  await expect(result.getByText('Right people turned away').first()).toBeVisible();

  // By mouse as well: what it does is told while it moves.
  const box = await line.boundingBox();
  if (!box) throw new Error('Expected the line to be somewhere.');
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 120, from.y, { steps: 6 });
  await page.mouse.up();
  const after = Number(await line.getAttribute('aria-valuenow'));
  expect(after).toBeGreaterThan(before);
  await expect(result.getByText(after.toFixed(4), { exact: true })).toBeVisible();
  await expect(result.getByText('The band is how sure that is')).toBeVisible();
  await expectAccessible(page);

  const report = path.join(app.folder, 'accuracy.html');
  await app.dialogs.next(report);
  await result.getByRole('button', { name: 'Report as HTML' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(readFileSync(report, 'utf8')).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
});

test('what was measured is still there after a look elsewhere, and a failure says what to do', async ({
  app,
}) => {
  const { page } = app;
  const folder = await measure(app);
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByText('Measuring Door captures: done')).toBeVisible();
  await page.goto(app.route('#/accuracy/measure'));
  await expect(page.getByRole('region', { name: 'What was measured' })).toBeVisible();

  const lone = path.join(app.folder, 'Lone');
  mkdirSync(path.join(lone, 'A-1'), { recursive: true });
  for (const name of ['1.jpg', '2.jpg']) {
    cpSync(path.join(folder, 'A-1001', 'morning.jpg'), path.join(lone, 'A-1', name));
  }
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(page.getByLabel('What reports call it')).toHaveValue('Door captures');
  await app.dialogs.next(lone);
  await page.getByRole('button', { name: 'Choose another' }).click();
  await expect(page.getByLabel('What reports call it')).toHaveValue('Lone');
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(page.getByRole('alert').getByText(/^Expected/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'What was measured' })).toHaveCount(0);
  await expectAccessible(page);
});

test('a calibration is saved where the captures support one, used, and removed again', async ({
  app,
}) => {
  const { page } = app;
  const { folder } = await makeCaptures(app.folder, 12);
  await page.goto(app.route('#/accuracy/measure'));
  await app.dialogs.next(folder);
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await page.getByLabel('What reports call it').fill('Our door');
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  const result = page.getByRole('region', { name: 'What was measured' });
  await expect(result).toBeVisible();
  await result.getByRole('switch', { name: 'Also targets with 3 expected errors' }).check();
  await expect(result.getByText(/Measured down to .* ask for 1 in 1,000/)).toBeVisible();
  await result.getByRole('button', { name: 'Save and use' }).click();

  const ours = page.getByRole('article', { name: 'Our door' });
  await expect(ours.getByText('In use', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await ours.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(ours).toHaveCount(0);
  await expect(page.getByText('In use', { exact: true }).first()).toBeVisible();
});

test('a calibration that was measured with another model says so, and decides nothing', async ({
  app,
}) => {
  const { page } = app;
  const store = openStore(app.settings.storePath);
  const { id } = store.calibrations.add({
    name: 'Old door',
    modality: 'face',
    modelId: 'face-of-before' as ModelId,
    dataSha256: 'a'.repeat(64) as Sha256,
    calibration: SCALE.calibration,
    facts: {},
  });
  store.calibrations.activate(id);
  store.close();
  await page.goto(app.route('#/accuracy'));
  await page.reload();
  const old = page.getByRole('article', { name: 'Old door' });
  await expect(old.getByText('Of another model')).toBeVisible();
  await expect(old.getByText('calibration invalidated by a model change')).toBeVisible();
  await expect(old.getByRole('button', { name: 'Use this one' })).toHaveCount(0);
  await expectAccessible(page);
});

test.describe('with people', () => {
  test.use({ enrolled: { faces: 3, prints: 0 } });

  test('everybody is searched for look-alikes, and when that was is told', async ({ app }) => {
    const { page } = app;
    await page.goto(app.route('#/accuracy'));
    const faces = page.getByRole('region', { name: 'Face', exact: true });
    await faces.getByText('No look-alikes known').click();
    await expect(faces.getByText('Everybody was never searched at once.')).toBeVisible();
    await faces.getByRole('button', { name: 'Search everybody' }).click();
    await expect(faces.getByText(/Everybody was searched/)).toBeVisible();
    await expectAccessible(page);
  });
});
