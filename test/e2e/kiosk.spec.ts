/** The kiosk as passers-by meet it, and as somebody who means it harm would. */
import { KIOSK_COMMANDS } from '../../app/contract/kiosk.ts';
import { COMPLETE, NAMES } from '../contract/inputs.ts';
import { expect, test } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { PIN, enter, face, idle, said, sentence, showBadge, stage } from './support/kiosk.ts';
import { readMemory } from './support/memory.ts';
import { faceOf, PEOPLE, printOf } from './support/people.ts';

const [ANA, BO, CHIDI] = PEOPLE;
test.describe('with people enrolled', () => {
  test.use({ enrolled: { faces: 2, prints: 1 } });

  test('the right person is welcomed by name, and is gone by itself', async ({ app }) => {
    const page = await enter(app);
    await face(app, ANA);
    await expectAccessible(page);
    await showBadge(page, ANA);
    // It takes the picture by itself.
    await expect(said(page)).toHaveText(`Welcome. ${ANA.displayName}`);
    await idle(page);
    await expect(page.getByText(ANA.displayName)).toHaveCount(0);
    await app.invoke('kiosk.leave', { pin: PIN });
    const log = await app.invoke('attempts.list', { limit: 1 });
    expect(log.ok && log.value.entries[0].attempt).toMatchObject({
      use: 'kiosk',
      outcome: 'match',
    });
  });

  test('a wrong person and a code of nobody hear the same words', async ({ app }) => {
    const page = await enter(app);
    await face(app, CHIDI);
    const words: (string | null)[] = [];
    for (const externalId of [ANA.externalId, 'A-9999']) {
      await showBadge(page, { externalId });
      await page.keyboard.press('Space');
      await expect(said(page)).toContainText('Not recognised');
      words.push(await said(page).textContent());
      await idle(page);
    }
    expect(words[0]).toBe(words[1]);
    expect(words[0]).not.toContain(ANA.displayName);
  });

  test('a code is typed by touch, corrected, and dropped where nobody goes on', async ({ app }) => {
    const page = await enter(app, { idleSeconds: 5 });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await press('1');
    await press('7');
    await press('Erase the last character');
    await press('ABC');
    await press('Q');
    await expect(stage(page).getByRole('status').first()).toContainText('1Q');
    await expectAccessible(page);
    await idle(page);
    await expect(page.getByText('1Q')).toHaveCount(0);
  });

  test('who is searched for says nothing, and is known or not', async ({ app }) => {
    const page = await enter(app, { mode: 'identify' });
    await face(app, BO);
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect(said(page)).toHaveText(`Welcome. ${BO.displayName}`);
    await expect(sentence(page)).toHaveText('Touch to begin');
    await face(app, CHIDI);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await expect(said(page)).toContainText('Not recognised');
  });

  test('a fingerprint kiosk takes files, and says that it has no scanner', async ({ app }) => {
    const page = await enter(app, { modality: 'fingerprint' });
    await page.keyboard.type(`${ANA.externalId}\n`);
    await expect(page.getByText('No fingerprint scanner is connected')).toBeVisible();
    await page.getByLabel('Choose a file').setInputFiles({
      name: 'scan.bmp',
      mimeType: 'image/bmp',
      buffer: Buffer.from(printOf(ANA, { impression: 5 })),
    });
    await expect(said(page)).toHaveText(`Welcome. ${ANA.displayName}`);
    expect(await app.camera.streams()).toBe(0);
  });

  test('it pauses after failures, and goes on by itself', async ({ app }) => {
    const page = await enter(app, { attemptsBeforeLockOut: 2, lockOutSeconds: 8 });
    await face(app, CHIDI);
    for (let i = 0; i < 2; i++) {
      await showBadge(page, ANA);
      await page.keyboard.press('Space');
      await expect(said(page)).toContainText('Not recognised');
      if (i === 0) await idle(page);
    }
    await expect(page.getByRole('timer')).toHaveText(/^0:0\d$/);
    await page.keyboard.type(`${ANA.externalId}\n`);
    await expect(sentence(page)).toHaveText('Please wait');
    await expectAccessible(page);
    await idle(page);
  });

  test('the camera is lost, denied and taken, is told, and comes back by itself', async ({
    app,
  }) => {
    const page = await enter(app);
    await face(app, ANA);
    await app.camera.unplug();
    await expect(page.getByText('The camera was disconnected')).toBeVisible();
    await app.camera.plug();
    await expect.poll(() => app.camera.streams()).toBe(1);
    await app.camera.unplug();
    await app.camera.busy();
    await expect(page.getByText('Another program uses the camera')).toBeVisible();
    await app.camera.free();
    await expect.poll(() => app.camera.streams()).toBe(1);
    await app.camera.unplug();
    await app.camera.deny();
    await expect(page.getByText('The camera may not be used')).toBeVisible();
    await app.camera.allow();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => app.camera.streams()).toBe(1);
    await showBadge(page, ANA);
    await expect(said(page)).toHaveText(`Welcome. ${ANA.displayName}`);
  });

  test('200 visitors one after another leave nothing behind', async ({ app }) => {
    test.setTimeout(900_000);
    const page = await enter(app, { attemptsBeforeLockOut: 100, resultSeconds: 60 });
    const faces = await Promise.all([ANA, CHIDI].map((person) => faceOf(person, 4)));
    const visit = async (index: number) => {
      const isAna = index % 4 !== 3;
      if (index % 4 === 0) await face(app, faces[0]);
      if (index % 4 === 3) await face(app, faces[1]);
      await showBadge(page, ANA);
      await page.keyboard.press('Space');
      await expect(said(page)).toContainText(isAna ? 'Welcome' : 'Not recognised');
      await page.keyboard.press('Enter');
      await idle(page);
    };
    for (let index = 0; index < 40; index++) await visit(index);
    const before = await readMemory(page);
    for (let index = 40; index < 240; index++) await visit(index);
    const after = await readMemory(page);
    console.log('memory of 200 visitors', { before, after });
    expect(after.heapBytes - before.heapBytes, 'JS heap').toBeLessThan(2e6);
    expect(after.nodes - before.nodes, 'nodes of the page').toBeLessThan(50);
    for (const [name, bytes] of Object.entries(after.residentBytes)) {
      expect(bytes - before.residentBytes[name], `resident memory of ${name}`).toBeLessThan(40e6);
    }
  });
});

test.describe('who means it harm', () => {
  test('reaches no command but the kiosk’s own, by the real bridge', async ({ app }) => {
    await enter(app);
    for (const name of NAMES) {
      if (KIOSK_COMMANDS.some((one) => one === name)) continue;
      const answer = await app.invoke(name, COMPLETE[name]);
      expect(answer, name).toMatchObject({ ok: false, failure: { code: 'not-allowed' } });
    }
    const { page } = app;
    for (const hash of ['#/people', '#/settings/kiosk', '#/verify'] as const) {
      await page.evaluate((next) => (location.hash = next), hash);
      await expect(stage(page)).toBeVisible();
      await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/kiosk');
    }
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+3');
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await page.reload();
    await expect(stage(page)).toBeVisible();
  });

  test('does not get out without the PIN, nor by ending the program', async ({ app }) => {
    await enter(app);
    await app.restart();
    const { page } = app;
    await expect(stage(page)).toBeVisible();
    expect(await app.invoke('people.list', {})).toMatchObject({ failure: { code: 'not-allowed' } });
    const dialog = page.getByRole('dialog', { name: 'Leave the kiosk' });
    await page.keyboard.press('Control+Shift+L');
    await expect(dialog).toBeVisible();
    await expectAccessible(page);
    for (let i = 0; i < 4; i++) {
      await page.keyboard.type('1111\n');
      const told = i < 3 ? 'This is not the PIN' : /^Too many wrong PINs/;
      await expect(dialog.getByText(told)).toBeVisible();
    }
    await page.keyboard.type(`${PIN}\n`);
    await expect(stage(page)).toBeVisible();
    expect(await app.invoke('kiosk.leave', { pin: PIN })).toMatchObject({ ok: false });
  });

  test('an officer gets out: a long press, and the PIN', async ({ app }) => {
    const page = await enter(app);
    const corner = page.getByRole('button', { name: /^Leave the kiosk/ });
    await corner.click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await corner.hover();
    await page.mouse.down();
    const dialog = page.getByRole('dialog', { name: 'Leave the kiosk' });
    await expect(dialog).toBeVisible();
    await page.mouse.up();
    for (const digit of PIN) await dialog.getByRole('button', { name: digit, exact: true }).click();
    await dialog.getByRole('button', { name: 'Leave', exact: true }).click();
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    expect((await app.invoke('people.list', {})).ok).toBe(true);
  });

  test('finds targets of 88 pixels, and letters of 44 and more', async ({ app }) => {
    const page = await enter(app);
    const boxes = await stage(page)
      .locator('.keypad button')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect()));
    expect(boxes.length).toBeGreaterThan(12);
    for (const { width, height } of boxes) {
      expect(width).toBeGreaterThanOrEqual(88);
      expect(height).toBeGreaterThanOrEqual(88);
    }
    const size = await sentence(page).evaluate((title) => getComputedStyle(title).fontSize);
    expect(parseFloat(size)).toBeGreaterThanOrEqual(68);
  });
});
