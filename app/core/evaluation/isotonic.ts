/** Pooled adjacent violators: the closest sequence that never rises. */

export interface Pool {
  /** Places from `from` to before `to` have one value. */
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** Weighted mean of what was pooled. */
  readonly value: number;
}

/** Least squares, weighted: places that rise are pooled with those before them. */
export function poolFalling(values: ArrayLike<number>, weights: ArrayLike<number>): Pool[] {
  const pools: Pool[] = [];
  for (let i = 0; i < values.length; i++) {
    let pool: Pool = { from: i, to: i + 1, weight: weights[i], value: values[i] };
    for (let last = pools.at(-1); last && last.value <= pool.value; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      const sum = last.weight * last.value + pool.weight * pool.value;
      // Two of no weight have no mean: what is later holds.
      const value = weight > 0 ? sum / weight : pool.value;
      pool = { from: last.from, to: pool.to, weight, value };
    }
    pools.push(pool);
  }
  return pools;
}
