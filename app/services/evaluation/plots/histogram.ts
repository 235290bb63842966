/** Both populations as shares of themselves, on a logarithmic scale: errors are made in the tails. */
import type { PopulationGrid } from '../../../core/evaluation/populations.ts';
import { drawAxes, linearAxis, logRateAxis, placeIn, type Frame } from './axes.ts';
import type { RulerLine } from './ruler.ts';
import { drawing, line, polyline, text, type Spot } from './svg.ts';

const WIDTH = 960;
const HEIGHT = 324;
const FRAME: Frame = { left: 86, top: 14, width: 862, height: 268 };

export function drawHistogram(grid: PopulationGrid, lines: readonly RulerLine[]): string {
  const total = Math.max(sum(grid.mated), sum(grid.nonMated));
  const low = Number(`1e${Math.floor(Math.log10(1 / total))}`);
  const x = linearAxis('distance', 0, grid.end, grid.end > 1.6 ? 0.2 : 0.1, 1);
  const y = logRateAxis('share of its population in a bin', low, 1);
  const place = placeIn(FRAME, x, y);
  const content = [
    drawAxes(FRAME, x, y),
    polyline(stairs(grid.nonMated, grid.end, place), 'stairs non-mated'),
    polyline(stairs(grid.mated, grid.end, place), 'stairs mated'),
    ...lines.map(({ value, kind }) => line(place(value, low), place(value, 1), kind)),
    text({ x: FRAME.left + 10, y: FRAME.top + 18 }, 'mated', { kind: 'population mated' }),
    text({ x: FRAME.left + FRAME.width - 10, y: FRAME.top + 18 }, 'non-mated', {
      anchor: 'end',
      kind: 'population non-mated',
    }),
  ];
  const title = 'Histograms of mated and non-mated distances on a logarithmic scale';
  return drawing(WIDTH, HEIGHT, title, content.join('\n'));
}

/** Bins as steps; empty ones lie on the base line. */
function stairs(counts: Uint32Array, end: number, place: (x: number, y: number) => Spot): Spot[] {
  const total = Math.max(1, sum(counts));
  const width = end / counts.length;
  return Array.from(counts).flatMap((count, i) => [
    place(i * width, count / total),
    place((i + 1) * width, count / total),
  ]);
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
