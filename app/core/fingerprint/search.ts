/**
 * Exhaustive 1:N search over prints, exact: a first look at every reference bounds its distance
 * from below, and references are compared from the most promising on until no other can be closer
 * than those found.
 */
import type { Neighbour } from '../search.ts';
import type { AnchorTemplate } from '../vocabulary.ts';
import {
  MOST_ANCHORS,
  anchorCount,
  anchorDimensions,
  unpackAnchors,
  type PreparedAnchors,
} from './anchor-template.ts';
import { checkDimensions, distanceByDots } from './compare.ts';
import type { AnchorComparison } from './comparison-rules.ts';
import { createKernel, placesOf } from './similarity-kernel.ts';

export interface AnchorIndex {
  /** The `count` closest references, closest first, ties by row. */
  findClosest(probe: AnchorTemplate, count: number): Neighbour[];
}

const NONE = new Int8Array(0);

/** More than a cosine loses in single precision: the bound must not lie above the distance. */
const COSINE_SLACK = 5e-7;

/** @param templates of one model, in the order of their rows */
export function createAnchorIndex(
  templates: readonly AnchorTemplate[],
  comparison: AnchorComparison,
): AnchorIndex {
  const [firstTemplate] = templates;
  if (!firstTemplate) return { findClosest: () => [] };
  const dimensions = anchorDimensions(firstTemplate);
  const places = new Float64Array(templates.length + 1);
  templates.forEach((template, row) => {
    places[row + 1] = places[row] + placesOf(anchorCount(template));
  });
  const kernel = createKernel(dimensions, MOST_ANCHORS, places[templates.length]);
  const rows = templates.map((template, row) => {
    const anchors = unpackAnchors(template);
    checkDimensions(anchors.dimensions, dimensions);
    kernel.setReference(places[row], anchors);
    // What the kernel keeps need not be kept twice.
    return { ...anchors, embeddings: NONE };
  });

  /** For every row no more than its distance to the probe. */
  function bounds(probe: PreparedAnchors): Float64Array {
    const similarities = new Float32Array(probe.count);
    const lengths = probe.squares.map(Math.sqrt);
    const bound = new Float64Array(rows.length).fill(comparison.margin);
    rows.forEach(({ count }, row) => {
      if (Math.min(count, probe.count) < comparison.minAnchors) return;
      kernel.best(places[row], count, similarities);
      bound[row] = boundOf(similarities, lengths, comparison);
    });
    return bound;
  }

  return {
    findClosest(template, count) {
      const probe = unpackAnchors(template);
      checkDimensions(probe.dimensions, dimensions);
      if (count < 1) return [];
      kernel.setProbe(probe);
      const bound = bounds(probe);
      const order = Uint32Array.from(rows, (_, row) => row).sort(
        (one, other) => bound[one] - bound[other] || one - other,
      );
      const closest: Neighbour[] = [];
      for (const row of order) {
        const bar = closest.length < count ? Infinity : closest[closest.length - 1].distance;
        if (bound[row] > bar) break;
        const dots = kernel.dots(places[row], rows[row].count);
        const distance = distanceByDots(dots, probe, rows[row], comparison, bar);
        insert(closest, { row, distance });
        if (closest.length > count) closest.pop();
      }
      return closest;
    },
  };
}

/**
 * No motion pairs an anchor of the probe better than with the reference's most similar one, and
 * none counts more pairs than are expected.
 */
function boundOf(
  similarities: Float32Array,
  lengths: Float64Array,
  { margin, expected }: AnchorComparison,
): number {
  const heaviest = new Float64Array(expected);
  for (let i = 0; i < similarities.length; i++) {
    const cosine = lengths[i] > 0 ? similarities[i] / lengths[i] + COSINE_SLACK : 0;
    const weight = margin - Math.sqrt(Math.max(0, 2 - 2 * cosine));
    if (!(weight > heaviest[0])) continue;
    // Sorted, the least of them first: the new one moves up to its place.
    let place = 0;
    for (; place + 1 < expected && heaviest[place + 1] < weight; place++) {
      heaviest[place] = heaviest[place + 1];
    }
    heaviest[place] = weight;
  }
  const sum = heaviest.reduce((total, weight) => total + weight, 0);
  return Math.max(0, margin - sum / expected - 1e-9);
}

function insert(closest: Neighbour[], found: Neighbour): void {
  let place = closest.length;
  const isCloser = (other: Neighbour) => found.distance - other.distance || found.row - other.row;
  while (place > 0 && isCloser(closest[place - 1]) < 0) place -= 1;
  closest.splice(place, 0, found);
}
