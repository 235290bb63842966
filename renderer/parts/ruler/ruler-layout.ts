/** Where everything lies on the distance ruler, as shares of its length. */
import type { Spot } from '../../charts/paths.ts';
import { hillSpots } from '../../charts/paths.ts';
import { linearScale, type Scale } from '../../charts/scales.ts';

export interface RulerFacts {
  readonly threshold: number;
  readonly margin: number;
  readonly distance?: number;
  readonly undecidedThreshold?: number;
  readonly populations?: {
    readonly end: number;
    readonly mated: readonly number[];
    readonly nonMated: readonly number[];
  };
}

export interface RulerLayout {
  readonly scale: Scale;
  readonly end: number;
  readonly mated: readonly Spot[];
  readonly nonMated: readonly Spot[];
}

/** Distances never exceed 2; beyond the margin there is a little room. */
const MOST = 2;
const ROOM = 1.1;

export function layOutRuler(facts: RulerFacts): RulerLayout {
  const farthest = Math.max(
    facts.margin,
    facts.distance ?? 0,
    facts.threshold,
    facts.undecidedThreshold ?? 0,
  );
  const end = Math.min(MOST, Math.max(farthest * 1.02, facts.margin * ROOM));
  const scale = linearScale(0, end, 6);
  return {
    scale,
    end,
    mated: hill(facts.populations?.mated, facts.populations?.end, end),
    nonMated: hill(facts.populations?.nonMated, facts.populations?.end, end),
  };
}

/** On the ruler's own scale, cut where the ruler ends. */
function hill(
  counts: readonly number[] | undefined,
  gridEnd: number | undefined,
  end: number,
): readonly Spot[] {
  if (!counts || gridEnd === undefined) return [];
  const reach = Math.round(counts.length / 60);
  return hillSpots(counts, reach)
    .map(({ x, y }) => ({ x: (x * gridEnd) / end, y }))
    .filter(({ x }) => x <= 1);
}

/** Keeps labels from covering each other: moves a later one along where it must. */
export function spreadLabels(
  places: readonly number[],
  widths: readonly number[],
  length: number,
): readonly number[] {
  const order = places.map((_, at) => at).sort((one, other) => places[one] - places[other]);
  const put = [...places];
  let free = 0;
  for (const at of order) {
    put[at] = Math.max(free + widths[at] / 2, put[at]);
    free = put[at] + widths[at] / 2;
  }
  let most = length;
  for (const at of order.toReversed()) {
    put[at] = Math.min(most - widths[at] / 2, put[at]);
    most = put[at] - widths[at] / 2;
  }
  return put;
}

/** Where a hill is highest, as a share of the ruler's length. */
export function peakOf(spots: readonly Spot[]): number {
  return spots.reduce((one, other) => (other.y > one.y ? other : one)).x;
}

/** The base line below a hill. */
export function floorOf(spots: readonly Spot[]): readonly Spot[] {
  return [
    { x: spots[0].x, y: 0 },
    { x: spots[spots.length - 1].x, y: 0 },
  ];
}
