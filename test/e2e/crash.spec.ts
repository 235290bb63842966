import { expect, test } from './support/app.ts';

test("a page whose process ends is shown again, and the host's work goes on", async ({ app }) => {
  test.skip(app.host === 'electron', 'Electron asks the operator; its own tests have that');
  const crashed = app.page;
  const session = await crashed.context().newCDPSession(crashed);
  // It is never answered: who should is gone.
  session.send('Page.crash').catch(() => undefined);
  await expect.poll(() => app.page !== crashed).toBe(true);
  await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect.poll(() => app.page.context().pages().length).toBe(1);
  const people = await app.invoke('people.list', {});
  expect(people.ok && people.value.total).toBe(0);
  expect(app.forgive().join('\n')).toContain('crashed');
});
