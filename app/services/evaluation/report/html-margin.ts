/** Where the margin puts the threshold, where the data put it, and what lies inside the margin. */
import { escapeHtml, htmlTable } from '../../html-document.ts';
import type { MarginShares } from '../../../core/evaluation/margin.ts';
import type { Evaluation } from '../evaluation.ts';
import { drawHistogram } from '../plots/histogram.ts';
import { rulerLines } from './html-summary.ts';
import { count, distance, oneIn, percent } from './numbers.ts';

export function marginSection(evaluation: Evaluation): string {
  const { told } = evaluation;
  const { margin, grid } = evaluation.analysis;
  const { atUntuned } = margin;
  const rows = [
    [
      'the margin (untuned)',
      distance(margin.untunedThreshold),
      share(margin.untunedThreshold / margin.margin),
      `${count(atUntuned.falseMatches)} of ${count(atUntuned.nonMated)}`,
      percent(atUntuned.falseMatchRate),
      percent(atUntuned.falseNonMatchRate),
    ],
    ...told.flatMap(({ falseMatchRate }) => {
      const point = evaluation.analysis.targets.find(
        (target) => target.falseMatchRate === falseMatchRate,
      )?.point;
      if (!point) return [];
      return [
        [
          `the data, for FMR ${oneIn(falseMatchRate)}`,
          distance(point.threshold),
          share(point.threshold / margin.margin),
          `${count(point.falseMatches)} of ${count(point.comparisons)}`,
          percent(point.falseMatches / point.comparisons),
          percent(point.falseNonMatchRate),
        ],
      ];
    }),
  ];
  return [
    '<h2>From the margin to the threshold</h2>',
    `<p>${escapeHtml(margin.objective)}</p>`,
    htmlTable(
      ['Who puts it there', 'Threshold', 'of the margin', 'False matches', 'FMR', 'FNMR'],
      rows,
      [1, 2, 3, 4, 5],
    ),
    '<h3>How the populations lie to the margin</h3>',
    htmlTable(
      [
        'Comparisons',
        `up to the untuned threshold ${distance(margin.untunedThreshold)}`,
        `from there to the margin ${distance(margin.margin)}`,
        'inside the margin in all',
        'at it or beyond',
      ],
      [sharesOf('mated', margin.mated), sharesOf('non-mated', margin.nonMated)],
      [1, 2, 3, 4],
    ),
    `<figure>${drawHistogram(grid, rulerLines(evaluation))}<figcaption>The same populations as shares of ` +
      'themselves on a logarithmic scale, because errors are made in the tails. Lines as in the drawing ' +
      'above: the threshold, the untuned threshold, the margin (dashed).</figcaption></figure>',
  ].join('\n');
}

function sharesOf(name: string, shares: MarginShares): string[] {
  const { withinUntuned, betweenUntunedAndMargin, insideMargin, beyondMargin } = shares;
  const cells = [withinUntuned, betweenUntunedAndMargin, insideMargin, beyondMargin];
  return [name, ...cells.map(({ rate, events }) => `${percent(rate)} (${count(events)})`)];
}

function share(value: number): string {
  return value.toFixed(2);
}
