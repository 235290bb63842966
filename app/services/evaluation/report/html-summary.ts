/** The answer first: a few figures, one sentence, and the ruler. */
import { escapeHtml, htmlTable } from '../../html-document.ts';
import type { Evaluation } from '../evaluation.ts';
import { generalised } from '../failures.ts';
import { drawRuler, type RulerLine } from '../plots/ruler.ts';
import { decisionRate } from '../told-rates.ts';
import { count, counted, distance, oneIn, percent } from './numbers.ts';

export function summarySection(evaluation: Evaluation): string {
  const { analysis } = evaluation;
  return [
    figures(evaluation),
    `<p class="lead">${sentence(evaluation)}</p>`,
    `<figure>${drawRuler(analysis.grid, rulerLines(evaluation))}<figcaption>Distances of comparisons: ` +
      'of captures of one person or finger (mated) and of different ones (non-mated), each as tall as ' +
      'its own largest bin. What lies left of the threshold matches.</figcaption></figure>',
    assertions(evaluation),
  ].join('\n');
}

/** Point of the rate that decisions are told at. */
export function decisionPoint({ analysis, told }: Evaluation) {
  const rate = decisionRate(told)?.falseMatchRate;
  return analysis.targets.find(({ falseMatchRate }) => falseMatchRate === rate)?.point;
}

export function rulerLines(evaluation: Evaluation): RulerLine[] {
  const { margin, untunedThreshold } = evaluation.analysis.margin;
  const point = decisionPoint(evaluation);
  return [
    ...(point
      ? [
          {
            value: point.threshold,
            label: `threshold ${distance(point.threshold)} for FMR ${oneIn(point.falseMatchRate)}`,
            kind: 'threshold' as const,
          },
        ]
      : []),
    { value: untunedThreshold, label: `untuned ${distance(untunedThreshold)}`, kind: 'untuned' },
    { value: margin, label: `margin ${distance(margin)}`, kind: 'margin' },
  ];
}

function figures(evaluation: Evaluation): string {
  const { facts, failures } = evaluation;
  const { rate, interval } = facts.equalErrorRate;
  const point = decisionPoint(evaluation);
  const zero = facts.lowestRates.find(({ falseMatchRate }) => falseMatchRate === 0);
  const items: [string, string, string][] = [
    [
      percent(rate),
      'equal error rate',
      interval ? `${percent(interval[0])} to ${percent(interval[1])}, 95 % by person` : '',
    ],
    ...(point
      ? [
          [
            percent(point.falseNonMatchRate),
            `FNMR at FMR ${oneIn(point.falseMatchRate)}`,
            `${percent(point.fnmrLowerBound)} to ${percent(point.fnmrUpperBound)}`,
          ] satisfies [string, string, string],
        ]
      : []),
    ...(zero
      ? [
          [percent(zero.falseNonMatchRate), 'FNMR without a false match', 'ZeroFMR'] satisfies [
            string,
            string,
            string,
          ],
        ]
      : []),
    [
      percent(failures.captures.length / facts.captures),
      'failures to acquire',
      `${count(failures.captures.length)} of ${counted(facts.captures, 'capture', 'captures')}`,
    ],
  ];
  return `<ul class="figures">${items
    .map(
      ([value, what, more]) =>
        `<li><b>${escapeHtml(value)}</b><span class="what">${escapeHtml(what)}</span><span>${escapeHtml(more)}</span></li>`,
    )
    .join('\n')}</ul>`;
}

function sentence(evaluation: Evaluation): string {
  const { facts, failures } = evaluation;
  const what = facts.modality === 'face' ? ['people', 'one person'] : ['fingers', 'one finger'];
  const point = decisionPoint(evaluation);
  if (!point) {
    return `${counted(facts.nonMated, 'non-mated comparison', 'non-mated comparisons')} can show no false match rate.`;
  }
  const { mated, nonMated } = failures.comparisons;
  const at = { ...point, nonMated: point.comparisons };
  const with_ = generalised(at, failures);
  const others =
    point.boundBy === 'person' ? 'in a measurement of as many other people' : 'of such comparisons';
  return escapeHtml(
    `At the threshold ${distance(point.threshold)}, ${count(point.falseMatches)} of ${count(point.comparisons)} ` +
      `comparisons of different ${what[0]} matched (${percent(point.falseMatches / point.comparisons)}; with 95 % confidence ` +
      `at most ${percent(point.upperBound)} ${others}), and ${count(point.falseNonMatches)} of ${count(point.mated)} ` +
      `comparisons of ${what[1]} did not (${percent(point.falseNonMatchRate)}). ` +
      (mated + nonMated === 0
        ? 'Every pair of the protocol could be compared.'
        : `${counted(mated, 'mated pair', 'mated pairs')} and ${count(nonMated)} non-mated ones could not be compared; ` +
          `counted as non-matches, they make the false non-match rate ${percent(with_.falseNonMatchRate)}.`),
  );
}

function assertions({ assertions: all }: Evaluation): string {
  if (all.length === 0) return '';
  const rows = all.map(({ text, value, holds }) => [
    holds ? 'holds' : 'does not hold',
    text,
    value === undefined ? 'nothing to measure it on' : String(Number(value.toPrecision(6))),
  ]);
  const table = htmlTable(['', 'Asserted', 'Measured'], rows, [2])
    .replaceAll('<td>holds</td>', '<td class="holds">holds</td>')
    .replaceAll('<td>does not hold</td>', '<td class="fails">does not hold</td>');
  return `<h3>Assertions</h3>${table}`;
}
