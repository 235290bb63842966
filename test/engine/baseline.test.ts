/**
 * Proves a change neutral, or shows what it changes: distances of drawn people against those that
 * were committed. A change of model or preprocessing updates them in the same commit.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BASELINE_FILE, ENCODERS, measureBaseline, type Baseline } from './measure-baseline.ts';
import { haveWeights } from './models.ts';

/** Processors round differently; a swapped channel or a shifted landmark is far above this. */
const TOLERANCE = 2e-3;

describe.skipIf(!haveWeights)('the baseline', () => {
  test.each(ENCODERS)('of the %s encoder has not moved', async (encoder) => {
    // Written by measure-baseline.ts.
    const committed = JSON.parse(readFileSync(BASELINE_FILE, 'utf8')) as Record<string, Baseline>;
    const measured = await measureBaseline(encoder);
    for (const kind of ['mated', 'nonMated'] as const) {
      expect(measured[kind]).toHaveLength(committed[encoder][kind].length);
      measured[kind].forEach((distance, i) => {
        expect(Math.abs(distance - committed[encoder][kind][i])).toBeLessThan(TOLERANCE);
      });
    }
  });
});
