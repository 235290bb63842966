import { expect, test } from './support/app.ts';

test('the window opens and can ask for people', async ({ app }) => {
  await expect(app.page).toHaveTitle(/Twinmark/);
  const answer = await app.invoke('people.list', {});
  expect(answer.ok && answer.value.total).toBe(0);
});
