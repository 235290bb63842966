import { bootstrapIntervals } from '../../app/core/evaluation/bootstrap.ts';
import { thinnedCurve } from '../../app/core/evaluation/curves.ts';
import { leaveOneOut } from '../../app/core/evaluation/identification.ts';
import { labelErrors } from '../../app/core/evaluation/label-errors.ts';
import { supportedTargets } from '../../app/core/evaluation/operating-points.ts';
import { pairDistances } from '../../app/core/evaluation/pair-distances.ts';
import { allPairs, splitPopulations } from '../../app/core/evaluation/pairs.ts';
import { equalErrorRate } from '../../app/core/error-rates.ts';
import { toEmbedding } from '../../app/core/embedding.ts';
import { Chance } from '../../app/core/synthesis/chance.ts';

const CAPTURES = 4_473;
const CAPTURES_OF_A_PERSON = 3;

/** Ten million comparisons of embeddings, and all that a report tells of them. */
export function measureEvaluation(dimensions: number) {
  const labels = Uint32Array.from({ length: CAPTURES }, (_, i) =>
    Math.floor(i / CAPTURES_OF_A_PERSON),
  );
  const captures = drawCaptures(labels, dimensions);
  const pairs = allPairs(CAPTURES);
  const steps: { readonly name: string; readonly ms: number }[] = [];
  const timed = <Value>(name: string, run: () => Value): Value => {
    const started = performance.now();
    const value = run();
    steps.push({ name, ms: performance.now() - started });
    return value;
  };
  const distances = timed('distances', () => pairDistances(captures, pairs));
  const populations = timed('sorting', () => splitPopulations(pairs, labels, distances));
  const measured = { pairs, labels, people: labels, distances, populations };
  const { threshold } = equalErrorRate(populations.mated, populations.nonMated);
  timed('points and curve', () => [supportedTargets(populations), thinnedCurve(populations, 1500)]);
  timed('1:N', () => leaveOneOut(labels, distances));
  timed('label errors', () => labelErrors(measured, threshold));
  timed('bootstrap by person', () => bootstrapIntervals(measured, { thresholds: [threshold] }));
  return { comparisons: distances.length, dimensions, steps };
}

function drawCaptures(labels: Uint32Array, dimensions: number) {
  const chance = new Chance(dimensions);
  const rows = new Float32Array(labels.length * dimensions);
  let person = new Float32Array(dimensions);
  labels.forEach((_, i) => {
    if (i % CAPTURES_OF_A_PERSON === 0) person = person.map(() => chance.bell());
    rows.set(toEmbedding(person.map((value) => value + 1.5 * chance.bell())), i * dimensions);
  });
  return { rows, dimensions };
}
