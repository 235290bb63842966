/** Lets at most `limit` tasks run at once; the others wait in order. */
export function createGate(limit: number): <Value>(task: () => Promise<Value>) => Promise<Value> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running < limit) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place is handed on, not given up: whoever comes before the next one wakes would
      // take it as well.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
