/** What is decided once: saved at once, taken back, refused beside the field, and felt elsewhere. */
import { expect, test } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { SETTINGS_PARTS } from './screens.ts';
import { open, stored, toast } from './support/settings.ts';

test('every part can be reached by its link and is accessible', async ({ app }) => {
  const page = await open(app, 'camera');
  for (const part of SETTINGS_PARTS) {
    await page.locator(`a[href="#/settings/${part}"]`).click();
    await expect(page.locator(`a[href="#/settings/${part}"]`)).toHaveAttribute(
      'aria-current',
      'page',
    );
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 60_000 });
    await expectAccessible(page);
  }
});

test('a stricter rate holds at once, says what it costs, and can be taken back', async ({
  app,
}) => {
  const page = await open(app, 'decisions');
  const claim = page.getByRole('region', { name: 'Is it this person? (1:1)', exact: true });
  await expect(claim).toContainText('1 in 1,000 is accepted');
  await expect(claim.getByRole('row', { name: /^Face/ })).toContainText(/\d %/);
  await claim.getByLabel('Wrong persons accepted, at most').selectOption({ label: '1 in 10,000' });
  await expect(toast(page, 'Saved: rates of the desk')).toBeVisible();
  await expect(claim).toContainText('1 in 10,000 is accepted');
  expect((await stored(app)).policies.desk.verificationRate).toBe(1e-4);
  expect((await stored(app)).policies.kiosk.verificationRate).toBe(1e-3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(claim).toContainText('1 in 1,000 is accepted');
  expect((await stored(app)).policies.desk.verificationRate).toBe(1e-3);
});

test('a target that no data supports can’t be chosen, and says what is missing', async ({
  app,
}) => {
  const page = await open(app, 'decisions');
  const options = page
    .getByRole('region', { name: 'Is it this person? (1:1)', exact: true })
    .getByLabel('Wrong persons accepted, at most')
    .locator('option');
  const missing = options.filter({ hasText: /comparisons are missing/ });
  await expect(missing.last()).toContainText(/^1 in 10,000,000 · Face: [\d,]+ comparisons/);
  await expect(missing.last()).toBeDisabled();
  await expect(options.filter({ hasText: /^1 in 1,000$/ })).toBeEnabled();
});

test('each use has rates of its own, and an undecided band where there is one', async ({ app }) => {
  const page = await open(app, 'decisions');
  await page.getByRole('tab', { name: 'Kiosk' }).click();
  await page
    .getByRole('combobox', { name: 'Undecided band' })
    .selectOption({ label: 'Up to the limit for 1 in 100' });
  await expect(toast(page, 'Saved: rates of the kiosk')).toBeVisible();
  const { policies } = await stored(app);
  expect(policies.kiosk.undecidedRate).toBe(0.01);
  expect(policies.desk.undecidedRate).toBeUndefined();
  await page.getByRole('tab', { name: 'Audit' }).click();
  await expect(page.getByText('An audit has no undecided results')).toBeVisible();
});

test('a number that can’t be is refused beside its field, and nothing is saved', async ({
  app,
}) => {
  const page = await open(app, 'privacy');
  const field = page.getByLabel('Attempts stay in the activity for');
  await field.fill('many');
  await field.press('Tab');
  await expect(page.getByText('Use a whole number from 0 to 36,500')).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  expect((await stored(app)).retention.attemptDays).toBe(365);
  await field.fill('90');
  await field.press('Tab');
  await expect(toast(page, 'Saved: attempts')).toBeVisible();
  await expect(page.getByText('Use a whole number')).toHaveCount(0);
  expect((await stored(app)).retention.attemptDays).toBe(90);
  await page.getByRole('button', { name: 'Erase what is too old now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase' }).click();
  await expect(toast(page, '0 attempts and 0 probes erased')).toBeVisible();
});

test('the live picture shows the chosen camera, and only while the page is open', async ({
  app,
}) => {
  const page = await open(app, 'camera');
  await expect.poll(() => app.camera.streams()).toBe(1);
  await page.getByLabel('Which camera').selectOption({ label: 'Scripted camera' });
  await expect(toast(page, 'Saved: camera')).toBeVisible();
  expect((await stored(app)).camera).toMatchObject({ label: 'Scripted camera' });
  await page.getByLabel('Mirror the live picture').uncheck();
  await expect(page.locator('video')).not.toHaveClass(/mirrored/);
  await app.camera.unplug();
  await expect(page.getByText('The camera was disconnected')).toBeVisible();
  await app.camera.plug();
  await expect.poll(() => app.camera.streams()).toBe(1);
  await page.locator('a[href="#/settings/about"]').click();
  await expect.poll(() => app.camera.streams()).toBe(0);
});

test('cameras that have no name before they may be used are no choice', async ({ app }) => {
  const settings = await stored(app);
  const camera = { ...settings.camera, deviceId: 'desk', label: 'Desk camera' };
  await app.invoke('settings.save', { settings: { ...settings, camera } });
  await app.camera.deny();
  await app.page.evaluate(() => {
    const info = { deviceId: '', groupId: '', kind: 'videoinput', label: '', toJSON: () => ({}) };
    const both = [info, { ...info }] as MediaDeviceInfo[];
    navigator.mediaDevices.enumerateDevices = () => Promise.resolve(both);
  });
  // Without the reload of `open`: the devices are these of this page.
  await app.page.goto(app.route('#/settings/camera'));
  const choice = app.page.getByLabel('Which camera');
  await expect(app.page.getByText('The camera may not be used')).toBeVisible();
  // That which was chosen is named, and not told as gone.
  await expect(choice.locator('option')).toHaveText(['Whichever is there', 'Desk camera']);
  await app.page.locator('a[href="#/settings/about"]').click();
  await expect(app.page.getByText('Nothing leaves this machine')).toBeVisible();
});

test('the appearance changes at once and stays over a restart', async ({ app }) => {
  const page = await open(app, 'appearance');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByLabel('Operator').fill('Grace');
  await page.getByLabel('Operator').press('Tab');
  await expect(toast(page, 'Saved: operator')).toBeVisible();
  await app.restart();
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect((await stored(app)).operator).toBe('Grace');
});

test('models, computing and store say what they are and that they were checked', async ({
  app,
}) => {
  const models = await open(app, 'models');
  await expect(models.getByRole('row', { name: /blazeface/ })).toContainText('Checked');
  const engine = await open(app, 'engine');
  await expect(engine.getByRole('row', { name: /Processor/ })).toContainText('In use');
  const store = await open(app, 'store');
  await expect(store.getByText(/^Intact/)).toBeVisible();
  await expect(store.getByText(app.settings.storePath)).toBeVisible();
});

test('the PIN of the kiosk is set, and changed only by whoever knows it', async ({ app }) => {
  const page = await open(app, 'kiosk');
  await page.getByRole('button', { name: 'Set a PIN' }).click();
  await page.getByLabel('New PIN', { exact: true }).fill('12');
  await page.getByLabel('New PIN again').fill('13');
  await page.getByRole('button', { name: 'Set the PIN' }).click();
  await expect(page.getByText('Use 4 to 12 digits')).toBeVisible();
  await expect(page.getByText('The two are not the same')).toBeVisible();
  await page.getByLabel('New PIN', { exact: true }).fill('2468');
  await page.getByLabel('New PIN again').fill('2468');
  await page.getByRole('button', { name: 'Set the PIN' }).click();
  await expect(toast(page, 'The PIN is set')).toBeVisible();
  await page.getByRole('button', { name: 'Change the PIN' }).click();
  await page.getByLabel('PIN until now').fill('0000');
  await page.getByLabel('New PIN', { exact: true }).fill('1357');
  await page.getByLabel('New PIN again').fill('1357');
  await page.getByRole('button', { name: 'Set the PIN' }).click();
  await expect(page.getByRole('alert')).toContainText('received another');
  await expectAccessible(page);
});
