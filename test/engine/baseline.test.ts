/**
 * Proves a change neutral, or shows what it changes: distances of drawn people against those that
 * were committed. A change of model or preprocessing updates them in the same commit.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BASELINE_FILE, BASELINES, measureBaseline, type Baseline } from './measure-baseline.ts';
import { haveWeights } from './models.ts';

/** Processors round differently; a swapped channel or a shifted landmark is far above this. */
const TOLERANCE = 2e-3;

describe.skipIf(!haveWeights)('the baseline', () => {
  test.each(BASELINES)('of %s has not moved', async (name) => {
    // Written by measure-baseline.ts.
    const committed = JSON.parse(readFileSync(BASELINE_FILE, 'utf8')) as Record<string, Baseline>;
    const measured = await measureBaseline(name);
    for (const kind of ['mated', 'nonMated'] as const) {
      expect(measured[kind]).toHaveLength(committed[name][kind].length);
      measured[kind].forEach((distance, i) => {
        expect(Math.abs(distance - committed[name][kind][i])).toBeLessThan(TOLERANCE);
      });
    }
  });
});
