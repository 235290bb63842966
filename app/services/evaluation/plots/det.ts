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
  const high = highest > 0.4 ? 0.8 : highest > 0.1 ? 0.4 : 0.2;
  const x = deviateAxis('false match rate', lowest(nonMated), Math.max(high, 0.4));
  const y = deviateAxis('false non-match rate', lowest(mated), Math.max(high, 0.4));
  const place = placeIn(FRAME, x, y);
  const diagonal = [lowest(Math.min(mated, nonMated)), 0.4] as const;
  const spots = series.map(({ curve }) => spotsOf(curve, place));
  const content = [
    drawAxes(FRAME, x, y),
    line(place(diagonal[0], diagonal[0]), place(diagonal[1], diagonal[1]), 'diagonal'),
    ...spots.map((each, i) => polyline(each, `series s${i}`)),
    ...marks.flatMap((mark) => drawMark(mark, place)),
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

function spotsOf(
  { falseMatchRates, falseNonMatchRates }: CurveRates,
  place: (x: number, y: number) => Spot,
): Spot[] {
  // From the last threshold without a false match to the first without a false non-match.
  const from = Math.max(
    0,
    falseMatchRates.findLastIndex((rate) => rate === 0),
  );
  const none = falseNonMatchRates.indexOf(0);
  const to = none < 0 ? falseMatchRates.length : none + 1;
  return Array.from(falseMatchRates.subarray(from, Math.max(from + 1, to)), (rate, i) =>
    place(rate, falseNonMatchRates[from + i]),
  );
}

function drawMark(mark: DetMark, place: (x: number, y: number) => Spot): string[] {
  const { falseMatchRate: fmr, falseNonMatchRate: fnmr, name } = mark;
  const [left, right] = mark.falseMatchInterval ?? [fmr, fmr];
  const [low, high] = mark.falseNonMatchInterval ?? [fnmr, fnmr];
  const at = place(fmr, fnmr);
  return [
    line(place(left, fnmr), place(right, fnmr), 'interval'),
    line(place(fmr, low), place(fmr, high), 'interval'),
    dot(at, 3.5, 'mark'),
    text({ x: at.x + 8, y: at.y - 8 }, name, { kind: 'name' }),
  ];
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
