/** Times by name. */
export function createTimes() {
  const times = new Map<string, number[]>();
  return {
    async timed<Value>(name: string, run: () => Value | Promise<Value>): Promise<Value> {
      const started = performance.now();
      const value = await run();
      const list = times.get(name) ?? [];
      list.push(performance.now() - started);
      times.set(name, list);
      return value;
    },
    /** 0 where nothing of that name was timed. */
    median(name: string): number {
      const sorted = (times.get(name) ?? [0]).toSorted((one, other) => one - other);
      return sorted[Math.floor(sorted.length / 2)];
    },
    clear: () => times.clear(),
  };
}

/** The shortest of seven runs, in milliseconds. */
export function fastest(run: () => unknown): number {
  let best = Infinity;
  for (let i = 0; i < 7; i++) {
    const started = performance.now();
    run();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}
