/**
 * The comparison of two prints once more, from its description and as plainly as possible: an
 * oracle for the one that is used.
 */
import { unpackAnchors } from '../../../app/core/fingerprint/anchor-template.ts';
import type { AnchorComparison } from '../../../app/core/fingerprint/compare.ts';
import type { AnchorTemplate } from '../../../app/core/vocabulary.ts';

interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly direction: number;
  readonly look: readonly number[];
}

interface Pair {
  readonly one: Anchor;
  readonly other: Anchor;
  readonly turn: number;
  readonly gain: number;
}

type Place = readonly [x: number, y: number];
type Matrix = readonly [Place, Place];

export function naiveCompare(
  first: AnchorTemplate,
  second: AnchorTemplate,
  rules: AnchorComparison,
): number {
  const ones = read(first);
  const others = read(second);
  if (ones.length < rules.minAnchors || others.length < rules.minAnchors) return rules.margin;
  const pairs: Pair[] = [];
  for (const one of ones) {
    for (const other of others) {
      const turn = wrapped(other.direction - one.direction);
      const gain = rules.margin - distance(one.look, other.look);
      if (gain <= 0 || Math.abs(turn) >= (rules.maxTurnDeg * Math.PI) / 180) continue;
      pairs.push({ one, other, turn, gain });
    }
  }
  pairs.sort((a, b) => b.gain - a.gain);
  let best = 0;
  for (const { one, other, turn } of pairs.slice(0, rules.hypotheses)) {
    const rigid: Matrix = [
      [Math.cos(turn), -Math.sin(turn)],
      [Math.sin(turn), Math.cos(turn)],
    ];
    const from: Place = [one.x, one.y];
    const to: Place = [other.x, other.y];
    let chosen = explained(pairs, from, to, rigid, turn, rules.reachPx, rules.reachShare, rules);
    for (let round = 0; round < rules.refinements; round++) {
      if (chosen.length < rules.minAnchors) break;
      const centre = meanPlace(chosen.map((pair) => pair.one));
      const goal = meanPlace(chosen.map((pair) => pair.other));
      const affine = fit(chosen, centre, goal, rigid, rules.stiffnessPx);
      const turned = Math.atan2(affine[1][0] - affine[0][1], affine[0][0] + affine[1][1]);
      chosen = explained(pairs, centre, goal, affine, turned, rules.fitPx, rules.fitShare, rules);
    }
    best = Math.max(
      best,
      chosen.reduce((sum, { gain }) => sum + gain, 0),
    );
  }
  return rules.margin - best / rules.expected;
}

function explained(
  pairs: readonly Pair[],
  centre: Place,
  goal: Place,
  matrix: Matrix,
  turn: number,
  reachPx: number,
  reachShare: number,
  rules: AnchorComparison,
): Pair[] {
  const chosen: Pair[] = [];
  for (const pair of pairs) {
    const arm: Place = [pair.one.x - centre[0], pair.one.y - centre[1]];
    const expected = apply(matrix, arm);
    const off = Math.hypot(
      expected[0] + goal[0] - pair.other.x,
      expected[1] + goal[1] - pair.other.y,
    );
    if (off >= reachPx + reachShare * Math.hypot(...arm)) continue;
    if (Math.abs(wrapped(pair.turn - turn)) >= rules.residualRad) continue;
    if (chosen.some(({ one, other }) => one === pair.one || other === pair.other)) continue;
    if (chosen.length < rules.expected) chosen.push(pair);
  }
  return chosen;
}

/** Gradient descent on the squared errors and the squared distance from the rigid matrix. */
function fit(
  pairs: readonly Pair[],
  centre: Place,
  goal: Place,
  rigid: Matrix,
  stiffness: number,
): Matrix {
  const belief = 2 * stiffness ** 2;
  const matrix = rigid.map((row) => [...row] as [number, number]);
  const arms = pairs.map(({ one }): Place => [one.x - centre[0], one.y - centre[1]]);
  const goals = pairs.map(({ other }): Place => [other.x - goal[0], other.y - goal[1]]);
  const steepest = belief + arms.reduce((sum, [x, y]) => sum + x * x + y * y, 0);
  for (let step = 0; step < 300; step++) {
    const gradient = matrix.map((row, r) => row.map((value, c) => belief * (value - rigid[r][c])));
    arms.forEach((arm, i) => {
      for (const r of [0, 1]) {
        const error = matrix[r][0] * arm[0] + matrix[r][1] * arm[1] - goals[i][r];
        for (const c of [0, 1]) gradient[r][c] += error * arm[c];
      }
    });
    for (const r of [0, 1]) for (const c of [0, 1]) matrix[r][c] -= gradient[r][c] / steepest;
  }
  return [matrix[0], matrix[1]];
}

function apply(matrix: Matrix, [x, y]: Place): Place {
  return [matrix[0][0] * x + matrix[0][1] * y, matrix[1][0] * x + matrix[1][1] * y];
}

function meanPlace(anchors: readonly Anchor[]): Place {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return [sum(anchors.map(({ x }) => x)), sum(anchors.map(({ y }) => y))].map(
    (total) => total / anchors.length,
  ) as unknown as Place; // Two in, two out.
}

function distance(one: readonly number[], other: readonly number[]): number {
  const cosine = one.reduce((sum, value, k) => sum + value * other[k], 0);
  const length = Math.hypot(...one) * Math.hypot(...other);
  return Math.sqrt(Math.max(0, 2 - (2 * cosine) / length));
}

function wrapped(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}

function read(template: AnchorTemplate): Anchor[] {
  const { count, dimensions, x, y, direction, embeddings } = unpackAnchors(template);
  return Array.from({ length: count }, (_, i) => ({
    x: x[i] / 16,
    y: y[i] / 16,
    direction: (direction[i] * 2 * Math.PI) / 256,
    look: [...embeddings.subarray(i * dimensions, (i + 1) * dimensions)],
  }));
}
