/** Changes of settings that meet each other, are taken back, or can't be. */
import { SETTINGS_SHAPE } from '../../app/services/settings/stored-settings.ts';
import { openStore } from '../../app/store/index.ts';
import { expect, test } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { open, stored, toast } from './support/settings.ts';

test('two changes at once are both kept, and each undo takes back its own', async ({ app }) => {
  const page = await open(app, 'kiosk');
  const greeting = page.getByLabel('Greeting');
  const sound = page.getByRole('switch', { name: 'Sounds' });
  const before = (await stored(app)).kiosk;
  // As a click does that leaves a field, only faster.
  await greeting.evaluate((field: HTMLInputElement) => {
    field.value = 'North gate';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    document.querySelector<HTMLElement>('[role="switch"]')?.click();
  });
  await expect(toast(page, 'Saved: greeting')).toBeVisible();
  await expect(toast(page, 'Saved: sounds')).toBeVisible();
  expect((await stored(app)).kiosk).toEqual({
    ...before,
    greeting: 'North gate',
    sound: !before.sound,
  });
  await expect(sound).toBeChecked({ checked: !before.sound });
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(toast(page, 'Undone: greeting')).toBeVisible();
  expect((await stored(app)).kiosk).toEqual({ ...before, sound: !before.sound });
});

test('what the command line sets while the window is open stays', async ({ app }) => {
  const page = await open(app, 'appearance');
  const before = await stored(app);
  const kiosk = { ...before.kiosk, greeting: 'North gate' };
  const store = openStore(app.settings.storePath);
  store.documents.write('settings', SETTINGS_SHAPE, { ...before, kiosk });
  store.close();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(toast(page, 'Saved: appearance')).toBeVisible();
  expect(await stored(app)).toEqual({ ...before, kiosk, appearance: 'dark' });
});

test('what is wrong with a number is not said of the one that an undo brings back', async ({
  app,
}) => {
  const page = await open(app, 'privacy');
  const field = page.getByLabel('Attempts stay in the activity for');
  await field.fill('90');
  await field.press('Tab');
  await expect(toast(page, 'Saved: attempts')).toBeVisible();
  await field.fill('many');
  await field.press('Tab');
  await expect(page.getByText('Use a whole number')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(field).toHaveValue('365');
  await expect(page.getByText('Use a whole number')).toHaveCount(0);
});

test('what can’t be undone is asked for: too old attempts go after a second word', async ({
  app,
}) => {
  const hundredDays = 100 * 86_400_000;
  const now = () => new Date(Date.now() - hundredDays).toISOString();
  const store = openStore(app.settings.storePath, { now });
  const attempt = { kind: 'identification', modality: 'face', outcome: 'non-match' } as const;
  store.attempts.record({ ...attempt, reasons: [] });
  store.close();
  const page = await open(app, 'privacy');
  const field = page.getByLabel('Attempts stay in the activity for');
  await field.fill('30');
  await field.press('Tab');
  const count = async () => {
    const list = await app.invoke('attempts.list', {});
    return list.ok && list.value.total;
  };
  const erase = page.getByRole('button', { name: 'Erase what is too old now' });
  const dialog = page.getByRole('dialog', { name: 'Erase what is too old?' });
  await erase.click();
  await expect(dialog).toContainText('Attempts older than 30 days go');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(await count()).toBe(1);
  await erase.click();
  await dialog.getByRole('button', { name: 'Erase' }).click();
  await expect(toast(page, '1 attempt and 0 probes erased')).toBeVisible();
  expect(await count()).toBe(0);
});
