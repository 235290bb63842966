/** The inside of a chart in pixels: what marks draw on. */
import type { Scale } from './scales.ts';

export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly xScale: Scale;
  readonly yScale: Scale;
  /** Of data, in pixels from the left; */
  readonly x: (value: number) => number;
  /** from the top. */
  readonly y: (value: number) => number;
}

export function createPlot(width: number, height: number, xScale: Scale, yScale: Scale): Plot {
  return {
    width,
    height,
    xScale,
    yScale,
    x: (value) => xScale.at(value) * width,
    y: (value) => (1 - yScale.at(value)) * height,
  };
}

/** Data of one mark. */
export interface DataPoint {
  readonly x: number;
  readonly y: number;
}

/** One place of a chart that can be read by pointer and by keyboard. */
export interface Reading extends DataPoint {
  readonly text: string;
}

/** The reading nearest to a place in pixels, by its x. */
export function nearestReading(
  readings: readonly Reading[],
  plot: Plot,
  left: number,
): number | undefined {
  if (readings.length === 0) return undefined;
  const far = (at: number) => Math.abs(plot.x(readings[at].x) - left);
  return readings.reduce((best, _, at) => (far(at) < far(best) ? at : best), 0);
}
