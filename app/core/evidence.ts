/**
 * What several captures of one person say together: how often strangers would bring evidence this
 * strong. A calibration parts the distances into cells, from within its strictest threshold to
 * beyond its most tolerant one; of each it knows how many non-mated and how many mated comparisons
 * fall into it. Their ratio, multiplied over captures that err independently, is the strongest
 * evidence there is (Neyman and Pearson), and the exact distribution of the product among strangers
 * follows from the cells. Nothing lies between points, so that no rate is promised that was not
 * measured.
 */
import { decisionRate, type Calibration } from './decision.ts';
import { invariant } from './failure.ts';
import type { Distance, Rate } from './vocabulary.ts';

/** The closest of several comparisons of one face or finger. */
export interface Evidence {
  readonly calibration: Calibration;
  readonly distance: Distance;
  /** Captures times references: each was a chance to be close by mistake. */
  readonly comparisons: number;
}

/** Distances between two thresholds of a calibration. */
interface Cell {
  readonly nonMated: number;
  readonly mated: number;
}

/** Steps of the logarithm of a ratio; sums of whole steps are exact. */
const STEPS_PER_UNIT = 100;

/** @param parts of different faces or fingers: they are taken to err independently */
export function fusedFalseMatchRate(parts: readonly Evidence[]): Rate {
  invariant(parts.length > 0, 'evidence is of at least one part');
  // Alone, the closest distance says all; joined cells would tell less.
  if (parts.length === 1) return falseMatchRateOf(parts[0]);
  let strangers = new Map<number, number>([[0, 1]]);
  let observed = 0;
  for (const part of parts) {
    const cells = cellsOf(part);
    const { joined, steps } = joinCells(cells);
    observed += steps[joined[cellIndex(part)]];
    strangers = convolve(strangers, cells, joined, steps);
  }
  let rate = 0;
  // From the rarest on: small numbers are added before large ones.
  for (const [sum, share] of [...strangers].sort(([one], [other]) => other - one)) {
    if (sum < observed) break;
    rate += share;
  }
  return Math.min(1, rate) as Rate;
}

/** How often one stranger's closest comparison falls into this cell or a closer one. */
export function falseMatchRateOf({ calibration, distance, comparisons }: Evidence): Rate {
  const within = calibration.points.findLast((point) => distance <= point.threshold);
  return within ? decisionRate(within.falseMatchRate, comparisons) : (1 as Rate);
}

/** From the closest cell, 0, to the one beyond all thresholds. */
function cellIndex({ calibration: { points }, distance }: Evidence): number {
  const loosest = points.length;
  return loosest - 1 - points.findLastIndex((point) => distance <= point.threshold);
}

function cellsOf({ calibration: { points }, comparisons }: Evidence): Cell[] {
  const cells: Cell[] = [];
  let nonMated = 0;
  let mated = 0;
  for (const point of points.toReversed()) {
    const strangers = decisionRate(point.falseMatchRate, comparisons);
    // A looser threshold misses no more; measured in another set it might seem so.
    const same = Math.max(mated, 1 - point.falseNonMatchRate);
    cells.push({ nonMated: Math.max(0, strangers - nonMated), mated: same - mated });
    nonMated = Math.max(nonMated, strangers);
    mated = same;
  }
  cells.push({ nonMated: 1 - nonMated, mated: 1 - mated });
  const trials = Math.min(...points.map((point) => point.mated));
  return cells.map((cell) => ({ ...cell, mated: neverNothing(cell.mated, trials, cells.length) }));
}

/** What was not seen among so many may still be: half a comparison more for every cell. */
function neverNothing(share: number, trials: number, cells: number): number {
  return (share * trials + 0.5) / (trials + 0.5 * cells);
}

/**
 * Neighbours are joined until the ratio falls with the distance (pool adjacent violators), so that
 * closer never counts for less. Answers the group of each cell, and each group's ratio in steps.
 */
function joinCells(cells: readonly Cell[]): { joined: number[]; steps: number[] } {
  const groups: { nonMated: number; mated: number; cells: number }[] = [];
  for (const { nonMated, mated } of cells) {
    groups.push({ nonMated, mated, cells: 1 });
    while (groups.length > 1 && rises(groups[groups.length - 2], groups[groups.length - 1])) {
      const last = groups.pop();
      const before = groups.pop();
      invariant(last && before, 'two groups were there');
      groups.push({
        nonMated: before.nonMated + last.nonMated,
        mated: before.mated + last.mated,
        cells: before.cells + last.cells,
      });
    }
  }
  return {
    joined: groups.flatMap((group, i) => new Array<number>(group.cells).fill(i)),
    steps: groups.map(({ nonMated, mated }) =>
      Math.round(STEPS_PER_UNIT * Math.log(mated / Math.max(nonMated, Number.MIN_VALUE))),
    ),
  };
}

function rises(closer: Cell, farther: Cell): boolean {
  return closer.mated * farther.nonMated < farther.mated * closer.nonMated;
}

function convolve(
  sums: ReadonlyMap<number, number>,
  cells: readonly Cell[],
  joined: readonly number[],
  steps: readonly number[],
): Map<number, number> {
  const result = new Map<number, number>();
  for (const [sum, share] of sums) {
    cells.forEach(({ nonMated }, i) => {
      const next = sum + steps[joined[i]];
      result.set(next, (result.get(next) ?? 0) + share * nonMated);
    });
  }
  return result;
}
