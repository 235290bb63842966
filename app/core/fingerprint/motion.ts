/**
 * The motion that explains the most of what two prints share. A rigid motion is taken from each of
 * the closest pairs. What it explains gives an affine one, which follows stretched skin more
 * closely and so allows a tighter reach; with it the pairs are gathered anew.
 */
import { MOST_ANCHORS } from './anchor-template.ts';
import type { CandidatePairs } from './candidate-pairs.ts';
import type { AnchorComparison } from './comparison-rules.ts';

/** Takes `centre` to `goal`, and what lies around it by a matrix: `x' = xx x + xy y`. */
interface Motion {
  readonly centreX: number;
  readonly centreY: number;
  readonly goalX: number;
  readonly goalY: number;
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
}

/** Pairs that one motion explains: each anchor once, the closest first. */
interface Explained {
  readonly pairs: Uint16Array;
  count: number;
  gain: number;
}

/**
 * The largest sum of gains of pairs that one motion explains, and no more pairs than are expected
 * of a finger; `little` where none has more.
 */
export function bestGain(
  pairs: CandidatePairs,
  comparison: AnchorComparison,
  little: number,
): number {
  const { expected, refinements, minAnchors, reachPx, reachShare, fitPx, fitShare } = comparison;
  if (mostGain(pairs, expected) <= little) return little;
  const gather = createGatherer(pairs, comparison);
  let best = little;
  const tried = Math.min(comparison.hypotheses, pairs.count);
  for (let hypothesis = 0; hypothesis < tried; hypothesis++) {
    const rigid = rigidMotion(pairs, hypothesis);
    let explained = gather(rigid, reachPx, reachShare);
    for (let round = 0; round < refinements && explained.count >= minAnchors; round++) {
      const affine = affineMotion(pairs, explained, rigid, comparison.stiffnessPx);
      explained = gather(affine, fitPx, fitShare);
    }
    best = Math.max(best, explained.gain);
  }
  return best;
}

/** No motion can have more: of the best pair of each anchor the best ones. */
function mostGain({ count, from, gains }: CandidatePairs, expected: number): number {
  const seen = new Uint8Array(MOST_ANCHORS);
  let sum = 0;
  let left = expected;
  for (let c = 0; c < count && left > 0; c++) {
    if (seen[from[c]] === 1) continue;
    seen[from[c]] = 1;
    sum += gains[c];
    left -= 1;
  }
  return sum;
}

function rigidMotion(pairs: CandidatePairs, pair: number): Motion {
  const { fromX, fromY, toX, toY, cosines, sines } = pairs;
  return {
    centreX: fromX[pair],
    centreY: fromY[pair],
    goalX: toX[pair],
    goalY: toY[pair],
    xx: cosines[pair],
    xy: -sines[pair],
    yx: sines[pair],
    yy: cosines[pair],
  };
}

/** The affine motion closest to the pairs and, with a weight, to the rigid one (ridge regression). */
function affineMotion(
  { fromX, fromY, toX, toY }: CandidatePairs,
  { pairs, count }: Explained,
  rigid: Motion,
  stiffnessPx: number,
): Motion {
  let [centreX, centreY, goalX, goalY] = [0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    const c = pairs[k];
    centreX += fromX[c];
    centreY += fromY[c];
    goalX += toX[c];
    goalY += toY[c];
  }
  centreX /= count;
  centreY /= count;
  goalX /= count;
  goalY /= count;
  // Normal equations: [a b; b d] M' = [p q; r s], the rigid motion counting as `belief`.
  const belief = 2 * stiffnessPx * stiffnessPx;
  let [a, b, d] = [belief, 0, belief];
  let [p, q] = [belief * rigid.xx, belief * rigid.yx];
  let [r, s] = [belief * rigid.xy, belief * rigid.yy];
  for (let k = 0; k < count; k++) {
    const c = pairs[k];
    const x = fromX[c] - centreX;
    const y = fromY[c] - centreY;
    const u = toX[c] - goalX;
    const v = toY[c] - goalY;
    a += x * x;
    b += x * y;
    d += y * y;
    p += x * u;
    q += x * v;
    r += y * u;
    s += y * v;
  }
  const determinant = a * d - b * b;
  const xx = (d * p - b * r) / determinant;
  const xy = (a * r - b * p) / determinant;
  const yx = (d * q - b * s) / determinant;
  const yy = (a * s - b * q) / determinant;
  return { centreX, centreY, goalX, goalY, xx, xy, yx, yy };
}

/** Gathers into memory of its own: what it returned before is gone at the next call. */
function createGatherer(candidates: CandidatePairs, { expected, residualRad }: AnchorComparison) {
  const { count, from, to, fromX, fromY, toX, toY, cosines, sines, gains } = candidates;
  const explained: Explained = { pairs: new Uint16Array(expected), count: 0, gain: 0 };
  // In which call an anchor was last used.
  const usedFrom = new Uint16Array(MOST_ANCHORS);
  const usedTo = new Uint16Array(MOST_ANCHORS);
  let call = 0;
  const leastCosine = Math.fround(Math.cos(Math.min(Math.PI, residualRad)));
  return (motion: Motion, reachPx: number, reachShare: number): Explained => {
    const { centreX, centreY, goalX, goalY, xx, xy, yx, yy } = motion;
    // The turn that is closest to the matrix, as a vector: no angle is ever computed.
    const along = xx + yy;
    const across = yx - xy;
    const least = leastCosine * Math.sqrt(along * along + across * across);
    call += 1;
    explained.count = 0;
    explained.gain = 0;
    for (let c = 0; c < count && explained.count < expected; c++) {
      // Not `<=`: what is no number must not pass.
      if (!(along * cosines[c] + across * sines[c] > least)) continue;
      const x = fromX[c] - centreX;
      const y = fromY[c] - centreY;
      const offX = xx * x + xy * y + goalX - toX[c];
      const offY = yx * x + yy * y + goalY - toY[c];
      const reach = reachPx + reachShare * Math.sqrt(x * x + y * y);
      if (!(offX * offX + offY * offY < reach * reach)) continue;
      if (usedFrom[from[c]] === call || usedTo[to[c]] === call) continue;
      usedFrom[from[c]] = call;
      usedTo[to[c]] = call;
      explained.pairs[explained.count] = c;
      explained.count += 1;
      explained.gain += gains[c];
    }
    return explained;
  };
}
