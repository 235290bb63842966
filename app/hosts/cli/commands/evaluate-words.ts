/** An evaluation in the terminal. */
import type { EvaluationFacts, EvaluationSummary } from '../../../contract/evaluation.ts';
import { table, tone } from '../terminal.ts';
import { count, percent } from '../words.ts';
import { drawPopulations } from '../ruler.ts';

/** Findings and targets beyond these are in the report. */
const MOST_FINDINGS = 5;

export function describeEvaluation(
  { facts, assertions, run }: EvaluationSummary,
  reports: readonly string[],
): string {
  const { set, modality, protocol, captures, labels, mated, nonMated } = facts;
  return [
    `${tone('strong', set)}  ${modality}, ${protocol}`,
    `${count(captures)} captures of ${count(labels)} ${modality === 'face' ? 'people' : 'fingers'}; ` +
      `${count(mated)} mated and ${count(nonMated)} non-mated comparisons`,
    ...describeFailures(facts),
    '',
    ...describeRates(facts),
    '',
    drawPopulations(facts, decisionTarget(facts)?.point),
    '',
    ...describeMargin(facts),
    '',
    describeTargets(facts),
    ...describeFindings(facts),
    ...assertions.map(({ text, value, holds }) => {
      const measured =
        value === undefined ? 'nothing to measure it on' : `measured ${short(value)}`;
      return `${tone(holds ? 'good' : 'bad', holds ? 'holds' : 'does not hold')}  ${text}  (${measured})`;
    }),
    ...(reports.length > 0 ? [`report: ${reports.join(', ')}`] : []),
    tone(
      'quiet',
      `model ${facts.modelId} on ${run.provider}; ${count(run.cached)} captures remembered, ` +
        `${count(run.analysed)} analysed; ${run.seconds.acquiring.toFixed(1)} s acquiring, ` +
        `${run.seconds.comparing.toFixed(1)} s comparing, ${run.seconds.analysing.toFixed(1)} s analysing`,
    ),
  ].join('\n');
}

function describeFailures({ failuresToAcquire, captures, failedComparisons }: EvaluationFacts) {
  if (failuresToAcquire === 0) return ['no failure to acquire'];
  const { mated, nonMated } = failedComparisons;
  return [
    `failures to acquire: ${count(failuresToAcquire)} captures (${percent(failuresToAcquire / captures)}), ` +
      `which leave out ${count(mated)} mated and ${count(nonMated)} non-mated comparisons`,
  ];
}

/** That of a decision, or the strictest that the comparisons can show. */
export function decisionTarget({
  targets,
  nonMated,
}: Pick<EvaluationFacts, 'targets' | 'nonMated'>) {
  return targets.findLast(
    ({ falseMatchRate, point }) =>
      point !== undefined && falseMatchRate >= 1e-3 && falseMatchRate * nonMated >= 1,
  );
}

function describeRates(facts: EvaluationFacts): string[] {
  const { rate, threshold, interval } = facts.equalErrorRate;
  const range = interval
    ? `; of resamplings of the people 95 % lie in ${percent(interval[0])} to ${percent(interval[1])}`
    : '';
  const lowest = facts.lowestRates.map(
    ({ falseMatchRate, falseNonMatchRate }) =>
      `${percent(falseNonMatchRate)} at ${falseMatchRate === 0 ? 'no false match' : `FMR ${oneIn(falseMatchRate)}`}`,
  );
  return [
    `EER ${percent(rate)} at ${threshold.toFixed(4)}${range}`,
    `lowest FNMR: ${lowest.join(', ')}`,
    ...describeDecision(facts),
  ];
}

function describeDecision(facts: EvaluationFacts): string[] {
  const { failedComparisons, mated } = facts;
  const point = decisionTarget(facts)?.point;
  if (!point) return [];
  const missed = Math.round(point.falseNonMatchRate * mated) + failedComparisons.mated;
  const withFailures = percent(missed / (mated + failedComparisons.mated));
  return [
    `at threshold ${point.threshold.toFixed(4)}, for FMR ${oneIn(point.falseMatchRate)}, ` +
      `${percent(point.falseNonMatchRate)} of mated comparisons do not match` +
      (failedComparisons.mated > 0 ? `; ${withFailures} with failures to acquire` : ''),
  ];
}

function describeMargin(facts: EvaluationFacts): string[] {
  const { margin } = facts;
  const { atUntuned } = margin;
  const point = decisionTarget(facts)?.point;
  return [
    `training puts the threshold at ${margin.untunedThreshold.toFixed(4)}: FMR ${percent(atUntuned.falseMatchRate)}, ` +
      `FNMR ${percent(atUntuned.falseNonMatchRate)}` +
      (point
        ? `; the data put it at ${point.threshold.toFixed(4)} for FMR ${oneIn(point.falseMatchRate)}`
        : ''),
    `inside the margin (${margin.margin.toFixed(4)}): ${percent(margin.matedInside)} of mated and ` +
      `${percent(margin.nonMatedInside)} of non-mated comparisons`,
  ];
}

function oneIn(rate: number): string {
  return `1 in ${count(1 / rate)}`;
}

const SUPPORT = {
  supported: 'supported',
  'rule-of-three': 'by the rule of 3',
  unsupported: 'not supported',
} as const;

/** Down to the first target that the data can't support. */
function describeTargets({ targets }: EvaluationFacts): string {
  const first = targets.findIndex(({ support }) => support === 'unsupported');
  const shown = first < 0 ? targets : targets.slice(0, first + 1);
  const rows = shown.map(({ falseMatchRate, support, missingComparisons, point }) => [
    percent(falseMatchRate),
    point ? point.threshold.toFixed(4) : 'none',
    point ? `${count(point.falseMatches)} of ${count(point.comparisons)}` : '',
    point ? percent(point.upperBound) : '',
    point ? percent(point.falseNonMatchRate) : '',
    point ? `${percent(point.fnmrLowerBound)} to ${percent(point.fnmrUpperBound)}` : '',
    missingComparisons === 0
      ? SUPPORT[support]
      : `${SUPPORT[support]}, ${count(missingComparisons)} comparisons missing`,
  ]);
  const head = ['FMR', 'threshold', 'false matches', 'FMR at most', 'FNMR', 'FNMR bounds', ''];
  return table([head, ...rows], [0, 1, 2, 3, 4]);
}

function describeFindings({ findings }: EvaluationFacts): string[] {
  if (findings.length === 0) return [''];
  const shown = findings.slice(0, MOST_FINDINGS).map(({ text }) => `  ${text}`);
  const more = findings.length - shown.length;
  return [
    '',
    'doubts about the data:',
    ...shown,
    ...(more > 0 ? [`  and ${count(more)} more in the report`] : []),
    '',
  ];
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
