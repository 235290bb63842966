/** What calibration compares: every two impressions of a set, and probes with enrolled fingers. */
import type { FingerprintScale } from '../../app/core/decision.ts';
import { sortDistances } from '../../app/core/error-rates.ts';
import type { PreparedAnchors } from '../../app/core/fingerprint/anchor-template.ts';
import { comparePrepared } from '../../app/core/fingerprint/compare.ts';
import type { Distances } from '../operating-points.ts';

/** Impressions of a finger that make its enrolment; the others probe. */
export const ENROLLED = 4;

export interface Print {
  readonly finger: string;
  readonly anchors: PreparedAnchors;
}

/** Every pair of impressions of the set. */
export function singleImpressions(prints: readonly Print[], scale: FingerprintScale): Distances {
  const mated: number[] = [];
  const nonMated: number[] = [];
  prints.forEach((one, i) => {
    for (const other of prints.slice(i + 1)) {
      const distance = comparePrepared(one.anchors, other.anchors, scale.comparison);
      (one.finger === other.finger ? mated : nonMated).push(distance);
    }
  });
  return sorted({ mated, nonMated });
}

export interface Enrolment {
  /** Each probe against each enrolled finger: the smallest of its distances to the references. */
  readonly smallest: Distances;
  /** The same probes against each of the same references by itself: what enrolling one would give. */
  readonly each: Distances;
}

export function enrolFingers(prints: readonly Print[], scale: FingerprintScale): Enrolment {
  const smallest = { mated: [] as number[], nonMated: [] as number[] };
  const each = { mated: [] as number[], nonMated: [] as number[] };
  const fingers = Map.groupBy(prints, ({ finger }) => finger);
  for (const [finger, impressions] of fingers) {
    for (const probe of impressions.slice(ENROLLED)) {
      for (const [enrolled, references] of fingers) {
        const distances = references
          .slice(0, ENROLLED)
          .map((reference) => comparePrepared(probe.anchors, reference.anchors, scale.comparison));
        const kind = enrolled === finger ? 'mated' : 'nonMated';
        smallest[kind].push(Math.min(...distances));
        each[kind].push(...distances);
      }
    }
  }
  return { smallest: sorted(smallest), each: sorted(each) };
}

function sorted({ mated, nonMated }: Record<keyof Distances, readonly number[]>): Distances {
  return { mated: sortDistances(mated), nonMated: sortDistances(nonMated) };
}

export function pooled(parts: readonly Distances[]): Distances {
  return {
    mated: sortDistances(parts.flatMap(({ mated }) => [...mated])),
    nonMated: sortDistances(parts.flatMap(({ nonMated }) => [...nonMated])),
  };
}
