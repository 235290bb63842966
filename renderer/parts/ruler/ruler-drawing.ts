/** Where everything on the distance ruler is drawn, in pixels of a drawing of some width. */
import type { Spot } from '../../charts/paths.ts';
import { peakOf, spreadLabels, type RulerLayout } from './ruler-layout.ts';

/** Left and right of the scale, so that a marker at its end is not cut off. */
const PAD = 8;
/** Of the names above the lines. */
const NAMES = 44;
const HILL = 64;
/** What stands at an end gives way to a distance closer to it than this. */
const END = 80;

export interface RulerDrawing {
  readonly width: number;
  readonly height: number;
  /** Where the scale begins, ends, and how long it is. */
  readonly left: number;
  readonly right: number;
  readonly inner: number;
  /** Where the lines begin below their names; the hills stand from here down. */
  readonly top: number;
  /** How high the hills are: none where no population is known. */
  readonly hill: number;
  /** The middle of the scale. */
  readonly base: number;
  readonly x: (distance: number) => number;
  readonly distanceAt: (x: number) => number;
}

export function drawRuler(layout: RulerLayout, width: number): RulerDrawing {
  const inner = Math.max(1, width - 2 * PAD);
  const hill = hillsOf(layout).length > 0 ? HILL : 0;
  const base = NAMES + hill + 14;
  return {
    width,
    height: base + 52,
    left: PAD,
    right: width - PAD,
    inner,
    top: NAMES,
    hill,
    base,
    x: (distance) => PAD + layout.scale.at(distance) * inner,
    distanceAt: (x) => layout.scale.from((x - PAD) / inner),
  };
}

export interface Hill {
  readonly name: 'mated' | 'non-mated';
  readonly spots: readonly Spot[];
}

/** The populations that are known. */
export function hillsOf({ mated, nonMated }: RulerLayout): readonly Hill[] {
  const both: readonly Hill[] = [
    { name: 'mated', spots: mated },
    { name: 'non-mated', spots: nonMated },
  ];
  return both.filter(({ spots }) => spots.length > 0);
}

/** About the width of a text of 12 px, with some room: the widest letters are not counted on. */
function widthOf(text: string): number {
  return text.length * 7 + 12;
}

interface Named {
  readonly at: number;
  /** The lines of its name, one above the other. */
  readonly texts: readonly string[];
}

/** Where the names of lines stand that share a height: over their line, unless another is there. */
export function placeNames({ x, width }: RulerDrawing, lines: readonly Named[]): readonly number[] {
  return spreadLabels(
    lines.map(({ at }) => x(at)),
    lines.map(({ texts }) => Math.max(...texts.map(widthOf))),
    width,
  );
}

/** A hill's name stands at its peak, and ends with the scale. */
export function placeHillName(drawing: RulerDrawing, { spots }: Hill, text: string): number {
  const { left, right, inner } = drawing;
  return Math.min(right - widthOf(text) / 2, left + peakOf(spots) * inner);
}

/** The number below the marker stays on the drawing where the marker is at an end. */
export function placeDistance({ x, left, right }: RulerDrawing, distance: number): number {
  return Math.min(right - 20, Math.max(left + 14, x(distance)));
}

/** Whether there is room at the ends to say which is the closer one. */
export function freeEnds(
  { x, left, right }: RulerDrawing,
  distance: number | undefined,
): { readonly closer: boolean; readonly farther: boolean } {
  return {
    closer: distance === undefined || x(distance) > left + END,
    farther: distance === undefined || x(distance) < right - END,
  };
}

/** Two digits at most, and one where that says it. */
export function tickText(tick: number): string {
  return tick === 0 ? '0' : tick.toFixed(2).replace(/0$/, '');
}
