/** Axes: from data to pixels, with the ticks that are written. */
import { probit } from '../../../core/evaluation/normal-deviate.ts';
import { line, text } from './svg.ts';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface Axis {
  readonly title: string;
  readonly ticks: readonly Tick[];
  /** 0..1 along the axis; what lies beyond it is put at its end. */
  readonly at: (value: number) => number;
}

/** Where the axes are drawn, in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));

export function linearAxis(
  title: string,
  low: number,
  high: number,
  step: number,
  digits: number,
): Axis {
  const count = Math.floor((high - low) / step + 1e-9);
  const ticks = Array.from({ length: count + 1 }, (_, i): Tick => {
    const value = low + i * step;
    return { value, label: value === 0 ? '0' : value.toFixed(digits) };
  });
  return { title, ticks, at: (value) => clamp((value - low) / (high - low)) };
}

/** Shares, on a logarithmic scale. */
export function logRateAxis(title: string, low: number, high: number): Axis {
  const from = Math.log10(low);
  const to = Math.log10(high);
  const ticks: Tick[] = [];
  for (let power = Math.ceil(from - 1e-9); power <= to + 1e-9; power++) {
    const value = Number(`1e${power}`);
    ticks.push({ value, label: rateLabel(value) });
  }
  const at = (value: number) => clamp((Math.log10(Math.max(value, low)) - from) / (to - from));
  return { title, ticks, at };
}

/** Two bell curves are a straight line on these. */
export function deviateAxis(title: string, low: number, high: number): Axis {
  const from = probit(low);
  const to = probit(high);
  const ticks = DEVIATE_TICKS.filter((value) => value >= low * 0.999 && value <= high * 1.001);
  return {
    title,
    ticks: ticks.map((value) => ({ value, label: rateLabel(value) })),
    at: (value) => clamp((probit(Math.min(high, Math.max(low, value))) - from) / (to - from)),
  };
}

const DEVIATE_TICKS = [
  1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9,
];

function rateLabel(rate: number): string {
  const percent = Number((rate * 100).toPrecision(3));
  return `${percent.toLocaleString('en-GB', { maximumFractionDigits: 6 })} %`;
}

export function placeIn({ left, top, width, height }: Frame, x: Axis, y: Axis) {
  return (xValue: number, yValue: number) => ({
    x: left + x.at(xValue) * width,
    y: top + (1 - y.at(yValue)) * height,
  });
}

/** Grid, ticks and titles; labels that would touch the one before are left out. */
export function drawAxes(frame: Frame, x: Axis, y: Axis): string {
  const { left, top, width, height } = frame;
  const bottom = top + height;
  const parts: string[] = [];
  let free = -Infinity;
  for (const { value, label } of x.ticks) {
    const at = left + x.at(value) * width;
    parts.push(line({ x: at, y: top }, { x: at, y: bottom }, 'grid'));
    const half = label.length * 3.2 + 3;
    if (at - half < free) continue;
    free = at + half;
    parts.push(text({ x: at, y: bottom + 16 }, label, { anchor: 'middle', kind: 'tick' }));
  }
  let above = Infinity;
  for (const { value, label } of y.ticks) {
    const at = top + (1 - y.at(value)) * height;
    parts.push(line({ x: left, y: at }, { x: left + width, y: at }, 'grid'));
    if (above - at < 13) continue;
    above = at;
    parts.push(text({ x: left - 7, y: at + 4 }, label, { anchor: 'end', kind: 'tick' }));
  }
  parts.push(
    line({ x: left, y: bottom }, { x: left + width, y: bottom }, 'axis'),
    line({ x: left, y: top }, { x: left, y: bottom }, 'axis'),
    text({ x: left + width / 2, y: bottom + 36 }, x.title, { anchor: 'middle', kind: 'title' }),
    text({ x: 12, y: top + height / 2 }, y.title, { anchor: 'middle', kind: 'title', turn: true }),
  );
  return parts.join('\n');
}
