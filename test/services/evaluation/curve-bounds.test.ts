import { expect, test } from 'vitest';
import { curveRates, errorCurve } from '../../../app/core/evaluation/curves.ts';
import {
  allPairs,
  forEachPair,
  pairCount,
  splitPopulations,
} from '../../../app/core/evaluation/pairs.ts';
import { supportedTargets } from '../../../app/core/evaluation/operating-points.ts';
import { curveBounds } from '../../../app/services/evaluation/curve-bounds.ts';
import { personEvidence } from '../../../app/services/evaluation/person-evidence.ts';
import { gaussian, seededRandom } from '../../core/support.ts';

test('both errors of a curve lie within their bounds, at every threshold', () => {
  const random = seededRandom(4);
  const people = Uint32Array.from({ length: 60 }, (_, i) => Math.floor(i / 2));
  const pairs = allPairs(60);
  const distances = new Float64Array(pairCount(pairs));
  forEachPair(pairs, (one, other, place) => {
    distances[place] = Math.abs(
      (people[one] === people[other] ? 0.5 : 1.2) + 0.2 * gaussian(random),
    );
  });
  const populations = splitPopulations(pairs, people, distances);
  const measured = { pairs, labels: people, people, distances };
  const evidence = personEvidence(measured, supportedTargets(populations));
  const curve = curveRates(errorCurve(populations));
  const bounds = curveBounds(populations, evidence, curve);
  const plain = curveBounds(populations, undefined, curve);
  expect(bounds.falseMatchUpper).toHaveLength(curve.thresholds.length);
  curve.thresholds.forEach((_, i) => {
    expect(bounds.falseMatchUpper[i]).toBeGreaterThan(curve.falseMatchRates[i] - 1e-12);
    expect(bounds.falseMatchUpper[i]).toBeGreaterThanOrEqual(plain.falseMatchUpper[i]);
    expect(bounds.falseNonMatchLower[i]).toBeLessThanOrEqual(curve.falseNonMatchRates[i] + 1e-12);
    expect(bounds.falseNonMatchUpper[i]).toBeGreaterThanOrEqual(
      curve.falseNonMatchRates[i] - 1e-12,
    );
  });
});
