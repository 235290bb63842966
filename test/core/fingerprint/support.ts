import { packAnchors, type Anchor } from '../../../app/core/fingerprint/anchor-template.ts';
import type { AnchorComparison } from '../../../app/core/fingerprint/compare.ts';
import type { Plane } from '../../../app/core/fingerprint/plane.ts';
import type { AnchorTemplate } from '../../../app/core/vocabulary.ts';
import { between, gaussian } from '../support.ts';

/** As a manifest says it. */
export const COMPARISON: AnchorComparison = {
  margin: 1.1,
  expected: 12,
  maxTurnDeg: 60,
  hypotheses: 16,
  reachPx: 6,
  reachShare: 0.07,
  refinements: 2,
  fitPx: 4,
  fitShare: 0.03,
  stiffnessPx: 57,
  residualRad: 0.4,
  minAnchors: 4,
};

export const DIMENSIONS = 64;

/** An anchor with what its surroundings look like, of any length. */
export interface Feature extends Anchor {
  readonly look: readonly number[];
}

export function planeOf(
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): Plane {
  const data = Float32Array.from({ length: width * height }, (_, i) =>
    valueAt(i % width, Math.floor(i / width)),
  );
  return { width, height, data };
}

/**
 * Looks vary along 16 directions only, so that strangers are alike now and then, as real ones are.
 */
export function randomFeatures(random: () => number, count: number): Feature[] {
  const basis = Array.from({ length: 16 }, (_, b) => {
    return Array.from({ length: DIMENSIONS }, (_, k) => Math.cos((b + 1) * (k + 0.5) * 0.7));
  });
  return Array.from({ length: count }, () => {
    const shares = basis.map(() => gaussian(random));
    return {
      x: between(random, 0, 190),
      y: between(random, 0, 190),
      direction: between(random, -Math.PI, Math.PI),
      weight: random(),
      look: Array.from({ length: DIMENSIONS }, (_, k) =>
        basis.reduce((sum, direction, b) => sum + shares[b] * direction[k], 0),
      ),
    };
  });
}

export interface Capture {
  readonly turn?: number;
  readonly shiftX?: number;
  readonly shiftY?: number;
  /** Standard deviation of where anchors are found, in pixels. */
  readonly blur?: number;
  /** How much of its length a look changes. */
  readonly noise?: number;
  /** Share of the anchors that are found again. */
  readonly found?: number;
}

/** The same finger once more: turned about the middle, shifted, with errors. */
export function recapture(
  features: readonly Feature[],
  random: () => number,
  { turn = 0, shiftX = 0, shiftY = 0, blur = 0, noise = 0, found = 1 }: Capture,
): Feature[] {
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  return features
    .filter(() => random() < found)
    .map(({ x, y, direction, weight, look }) => {
      const length = Math.hypot(...look) / Math.sqrt(look.length);
      return {
        x: 100 + (x - 95) * cos - (y - 95) * sin + shiftX + blur * gaussian(random),
        y: 100 + (x - 95) * sin + (y - 95) * cos + shiftY + blur * gaussian(random),
        direction: direction + turn,
        weight,
        look: look.map((value) => value + noise * length * gaussian(random)),
      };
    });
}

export function templateOf(features: readonly Feature[]): AnchorTemplate {
  const embeddings = features.flatMap(({ look }) => {
    const length = Math.hypot(...look);
    return look.map((value) => value / length);
  });
  return packAnchors(features, Float32Array.from(embeddings), DIMENSIONS);
}
