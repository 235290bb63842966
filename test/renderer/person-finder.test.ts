import { describe, expect, test } from 'vitest';
import type { PersonSummary } from '../../app/contract/results.ts';
import { createPersonFinder, type PeopleFound } from '../../renderer/parts/person-finder.ts';

// Nothing else of a person is read here.
const people = ['A-1', 'A-2', 'A-10'].map((externalId) => ({ externalId }) as PersonSummary);

/** Each search waits to be answered by hand; everybody whose number begins so is found. */
function finderByHand() {
  const waiting: { readonly wanted: string; readonly answer: () => void }[] = [];
  const shown: PeopleFound[] = [];
  const finder = createPersonFinder(
    (wanted) =>
      new Promise((resolve) => {
        const found = people.filter(({ externalId }) => externalId.startsWith(wanted));
        const answer = () => resolve({ people: found, total: found.length });
        waiting.push({ wanted, answer });
      }),
    (found) => shown.push(found),
  );
  const answer = async (at: number) => {
    waiting[at].answer();
    await new Promise(setImmediate);
  };
  return { finder, waiting, shown, answer };
}

test('an answer that comes late does not take the place of a later one', async () => {
  const { finder, shown, answer } = finderByHand();
  void finder.find('A-1');
  void finder.find('A-10');
  await answer(1);
  await answer(0);
  expect(shown.map(({ wanted }) => wanted)).toEqual(['A-10']);
  expect(shown[0]).toMatchObject({ people: [people[2]], total: 1 });
});

describe('who is meant', () => {
  test('is who has exactly that number, whoever is highlighted', async () => {
    const { finder, answer } = finderByHand();
    void finder.find('A-1');
    await answer(0);
    expect(await finder.meant('A-1', 1)).toBe(people[0]);
  });

  test('is else who is highlighted', async () => {
    const { finder, answer } = finderByHand();
    void finder.find('A-');
    await answer(0);
    expect(await finder.meant('A-', 1)).toBe(people[1]);
  });

  test('is looked for where Enter comes before the list', async () => {
    const { finder, waiting, answer } = finderByHand();
    const meant = finder.meant('A-2', 0);
    expect(waiting.map(({ wanted }) => wanted)).toEqual(['A-2']);
    await answer(0);
    expect(await meant).toBe(people[1]);
  });

  test('is never taken from the list of something else that still stands there', async () => {
    const { finder, answer } = finderByHand();
    void finder.find('');
    await answer(0);
    // The list of what was typed is under way already.
    void finder.find('A-10');
    const meant = finder.meant('A-10', 0);
    await answer(1);
    await answer(2);
    expect(await meant).toBe(people[2]);
  });

  test('is nobody where something else was typed meanwhile', async () => {
    const { finder, answer } = finderByHand();
    void finder.find('');
    await answer(0);
    const meant = finder.meant('A-2', 0);
    void finder.find('A-22');
    await answer(1);
    await answer(2);
    expect(await meant).toBeUndefined();
  });

  test('is nobody where nobody is found', async () => {
    const { finder, answer } = finderByHand();
    const meant = finder.meant('Z', 0);
    await answer(0);
    expect(await meant).toBeUndefined();
  });

  test('is not known where the search fails, which is told', async () => {
    const finder = createPersonFinder(
      () => Promise.reject(new Error('away')),
      () => undefined,
    );
    await expect(finder.meant('A-1', 0)).rejects.toThrow('away');
  });
});
