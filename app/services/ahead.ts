/** How many tasks are under way for each lane: one runs, the others are read and decoded. */
const AHEAD_PER_LANE = 4;

/**
 * Runs a task for every item, several at once, and hands the results on in the order of the
 * items. Stops taking items at the first error, waits for what is under way, then throws it.
 */
export async function forEachAhead<Item, Result>(
  items: Iterable<Item>,
  lanes: number,
  task: (item: Item) => Promise<Result>,
  take: (result: Result, item: Item) => void | Promise<void>,
): Promise<void> {
  const limit = Math.max(1, lanes) * AHEAD_PER_LANE;
  const underWay: { readonly item: Item; readonly result: Promise<Result> }[] = [];
  const takeFirst = async () => {
    const first = underWay.shift();
    if (first) await take(await first.result, first.item);
  };
  try {
    for (const item of items) {
      const result = task(item);
      // Awaited in its turn; until then a failure must not count as unhandled.
      result.catch(() => undefined);
      underWay.push({ item, result });
      if (underWay.length >= limit) await takeFirst();
    }
    while (underWay.length > 0) await takeFirst();
  } finally {
    await Promise.allSettled(underWay.map(({ result }) => result));
  }
}
