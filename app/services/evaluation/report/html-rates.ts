/** Operating points and curves of comparisons, and the figures of 1:N searches. */
import type { SupportedTarget } from '../../../core/evaluation/operating-points.ts';
import { htmlTable } from '../../html-document.ts';
import type { Evaluation } from '../evaluation.ts';
import { generalised } from '../failures.ts';
import { drawCmc } from '../plots/cmc.ts';
import { drawDet, type DetMark } from '../plots/det.ts';
import { drawRoc } from '../plots/roc.ts';
import { count, distance, oneIn, percent } from './numbers.ts';

export function ratesSection(evaluation: Evaluation): string {
  const { analysis, facts, intervals } = evaluation;
  const { curve, equalErrorRate } = analysis;
  const det = drawDet([{ name: facts.set, curve }], {
    title: 'Detection error trade-off on normal-deviate axes',
    mated: facts.mated,
    nonMated: facts.nonMated,
    equalErrorRate: equalErrorRate.rate,
    marks: marksOf(evaluation),
  });
  return [
    '<h2>Error rates of comparisons</h2>',
    targetsTable(evaluation),
    '<p class="note">A threshold is the largest measured distance of a non-mated comparison whose false ' +
      'match rate does not exceed the target: nothing is interpolated. A target is supported where 30 false ' +
      'matches are expected of it (rule of 30: within 30 % at 90 % confidence); by the rule of 3 where 3 are, ' +
      'so that none at all would show it with 95 % confidence. Bounds are one-sided at 95 %; that of the ' +
      'false match rate allows for comparisons that share people, that of the false non-match rate takes ' +
      `comparisons as independent${intervals ? ': the crosses below allow for people in both' : ''}.</p>`,
    '<div class="halves">',
    `<figure>${det}<figcaption>Detection error trade-off (DET) on normal-deviate axes, where bell curves ` +
      `become straight lines${intervals ? '; crosses are 95 % intervals at fixed thresholds, by resampling people' : ''}. ` +
      'Rates below one comparison lie on the edge.</figcaption></figure>',
    `<figure>${drawRoc(curve, facts.nonMated)}<figcaption>Receiver operating characteristic (ROC), the false ` +
      'match rate on a logarithmic axis.</figcaption></figure>',
    '</div>',
    fieldTable(evaluation),
  ].join('\n');
}

function marksOf({ analysis, told, intervals }: Evaluation): DetMark[] {
  return told.flatMap(({ falseMatchRate, threshold }) => {
    const { point } =
      analysis.targets.find((target) => target.falseMatchRate === falseMatchRate) ?? {};
    if (!point) return [];
    const at = intervals?.atThresholds.find((each) => each.threshold === threshold);
    return [
      {
        name: oneIn(falseMatchRate),
        falseMatchRate: point.falseMatches / point.comparisons,
        falseNonMatchRate: point.falseNonMatchRate,
        ...(at && {
          falseMatchInterval: at.falseMatchRate,
          falseNonMatchInterval: at.falseNonMatchRate,
        }),
      },
    ];
  });
}

const SUPPORT = {
  supported: 'supported',
  'rule-of-three': 'rule of 3',
  unsupported: 'not supported',
} as const;

/** Down to two targets that the data can't support. */
function targetsTable({ analysis, failures }: Evaluation): string {
  const { targets } = analysis;
  const first = targets.findIndex(({ support }) => support === 'unsupported');
  const shown = first < 0 ? targets : targets.slice(0, first + 2);
  const failed = failures.comparisons.mated > 0;
  const rows = shown.map((target) => {
    const { falseMatchRate, support, missingComparisons, point } = target;
    const missing = missingComparisons > 0 ? `, ${count(missingComparisons)} missing` : '';
    const cells = point
      ? pointCells(point, failed ? failures : undefined)
      : ['none', '', '', '', ''];
    return [oneIn(falseMatchRate), ...cells, `${SUPPORT[support]}${missing}`];
  });
  const head = [
    'FMR at most',
    'Threshold',
    'False matches',
    'FMR, upper bound',
    'FNMR',
    'FNMR, bounds',
    ...(failed ? ['FNMR with failures'] : []),
    'Support',
  ];
  const table = htmlTable(head, rows, failed ? [0, 1, 2, 3, 4, 5, 6] : [0, 1, 2, 3, 4, 5]);
  return `<div class="wide">${doubted(table, shown)}</div>`;
}

function pointCells(
  point: NonNullable<SupportedTarget['point']>,
  failures: Evaluation['failures'] | undefined,
): string[] {
  const withFailures =
    failures && generalised({ ...point, nonMated: point.comparisons }, failures).falseNonMatchRate;
  return [
    distance(point.threshold),
    `${count(point.falseMatches)} of ${count(point.comparisons)}`,
    percent(point.upperBound),
    percent(point.falseNonMatchRate),
    `${percent(point.fnmrLowerBound)} to ${percent(point.fnmrUpperBound)}`,
    ...(withFailures === undefined ? [] : [percent(withFailures)]),
  ];
}

/** Rows of targets that nothing stands on are grey. */
function doubted(table: string, targets: readonly SupportedTarget[]): string {
  let row = -1;
  return table.replaceAll('<tr><td', (found) => {
    row += 1;
    return targets[row]?.support === 'unsupported' ? '<tr class="doubted"><td' : found;
  });
}

const FIELD: Readonly<Record<string, string>> = {
  '0.01': 'FMR100: at most 1 in 100',
  '0.001': 'FMR1000: at most 1 in 1,000',
  '0.0001': 'FMR10000: at most 1 in 10,000',
  '0': 'ZeroFMR: none',
};

function fieldTable({ facts, analysis }: Evaluation): string {
  const { equalErrorRate } = analysis;
  const rows = [
    ['EER: both rates alike', distance(equalErrorRate.threshold), '', percent(equalErrorRate.rate)],
    ...facts.lowestRates.map((at) => [
      FIELD[String(at.falseMatchRate)],
      distance(at.threshold),
      `${count(at.falseMatches)} of ${count(facts.nonMated)}`,
      `${percent(at.falseNonMatchRate)} (${count(at.falseNonMatches)} of ${count(facts.mated)})`,
    ]),
  ];
  return [
    '<h3>As the field compares systems</h3>',
    htmlTable(['False matches', 'Threshold', 'Measured', 'Lowest FNMR'], rows, [1, 2, 3]),
    '<p class="note">The lowest false non-match rate of any threshold that keeps the rate, also of one that ' +
      'lies at a mated distance. The operating points above, which a decision uses, never do.</p>',
  ].join('\n');
}

export function identificationSection({ analysis }: Evaluation): string {
  const { identification } = analysis;
  if (!identification) return '';
  const { labels, matedSearches, nonMatedSearches, ranks, openSet } = identification;
  const rows = openSet.map(({ target, threshold, falsePositives, falseNegatives }) => [
    oneIn(target),
    distance(threshold),
    `${percent(falsePositives.rate)} (${count(falsePositives.events)} of ${count(falsePositives.trials)})`,
    `${percent(falseNegatives.rate)} (${count(falseNegatives.events)} of ${count(falseNegatives.trials)})`,
  ]);
  const [first] = ranks;
  return [
    '<h2>Error rates of searches</h2>',
    `<p>Every capture searches all others of the set (leave one out): ${count(matedSearches)} searches for ` +
      `somebody who is among ${count(labels)}, and ${count(nonMatedSearches)} for somebody who is not, their own ` +
      `captures left out. The right one comes first in ${percent(first.rate)} (${count(first.events)} of ${count(first.trials)}).</p>`,
    '<div class="halves">',
    `<figure>${drawCmc(ranks)}<figcaption>Cumulative match characteristic (CMC): the share of searches whose ` +
      'own is among the first. Bars are 95 % bounds either way.</figcaption></figure>',
    '<div>',
    '<h3>Open set: whoever is within the threshold and first</h3>',
    htmlTable(['FPIR at most', 'Threshold', 'FPIR', 'FNIR'], rows, [0, 1, 2, 3]),
    '<p class="note">FPIR: searches for somebody who is not there that return anyone. FNIR: searches for ' +
      'somebody who is there that do not return them first.</p>',
    '</div></div>',
  ].join('\n');
}
