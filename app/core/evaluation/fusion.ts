/**
 * One decision from several parts of a person: several fingers, or a face and a finger. What comes
 * out is a distance again: within [0, 2], and smaller is closer.
 */
import { assertNever, invariant } from '../failure.ts';
import type { Distance } from '../vocabulary.ts';
import { fitNormaliser, normalise, type FusionMethod, type Normaliser } from './normalisers.ts';
import type { Populations } from './populations.ts';

export interface Fusion {
  readonly method: FusionMethod;
  /** Of each part, in the order that distances are given in. */
  readonly parts: readonly Normaliser[];
}

/** @param parts what was measured of each part by itself */
export function fitFusion(method: FusionMethod, parts: readonly Populations[]): Fusion {
  invariant(parts.length > 0, 'a fusion has parts');
  return { method, parts: parts.map((part) => fitNormaliser(method, part)) };
}

/**
 * @param distances of each part; undefined where it was not captured, which says nothing for or
 *   against a match
 */
export function fuse(fusion: Fusion, distances: readonly (number | undefined)[]): Distance {
  invariant(distances.length === fusion.parts.length, 'every part of a fusion has its place');
  let sum = 0;
  let present = 0;
  distances.forEach((distance, part) => {
    if (distance === undefined) return;
    sum += normalise(fusion.parts[part], distance);
    present += 1;
  });
  invariant(present > 0, 'at least one part of a fusion was captured');
  return toDistance(combine(fusion.method, sum, present));
}

/** The same for many comparisons: one array a part, NaN where it was not captured. */
export function fuseAll(fusion: Fusion, parts: readonly Float64Array[]): Float64Array {
  const [first] = parts;
  invariant(first, 'a fusion has parts');
  invariant(
    parts.every((part) => part.length === first.length),
    'every part of a fusion has as many comparisons',
  );
  return first.map((_, i) =>
    fuse(
      fusion,
      parts.map((part) => (Number.isNaN(part[i]) ? undefined : part[i])),
    ),
  );
}

function combine(method: FusionMethod, sum: number, present: number): number {
  switch (method) {
    case 'min-max':
    case 'z-score':
      return sum / present;
    case 'likelihood-ratio':
      // Independent parts multiply their likelihoods; one that is missing has a ratio of 1.
      return sum;
    default:
      return assertNever(method);
  }
}

/** Any number to [0, 2], strictly rising, by divisions alone: no exponential that machines differ in. */
function toDistance(value: number): Distance {
  return (value <= 0 ? 1 / (1 - value) : 2 - 1 / (1 + value)) as Distance;
}
