/** One distance from several samples of the same part: the closest, their mean, or a mean template. */
import { sortDistances } from '../error-rates.ts';
import { toEmbedding } from '../embedding.ts';
import { invariant } from '../failure.ts';
import type { Distance, Embedding } from '../vocabulary.ts';
import { rowStart, allPairs, pairCount } from './pairs.ts';
import type { Populations } from './populations.ts';

export type SampleRule = 'min' | 'mean';

export function fuseSamples(rule: SampleRule, distances: readonly number[]): Distance {
  invariant(distances.length > 0, 'there is a sample to fuse');
  switch (rule) {
    case 'min':
      return Math.min(...distances) as Distance;
    case 'mean':
      return (distances.reduce((sum, distance) => sum + distance, 0) /
        distances.length) as Distance;
  }
}

/** One template of several samples: the direction of their sum. */
export function meanEmbedding(samples: readonly Embedding[]): Embedding {
  const [first] = samples;
  invariant(first, 'there is a sample to take a mean of');
  const sum = new Float64Array(first.length);
  for (const sample of samples) {
    invariant(sample.length === sum.length, 'embeddings of one model have one length');
    for (let i = 0; i < sum.length; i++) sum[i] += sample[i];
  }
  return toEmbedding(Float32Array.from(sum));
}

/**
 * What enrolling `enrolled` captures of each label would give: its first captures are references,
 * all others probe every label. Labels with fewer captures than that are no one's reference.
 *
 * @param labels of each capture
 * @param distances of all pairs, in their order
 */
export function enrolledPopulations(
  labels: Uint32Array,
  distances: Float64Array,
  enrolled: number,
  rule: SampleRule,
): Populations {
  const pairs = allPairs(labels.length);
  invariant(distances.length === pairCount(pairs), 'enrolling needs the distance of every pair');
  const between = (one: number, two: number) => {
    const [low, high] = one < two ? [one, two] : [two, one];
    return distances[rowStart(pairs, low) + high - low - 1];
  };
  const byLabel = [...Map.groupBy(labels.keys(), (capture) => labels[capture])];
  const references = byLabel.filter(([, captures]) => captures.length >= enrolled);
  const mated: number[] = [];
  const nonMated: number[] = [];
  for (const [own, captures] of byLabel) {
    for (const probe of captures.slice(enrolled)) {
      for (const [label, others] of references) {
        const parts = others.slice(0, enrolled).map((reference) => between(probe, reference));
        (label === own ? mated : nonMated).push(fuseSamples(rule, parts));
      }
    }
  }
  return { mated: sortDistances(mated), nonMated: sortDistances(nonMated) };
}
