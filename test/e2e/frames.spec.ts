import { expect, test } from './support/app.ts';
import { slowness, watchFrames } from './support/frames.ts';

/** Milliseconds; what an operator does not notice (issue 4). */
const LONGEST_FRAME = 50;

test('a page that works for 120 ms at a stretch is caught, one that does not is not', async ({
  app,
}) => {
  const { page } = app;
  const frames = await watchFrames(page);
  await page.waitForTimeout(300);
  const calm = await frames.report();
  expect(calm.frames).toBeGreaterThan(5);
  await frames.reset();
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const end = performance.now() + 120;
    while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  const busy = await frames.report();
  expect(busy.longestTaskMs).toBeGreaterThan(110);
  expect(busy.longestTaskMs).toBeLessThan(1000);
  expect(busy.longestGapMs).toBeGreaterThan(110);
});

test('the bridge carries an image of a megabyte without holding a frame up', async ({ app }) => {
  const { page } = app;
  const frames = await watchFrames(page);
  await page.evaluate(async () => {
    const { host } = globalThis as unknown as {
      host: { invoke(name: string, input: unknown): Promise<unknown> };
    };
    for (let i = 0; i < 3; i++) {
      const probe = crypto.getRandomValues(new Uint8Array(65536));
      const image = new Uint8Array(2 ** 20);
      image.set(probe);
      // Refused by name, after it has crossed.
      await host.invoke('no.such', { image });
      await new Promise(requestAnimationFrame);
    }
  });
  expect(await frames.longest()).toBeLessThan(LONGEST_FRAME * (await slowness(page)));
});
