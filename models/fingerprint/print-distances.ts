/** What calibration compares: every two impressions of a set, and probes with enrolled fingers. */
import type { FingerprintScale } from '../../app/core/decision.ts';
import { sortDistances } from '../../app/core/error-rates.ts';
import { allPairs, forEachPair, pairCount } from '../../app/core/evaluation/pairs.ts';
import type { LabelledDistances } from '../../app/core/evaluation/person-bound.ts';
import type { PreparedAnchors } from '../../app/core/fingerprint/anchor-template.ts';
import { comparePrepared } from '../../app/core/fingerprint/compare.ts';
import type { Distances } from '../operating-points.ts';

/** Impressions of a finger that make its enrolment; the others probe. */
export const ENROLLED = 4;

export interface Print {
  readonly person: string;
  readonly finger: string;
  readonly anchors: PreparedAnchors;
}

/** Every pair of impressions of the set. */
export function singleImpressions(
  prints: readonly Print[],
  scale: FingerprintScale,
): LabelledDistances {
  const pairs = allPairs(prints.length);
  const distances = new Float64Array(pairCount(pairs));
  forEachPair(pairs, (one, other, place) => {
    const [probe, reference] = [prints[one].anchors, prints[other].anchors];
    distances[place] = comparePrepared(probe, reference, scale.comparison);
  });
  const labels = numbered(prints.map(({ finger }) => finger));
  return { pairs, labels, people: numbered(prints.map(({ person }) => person)), distances };
}

function numbered(names: readonly string[]): Uint32Array {
  const numbers = new Map([...new Set(names)].map((name, number) => [name, number]));
  return Uint32Array.from(names, (name) => numbers.get(name) ?? 0);
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

/** Sets as one, of which only pairs within a set were compared. */
export function pooled(parts: readonly LabelledDistances[]): LabelledDistances {
  const probes: number[] = [];
  const references: number[] = [];
  const labels: number[] = [];
  const people: number[] = [];
  for (const part of parts) {
    const before = labels.length;
    const next = (numbers: readonly number[]) =>
      numbers.reduce((most, number) => Math.max(most, number + 1), 0);
    const [label, person] = [next(labels), next(people)];
    forEachPair(part.pairs, (one, other) => {
      probes.push(before + one);
      references.push(before + other);
    });
    for (const one of part.labels) labels.push(label + one);
    for (const one of part.people) people.push(person + one);
  }
  return {
    pairs: {
      kind: 'listed',
      probes: Uint32Array.from(probes),
      references: Uint32Array.from(references),
    },
    labels: Uint32Array.from(labels),
    people: Uint32Array.from(people),
    distances: Float64Array.from(parts.flatMap(({ distances }) => [...distances])),
  };
}
