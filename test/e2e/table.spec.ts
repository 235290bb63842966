/** The table of pages, where nothing is in it yet. */
import { expect, test } from './support/app.ts';
import { faceOf, PEOPLE } from './support/people.ts';

test.use({ enrolled: { faces: 2, prints: 0 } });

test('a list of nobody shows who comes to fit it', async ({ app }) => {
  const { page } = app;
  const { externalId, displayName } = PEOPLE[2];
  const images = await Promise.all([0, 1, 2].map((variation) => faceOf(PEOPLE[2], variation)));
  await page.goto(app.route(`#/people?search=${externalId}`));
  await expect(page.getByText(`Nobody is called “${externalId}”.`)).toBeVisible();

  const capture = { modality: 'face' } as const;
  const enrolled = await app.invoke('enrolment.enrol', {
    externalId,
    displayName,
    images: images.map((image) => new Uint8Array(image)),
    capture,
  });
  expect(enrolled.ok).toBe(true);
  await expect(page.getByRole('row').filter({ hasText: displayName })).toBeVisible();
});
