import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forEachAhead } from '../../app/services/ahead.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('results come in the order of the items, however long each takes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 3 }),
      async (turns, lanes) => {
        const taken: number[] = [];
        await forEachAhead(
          turns.keys(),
          lanes,
          async (index) => {
            for (let i = 0; i < turns[index]; i++) await turn();
            return index * 10;
          },
          (result, index) => {
            expect(result).toBe(index * 10);
            taken.push(index);
          },
        );
        expect(taken).toEqual([...turns.keys()]);
      },
    ),
    { numRuns: 30 },
  );
});

test('no more than four tasks a lane are under way, and no fewer where there are items', async () => {
  for (const lanes of [1, 3]) {
    let underWay = 0;
    let most = 0;
    await forEachAhead(
      Array.from({ length: 50 }, (_, i) => i),
      lanes,
      async () => {
        most = Math.max(most, ++underWay);
        await turn();
        underWay -= 1;
      },
      () => undefined,
    );
    expect(most).toBe(4 * lanes);
  }
});

test('a slow taker holds the tasks back', async () => {
  const started: number[] = [];
  let taken = 0;
  await forEachAhead(
    Array.from({ length: 20 }, (_, i) => i),
    1,
    (item) => {
      started.push(item);
      expect(started.length - taken).toBeLessThanOrEqual(4);
      return Promise.resolve(item);
    },
    async () => {
      await turn();
      taken += 1;
    },
  );
  expect(taken).toBe(20);
});

test('the first error ends it: nothing new begins, what is under way is waited for', async () => {
  const started: number[] = [];
  const ended: number[] = [];
  const taken: number[] = [];
  const run = forEachAhead(
    Array.from({ length: 50 }, (_, i) => i),
    1,
    async (item) => {
      started.push(item);
      for (let i = 0; i < 3 + item; i++) await turn();
      ended.push(item);
      if (item === 2) throw new Error('the third');
      return item;
    },
    (item) => void taken.push(item),
  );
  await expect(run).rejects.toThrow('the third');
  expect(taken).toEqual([0, 1]);
  expect(started).toEqual([0, 1, 2, 3, 4, 5]);
  expect(ended).toEqual(started);
});

test('an error of the taker, or of the items, ends it as well', async () => {
  let ended = 0;
  const task = async () => {
    await turn();
    ended += 1;
  };
  const items = Array.from({ length: 9 }, (_, i) => i);
  const failing = forEachAhead(items, 1, task, () => {
    throw new Error('taker');
  });
  await expect(failing).rejects.toThrow('taker');
  expect(ended).toBe(4);

  function* broken() {
    yield 1;
    throw new Error('items');
  }
  await expect(forEachAhead(broken(), 1, task, () => undefined)).rejects.toThrow('items');
  expect(ended).toBe(5);
});

test('no items are no work', async () => {
  await forEachAhead(
    [],
    4,
    () => Promise.reject(new Error('never')),
    () => undefined,
  );
});
