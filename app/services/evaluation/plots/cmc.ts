/** Cumulative match characteristic: searches whose own label is among the first so many. */
import type { RankRate } from '../../../core/evaluation/identification.ts';
import { drawAxes, placeIn, type Axis, type Frame } from './axes.ts';
import { HALF } from './det.ts';
import { shareAxis } from './roc.ts';
import { dot, drawing, line, polyline } from './svg.ts';

const FRAME: Frame = { left: 66, top: 14, width: 380, height: 338 };

export function drawCmc(ranks: readonly RankRate[]): string {
  const most = Math.max(2, ranks.length);
  const x: Axis = {
    title: 'rank',
    ticks: ranks
      .filter(({ rank }) => rank === 1 || rank % (most > 10 ? 5 : 1) === 0)
      .map(({ rank }) => ({ value: rank, label: String(rank) })),
    at: (rank) => (rank - 0.5) / most,
  };
  const y = shareAxis('searches that find their own', ranks[0].lowerBound);
  const place = placeIn(FRAME, x, y);
  const content = [
    drawAxes(FRAME, x, y),
    ...ranks.map(({ rank, lowerBound, upperBound }) =>
      line(place(rank, lowerBound), place(rank, upperBound), 'interval'),
    ),
    polyline(
      ranks.map(({ rank, rate }) => place(rank, rate)),
      'series s0',
    ),
    ...ranks.map(({ rank, rate }) => dot(place(rank, rate), 3, 'mark')),
  ];
  const title = 'Cumulative match characteristic, with bounds of 95 % either way';
  return drawing(HALF.width, HALF.height, title, content.join('\n'));
}
