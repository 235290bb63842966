/**
 * The distance of two prints: anchors that look alike are held together by one motion, and what
 * they are closer than the margin is summed up. Embeddings, places and gains are whole numbers, and
 * the rest is basic arithmetic in a fixed order: the same bits on every machine.
 */
import { AppError } from '../failure.ts';
import type { AnchorTemplate, Distance } from '../vocabulary.ts';
import { MOST_ANCHORS, unpackAnchors, type PreparedAnchors } from './anchor-template.ts';
import { GAIN_STEPS, candidatePairs } from './candidate-pairs.ts';
import type { AnchorComparison } from './comparison-rules.ts';
import { bestGain } from './motion.ts';
import { createKernel, type SimilarityKernel } from './similarity-kernel.ts';

export type { AnchorComparison } from './comparison-rules.ts';

/** @throws AppError `bad-input` where one is no template, or their models differ */
export function compareAnchors(
  probe: AnchorTemplate,
  reference: AnchorTemplate,
  comparison: AnchorComparison,
): Distance {
  return comparePrepared(unpackAnchors(probe), unpackAnchors(reference), comparison);
}

export function comparePrepared(
  probe: PreparedAnchors,
  reference: PreparedAnchors,
  comparison: AnchorComparison,
): Distance {
  checkDimensions(probe.dimensions, reference.dimensions);
  const kernel = kernelFor(probe.dimensions);
  kernel.setProbe(probe);
  kernel.setReference(0, reference);
  return distanceByDots(kernel.dots(0, reference.count), probe, reference, comparison);
}

export function checkDimensions(received: number, expected: number): void {
  if (received === expected) return;
  throw new AppError(
    'bad-input',
    `Expected ${expected} numbers for the embedding of an anchor but received ${received}.`,
  );
}

/** Memory for two prints, made once for each number of dimensions: comparing allocates little. */
const kernels = new Map<number, SimilarityKernel>();

function kernelFor(dimensions: number): SimilarityKernel {
  const kernel = kernels.get(dimensions) ?? createKernel(dimensions, MOST_ANCHORS, MOST_ANCHORS);
  kernels.set(dimensions, kernel);
  return kernel;
}

/**
 * In [0, margin]: the mean over the pairs that are expected of a finger, those missing counting
 * the margin.
 *
 * @param dots rows of `placesOf(reference.count)`, one for each anchor of the probe
 * @param bar a larger distance is of no interest, and may be told as `margin`
 */
export function distanceByDots(
  dots: Int32Array,
  probe: PreparedAnchors,
  reference: PreparedAnchors,
  comparison: AnchorComparison,
  bar = Infinity,
): Distance {
  const { margin, minAnchors, expected } = comparison;
  if (Math.min(probe.count, reference.count) < minAnchors) return margin as Distance;
  // The same two prints in either order are one and the same computation.
  const swapped = comesFirst(reference, probe);
  const pairs = candidatePairs(dots, probe, reference, swapped, comparison);
  const whole = Math.round(margin * GAIN_STEPS) * expected;
  // Gains are whole numbers, the bar is not: one less is certain to be too little.
  const little = Math.max(0, Math.floor(whole - bar * expected * GAIN_STEPS) - 1);
  const gain = bestGain(pairs, comparison, little);
  if (gain <= little) return margin as Distance;
  return Math.min(margin, (whole - gain) / expected / GAIN_STEPS) as Distance;
}

/** Any order that depends on nothing but the prints. */
function comesFirst(one: PreparedAnchors, other: PreparedAnchors): boolean {
  if (one.count !== other.count) return one.count < other.count;
  for (let i = 0; i < one.count; i++) {
    const difference =
      one.x[i] - other.x[i] ||
      one.y[i] - other.y[i] ||
      one.direction[i] - other.direction[i] ||
      one.squares[i] - other.squares[i];
    if (difference !== 0) return difference < 0;
  }
  return false;
}
