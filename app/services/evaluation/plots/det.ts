/** Detection error trade-off: one error rate against the other, on normal-deviate axes. */
import type { CurveRates } from '../../../core/evaluation/curves.ts';
import { deviateAxis, drawAxes, placeIn, type Frame } from './axes.ts';
import { dot, drawing, line, polyline, text, type Spot } from './svg.ts';

export interface DetSeries {
  readonly name: string;
  readonly curve: CurveRates;
}

/** A threshold with intervals of both rates. */
export interface DetMark {
  readonly name: string;
  readonly falseMatchRate: number;
  readonly falseNonMatchRate: number;
  readonly falseMatchInterval?: readonly [number, number];
  readonly falseNonMatchInterval?: readonly [number, number];
}

export interface DetOptions {
  readonly title: string;
  /** Comparisons: rates below one of them are no more than the edge of the drawing. */
  readonly mated: number;
  readonly nonMated: number;
  readonly equalErrorRate?: number;
  readonly marks?: readonly DetMark[];
}

export const HALF = { width: 472, height: 392 } as const;
const FRAME: Frame = { left: 66, top: 14, width: 380, height: 338 };

export function drawDet(series: readonly DetSeries[], options: DetOptions): string {
  const { title, mated, nonMated, equalErrorRate, marks = [] } = options;
  const highest = Math.max(0.05, ...series.map(({ curve }) => endOf(curve)));
  const high = highest > 0.4 ? 0.8 : 0.4;
  const x = deviateAxis('false match rate', lowest(nonMated), high);
  const y = deviateAxis('false non-match rate', lowest(mated), high);
  const place = placeIn(FRAME, x, y);
  const diagonal = [lowest(Math.min(mated, nonMated)), 0.4] as const;
  const spots = series.map(({ curve }) => spotsOf(curve, high, place));
  const content = [
    drawAxes(FRAME, x, y),
    line(place(diagonal[0], diagonal[0]), place(diagonal[1], diagonal[1]), 'diagonal'),
    ...spots.map((each, i) => polyline(each, `series s${i}`)),
    ...marks.flatMap((mark) => drawMark(mark, place)),
    ...nameMarks(marks, place),
    ...(equalErrorRate === undefined
      ? []
      : drawEqual(equalErrorRate, place(equalErrorRate, equalErrorRate))),
    ...(series.length > 1 ? legend(series) : []),
  ];
  return drawing(HALF.width, HALF.height, title, content.join('\n'));
}

/** A power of ten below one comparison. */
function lowest(comparisons: number): number {
  return Math.max(1e-7, Number(`1e${Math.floor(Math.log10(1 / comparisons))}`));
}

/** The false non-match rate where the drawing begins. */
function endOf({ falseMatchRates, falseNonMatchRates }: CurveRates): number {
  const first = falseMatchRates.findIndex((rate) => rate > 0);
  return first < 0 ? 0 : falseNonMatchRates[Math.max(0, first - 1)];
}

/** What lies inside the axes, and one point beyond either end. */
function spotsOf(
  { falseMatchRates, falseNonMatchRates }: CurveRates,
  high: number,
  place: (x: number, y: number) => Spot,
): Spot[] {
  const noMatch = falseMatchRates.findLastIndex((rate) => rate === 0);
  const above = falseNonMatchRates.findLastIndex((rate) => rate >= high);
  const from = Math.max(0, noMatch, above);
  const noMiss = falseNonMatchRates.indexOf(0);
  const beyond = falseMatchRates.findIndex((rate) => rate >= high);
  const ends = [noMiss, beyond, falseMatchRates.length - 1].filter((end) => end >= 0);
  const to = Math.max(from, Math.min(...ends));
  return Array.from(falseMatchRates.subarray(from, to + 1), (rate, i) =>
    place(rate, falseNonMatchRates[from + i]),
  );
}

function drawMark(mark: DetMark, place: (x: number, y: number) => Spot): string[] {
  const { falseMatchRate: fmr, falseNonMatchRate: fnmr } = mark;
  const [left, right] = mark.falseMatchInterval ?? [fmr, fmr];
  const [low, high] = mark.falseNonMatchInterval ?? [fnmr, fnmr];
  return [
    line(place(left, fnmr), place(right, fnmr), 'interval'),
    line(place(fmr, low), place(fmr, high), 'interval'),
    dot(place(fmr, fnmr), 3.5, 'mark'),
  ];
}

/** One above the other where they would touch. */
function nameMarks(marks: readonly DetMark[], place: (x: number, y: number) => Spot): string[] {
  const taken: Spot[] = [];
  return marks.map(({ name, falseMatchRate, falseNonMatchRate }) => {
    const at = place(falseMatchRate, falseNonMatchRate);
    const spot = { x: at.x + 8, y: at.y - 8 };
    const touches = (each: Spot) =>
      Math.abs(each.x - spot.x) < 76 && Math.abs(each.y - spot.y) < 13;
    while (taken.some(touches)) spot.y -= 14;
    taken.push(spot);
    return text(spot, name, { kind: 'name' });
  });
}

function drawEqual(rate: number, at: Spot): string[] {
  const percent = Number((rate * 100).toPrecision(3));
  return [
    dot(at, 4, 'equal'),
    text({ x: at.x - 9, y: at.y + 18 }, `EER ${percent} %`, { anchor: 'end', kind: 'name strong' }),
  ];
}

function legend(series: readonly DetSeries[]): string[] {
  const left = FRAME.left + FRAME.width - 150;
  return series.flatMap(({ name }, i) => {
    const y = FRAME.top + 18 + i * 18;
    return [
      line({ x: left, y: y - 4 }, { x: left + 22, y: y - 4 }, `series s${i}`),
      text({ x: left + 28, y }, name, { kind: 'name' }),
    ];
  });
}
