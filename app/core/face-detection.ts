import { applyAffine, boxCentre, overlap, squareCrop, type Affine } from './geometry.ts';
import type { Box, FaceSelection, Point } from './vocabulary.ts';
import { FACE } from './parameters.ts';

/** A face as the detector sees it, in pixels of the image. */
export interface DetectedFace {
  readonly box: Box;
  /** Centres of the two eyes; the one to the left in the upright face first. */
  readonly eyes: readonly [Point, Point];
  /** 0..1. */
  readonly confidence: number;
}

/** Outputs of BlazeFace ("back" model, 256 x 256) for one image; scores are logits. */
export interface BlazeFaceOutput {
  /** [512] and [512, 16]: 16 x 16 cells with two anchors each. */
  readonly scores16: Float32Array;
  readonly boxes16: Float32Array;
  /** [384] and [384, 16]: 8 x 8 cells with six anchors each. */
  readonly scores8: Float32Array;
  readonly boxes8: Float32Array;
}

export const BLAZEFACE_SIZE = 256;

/** Where the detector looks: a square of the image, turned by quarters. */
export interface DetectionWindow {
  readonly centre: Point;
  readonly side: number;
  /** Clockwise turns of the window; faces that lie on their side stand upright in one of them. */
  readonly quarterTurns: QuarterTurns;
}

export type QuarterTurns = 0 | 1 | 2 | 3;

/** The whole image centred in a square; `padding` widens it, as a share of the longer side. */
export function wholeImage(
  width: number,
  height: number,
  padding = 0,
  quarterTurns: QuarterTurns = 0,
): DetectionWindow {
  return {
    centre: { x: (width - 1) / 2, y: (height - 1) / 2 },
    side: Math.max(width, height) * (1 + 2 * padding),
    quarterTurns,
  };
}

/** Overlapping squares that cover the image, for faces too small to be seen in the whole. */
export function tiles(width: number, height: number): DetectionWindow[] {
  const side = Math.max(width, height) * FACE.detection.tileShare;
  const along = (length: number) => {
    if (length <= side) return [(length - 1) / 2];
    const steps = Math.ceil((length - side) / (side * 0.5));
    return Array.from(
      { length: steps + 1 },
      // From the edge of the first pixel, which lies half a pixel before its centre.
      (_, i) => (side - 1) / 2 + ((length - side) * i) / steps,
    );
  };
  return along(height).flatMap((y) =>
    along(width).map((x) => ({ centre: { x, y }, side, quarterTurns: 0 as const })),
  );
}

export function windowMap(window: DetectionWindow): Affine {
  const angleRad = (window.quarterTurns * Math.PI) / 2;
  return squareCrop(window.centre, window.side, angleRad, BLAZEFACE_SIZE);
}

/** Boxes and eyes from the raw outputs, best first, overlapping ones merged. */
export function decodeBlazeFace(output: BlazeFaceOutput, window: DetectionWindow): DetectedFace[] {
  const found = [
    ...decodeGrid(output.scores16, output.boxes16, 16, 2, window),
    ...decodeGrid(output.scores8, output.boxes8, 8, 6, window),
  ];
  return suppressOverlaps(found);
}

function decodeGrid(
  scores: Float32Array,
  boxes: Float32Array,
  cells: number,
  anchorsPerCell: number,
  window: DetectionWindow,
): DetectedFace[] {
  const map = windowMap(window);
  const scale = window.side / BLAZEFACE_SIZE;
  const threshold = Math.log(FACE.detection.confidence / (1 - FACE.detection.confidence));
  const found: DetectedFace[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i] > threshold)) continue;
    const cell = Math.floor(i / anchorsPerCell);
    const anchorX = (((cell % cells) + 0.5) / cells) * BLAZEFACE_SIZE;
    const anchorY = ((Math.floor(cell / cells) + 0.5) / cells) * BLAZEFACE_SIZE;
    const at = 16 * i;
    // Offsets are from the anchor, between edges of pixels; the map is between their centres.
    const point = (offset: number): Point =>
      applyAffine(map, {
        x: boxes[at + offset] + anchorX - 0.5,
        y: boxes[at + offset + 1] + anchorY - 0.5,
      });
    const middle = point(0);
    const onItsSide = window.quarterTurns % 2 === 1;
    const width = boxes[at + (onItsSide ? 3 : 2)] * scale;
    const height = boxes[at + (onItsSide ? 2 : 3)] * scale;
    if (!(width > 0 && height > 0)) continue;
    found.push({
      box: { left: middle.x - width / 2, top: middle.y - height / 2, width, height },
      eyes: [point(4), point(6)],
      confidence: 1 / (1 + Math.exp(-scores[i])),
    });
  }
  return found;
}

/** Greedy non-maximum suppression by confidence. */
export function suppressOverlaps(faces: readonly DetectedFace[]): DetectedFace[] {
  const kept: DetectedFace[] = [];
  for (const face of faces.toSorted((one, other) => other.confidence - one.confidence)) {
    if (kept.every((better) => overlap(better.box, face.box) <= FACE.detection.mergeOverlap)) {
      kept.push(face);
    }
  }
  return kept;
}

/** Most area, least far from the centre. */
export function prominence(face: DetectedFace, width: number, height: number): number {
  const { x, y } = boxCentre(face.box);
  return area(face) - 2 * ((x - (width - 1) / 2) ** 2 + (y - (height - 1) / 2) ** 2);
}

function area({ box }: DetectedFace): number {
  return box.width * box.height;
}

/** By prominence; ties by position, so that the order never depends on the detector's. */
export function byProminence(
  faces: readonly DetectedFace[],
  width: number,
  height: number,
): DetectedFace[] {
  return faces.toSorted(
    (one, other) =>
      prominence(other, width, height) - prominence(one, width, height) ||
      one.box.left - other.box.left ||
      one.box.top - other.box.top,
  );
}

export type FaceChoice =
  { readonly chosen: number } | { readonly refused: 'several-faces' | 'no-such-face' };

/**
 * Picks one of the faces of an image; there is at least one, and they are in order of prominence.
 */
export function chooseFace(
  faces: readonly DetectedFace[],
  selection: FaceSelection,
  image: { readonly width: number; readonly height: number },
): FaceChoice {
  if (typeof selection === 'object') {
    const { index } = selection;
    return Object.hasOwn(faces, index) ? { chosen: index } : { refused: 'no-such-face' };
  }
  switch (selection) {
    case 'main':
      return { chosen: 0 };
    case 'largest':
      return {
        chosen: faces.reduce((best, face, i) => (area(face) > area(faces[best]) ? i : best), 0),
      };
    case 'only':
      return faces.length === 1 ? { chosen: 0 } : { refused: 'several-faces' };
    case 'dominant': {
      const [main, ...others] = faces;
      const rivals = others.some((other) => isRival(other, main, image));
      return rivals ? { refused: 'several-faces' } : { chosen: 0 };
    }
  }
}

/**
 * Nearly as large as the main face, and not clearly further out: somebody at the edge of the
 * picture is no rival of who stands in its middle, two people side by side are.
 */
function isRival(
  other: DetectedFace,
  main: DetectedFace,
  { width, height }: { readonly width: number; readonly height: number },
): boolean {
  const lead = prominence(main, width, height) - prominence(other, width, height);
  const { rivalAreaShare, rivalLead } = FACE.detection;
  return area(other) > rivalAreaShare * area(main) && lead < rivalLead * area(main);
}
