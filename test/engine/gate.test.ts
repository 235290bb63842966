import { expect, it } from 'vitest';
import { createGate } from '../../app/engine/gate.ts';

it.each([0, 1, 2, 3, 4, 5])(
  'never lets more than the limit run, when one comes %i turns after another ended, either',
  async (turns) => {
    const gate = createGate(1);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const task = (n: number, atEnd?: () => void) =>
      gate(async () => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        order.push(n);
        atEnd?.();
      });
    const third = new Promise<void>((resolve) => {
      void task(1, () => afterTurns(turns, () => resolve(task(3))));
    });
    await Promise.all([task(2), third]);
    expect(most).toBe(1);
    expect(order).toEqual([1, 2, 3]);
  },
);

/** Acts after that many turns of the microtask queue. */
function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act();
  else queueMicrotask(() => afterTurns(turns - 1, act));
}

it('goes on after a task that fails', async () => {
  const gate = createGate(2);
  const failing = Array.from({ length: 5 }, () =>
    gate(() => Promise.reject(new Error('Expected to fail.'))),
  );
  const results = await Promise.allSettled([...failing, gate(() => Promise.resolve('done'))]);
  expect(results.map(({ status }) => status)).toEqual([
    ...Array<string>(5).fill('rejected'),
    'fulfilled',
  ]);
});
