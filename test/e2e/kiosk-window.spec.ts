/** The kiosk's window: of any size, and with somebody before it who is no visitor. */
import { expect, test } from './support/app.ts';
import { enter, face, said, sentence, showBadge, stage } from './support/kiosk.ts';
import { PEOPLE } from './support/people.ts';

const [ANA, , CHIDI] = PEOPLE;
test.use({ enrolled: { faces: 2, prints: 1 } });

test('whoever enters the PIN is not taken for the visitor', async ({ app }) => {
  const page = await enter(app);
  await page.keyboard.press('Control+Shift+L');
  const dialog = page.getByRole('dialog', { name: 'Leave the kiosk' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await face(app, CHIDI);
  await showBadge(page, ANA);
  await page.keyboard.press('Control+Shift+L');
  await expect(dialog).toBeVisible();
  // Longer than it takes a good picture to take itself.
  await page.waitForTimeout(4_000);
  await expect(sentence(page)).toHaveText('Look into the camera');
  await page.keyboard.press('Escape');
  await expect(said(page)).toContainText('Not recognised');
});

test('nothing is cut off in a window that is small, enlarged or upright', async ({ app }) => {
  test.skip(app.host === 'electron', 'its window has no other size while it is full');
  const page = await enter(app);
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
  for (const size of [
    { width: 1024, height: 640 },
    { width: 640, height: 400 }, // As 1280x800 at 200 %.
    { width: 800, height: 1280 },
  ]) {
    await page.setViewportSize(size);
    for (const board of ['abc', 'ABC', '123']) {
      await page.getByRole('button', { name: board, exact: true }).click();
      const cut = await stage(page)
        .locator('.keypad button, .code, .picture, h1')
        .evaluateAll((parts) =>
          parts.flatMap((part) => {
            const { left, top, right, bottom } = part.getBoundingClientRect();
            const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
            return inside ? [] : [part.textContent];
          }),
        );
      expect(cut, `cut off at ${size.width}x${size.height} on ${board}`).toEqual([]);
    }
  }
});

test('the wheel with Ctrl enlarges nothing for whoever comes next', async ({ app }) => {
  const page = await enter(app);
  const kept = (ctrlKey: boolean) =>
    sentence(page).evaluate(
      (element, ctrl) =>
        !element.dispatchEvent(
          new WheelEvent('wheel', { ctrlKey: ctrl, deltaY: -100, bubbles: true, cancelable: true }),
        ),
      ctrlKey,
    );
  expect(await kept(true)).toBe(true);
  expect(await kept(false)).toBe(false);
});
