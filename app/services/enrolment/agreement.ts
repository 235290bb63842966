import type { EnrolmentReport } from '../../contract/results.ts';
import type { EncoderScale } from '../../core/decision.ts';
import { compareFeatures } from '../../core/features.ts';
import type { Template } from '../../core/template.ts';
import type { Distance } from '../../core/vocabulary.ts';
import { fingerOf } from './fingers.ts';
import type { NewSample } from './new-sample.ts';

type Disagreement = EnrolmentReport['disagreements'][number];

/**
 * Samples of one person hang together: from each one can reach every other by steps within the
 * limit, stored references included. Where they fall apart, the person is the group of the stored
 * references, however many new samples stand against them; without any, the largest group. Told
 * are the closest distances that would have to be bridged to it. Of fingerprints each finger is
 * looked at by itself, and those that nobody named as one.
 */
export function findDisagreements(
  scale: EncoderScale,
  samples: readonly NewSample[],
  stored: readonly Template[],
  limit: Distance,
): Disagreement[] {
  const fingers = new Set(samples.map(({ sample }) => fingerOf(sample)));
  return [...fingers]
    .flatMap((finger) =>
      disagreementsOf(
        scale,
        samples.filter(({ sample }) => fingerOf(sample) === finger),
        stored.filter((template) => fingerOf(template) === finger),
        limit,
      ),
    )
    .sort((one, other) => one.image - other.image);
}

function disagreementsOf(
  scale: EncoderScale,
  samples: readonly NewSample[],
  stored: readonly Template[],
  limit: Distance,
): Disagreement[] {
  const nodes = [
    ...stored.map(({ features }) => ({ features, label: 'enrolled' as const })),
    ...samples.map(({ image, sample }) => ({ features: sample.features, label: image })),
  ];
  const distance = (one: number, other: number) =>
    compareFeatures(scale, nodes[one].features, nodes[other].features);
  const groups = findGroups(nodes.length, (one, other) => {
    const bothStored = Math.max(one, other) < stored.length;
    // Stored references were accepted before, perhaps by override: they are one person.
    return bothStored || distance(one, other) <= limit;
  });
  const main = stored.length > 0 ? groups[0] : largestOf(groups);
  return samples.flatMap(({ image }, i) => {
    const node = stored.length + i;
    if (main.has(node)) return [];
    const [closest] = [...main]
      .map((other) => ({ other, distance: distance(node, other) }))
      .sort((one, other) => one.distance - other.distance);
    return [{ image, with: nodes[closest.other].label, distance: closest.distance }];
  });
}

/** The connected groups, in order of their first members. */
function findGroups(count: number, joined: (one: number, other: number) => boolean): Set<number>[] {
  const seen = new Set<number>();
  const groups: Set<number>[] = [];
  for (let start = 0; start < count; start++) {
    if (seen.has(start)) continue;
    const group = new Set([start]);
    // A set's iteration goes on with what is added meanwhile.
    for (const node of group) {
      seen.add(node);
      for (let other = 0; other < count; other++) {
        if (!group.has(other) && joined(node, other)) group.add(other);
      }
    }
    groups.push(group);
  }
  return groups;
}

/** Of equal ones the first; empty where there are none. */
function largestOf(groups: readonly Set<number>[]): Set<number> {
  return groups.reduce(
    (largest, group) => (group.size > largest.size ? group : largest),
    new Set<number>(),
  );
}
