/** Receiver operating characteristic: the share of mated pairs that match, over the false match rate. */
import type { CurveRates } from '../../../core/evaluation/curves.ts';
import { drawAxes, linearAxis, logRateAxis, placeIn, type Axis, type Frame } from './axes.ts';
import { HALF } from './det.ts';
import { drawing, polyline } from './svg.ts';

const FRAME: Frame = { left: 66, top: 14, width: 380, height: 338 };

export function drawRoc(curve: CurveRates, nonMated: number): string {
  const low = Number(`1e${Math.floor(Math.log10(1 / nonMated))}`);
  const x = logRateAxis('false match rate', low, 1);
  const first = curve.falseMatchRates.findIndex((rate) => rate > 0);
  const y = shareAxis('true match rate', 1 - curve.falseNonMatchRates[Math.max(0, first - 1)]);
  const place = placeIn(FRAME, x, y);
  const from = Math.max(0, first - 1);
  const spots = Array.from(curve.falseMatchRates.subarray(from), (rate, i) =>
    place(rate, 1 - curve.falseNonMatchRates[from + i]),
  );
  const title = 'Receiver operating characteristic: true match rate over false match rate';
  const content = [drawAxes(FRAME, x, y), polyline(spots, 'series s0')];
  return drawing(HALF.width, HALF.height, title, content.join('\n'));
}

/** From a round share below the smallest that is drawn up to 1. */
export function shareAxis(title: string, smallest: number): Axis {
  const gap = 1 - smallest;
  const span = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((each) => gap <= each) ?? 1;
  const step = span / 5;
  const low = 1 - span;
  const axis = linearAxis(title, low, 1, step, 4);
  const digits = step < 0.01 ? 1 : 0;
  return {
    ...axis,
    ticks: axis.ticks.map(({ value }) => ({ value, label: `${(value * 100).toFixed(digits)} %` })),
  };
}
