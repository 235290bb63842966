/** The distance ruler as text: where the probe, the threshold and the margin lie. */
import type { EvaluationFacts } from '../../contract/evaluation.ts';
import type { OperatingPoint } from '../../core/decision.ts';
import type { DecisionReport } from '../../contract/results.ts';

const WIDTH = 57;

/**
 * Three lines:
 *
 *     0                  0.5                1.0               1.5
 *     ==========================o============T-------------M---
 *     o distance 0.7100   T threshold 1.0455   M margin 1.4142
 */
export function drawRuler({ distance, threshold, margin }: DecisionReport): string {
  const end = Math.max(1.5, Math.ceil(Math.max(distance, margin) * 10) / 10);
  const column = (value: number) => Math.min(WIDTH - 1, Math.round((value / end) * (WIDTH - 1)));
  const line = Array.from({ length: WIDTH }, (_, i): string =>
    i <= column(threshold) ? '=' : '-',
  );
  line[column(margin)] = 'M';
  line[column(threshold)] = 'T';
  line[column(distance)] = 'o';
  const labels = Array.from({ length: WIDTH + 3 }, () => ' ');
  for (let value = 0; value <= end + 1e-9; value += 0.5) {
    const text = value === 0 ? '0' : value.toFixed(1);
    [...text].forEach((letter, i) => (labels[column(value) + i] = letter));
  }
  return [
    labels.join('').trimEnd(),
    line.join(''),
    `o distance ${distance.toFixed(4)}   T threshold ${threshold.toFixed(4)}   M margin ${margin.toFixed(4)}`,
  ].join('\n');
}

/** How tall a column of text can be. */
const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Both populations over the scale, each as tall as its own largest column, with an operating point,
 * where training puts the threshold, and the margin.
 */
export function drawPopulations(
  { populations, margin }: Pick<EvaluationFacts, 'populations' | 'margin'>,
  point: Pick<OperatingPoint, 'threshold' | 'falseMatchRate'> | undefined,
): string {
  const { end } = populations;
  const column = (value: number) => Math.min(WIDTH - 1, Math.round((value / end) * (WIDTH - 1)));
  const threshold = point?.threshold;
  const line = Array.from({ length: WIDTH }, (_, i): string =>
    threshold !== undefined && i <= column(threshold) ? '=' : '-',
  );
  line[column(margin.margin)] = 'M';
  line[column(margin.untunedThreshold)] = 'U';
  if (threshold !== undefined) line[column(threshold)] = 'T';
  const labels = Array.from({ length: WIDTH + 3 }, () => ' ');
  for (let value = 0; value <= end + 1e-9; value += 0.5) {
    const text = value === 0 ? '0' : value.toFixed(1);
    [...text].forEach((letter, i) => (labels[column(value) + i] = letter));
  }
  const names = [
    ...(point ? [`T threshold ${point.threshold.toFixed(4)}`] : []),
    `U untuned ${margin.untunedThreshold.toFixed(4)}`,
    `M margin ${margin.margin.toFixed(4)}`,
  ];
  return [
    `${hill(populations.mated)}  mated`,
    `${hill(populations.nonMated)}  non-mated`,
    line.join(''),
    labels.join('').trimEnd(),
    names.join('   '),
  ].join('\n');
}

function hill(counts: readonly number[]): string {
  const sums = Array.from({ length: WIDTH }, () => 0);
  counts.forEach((count, i) => {
    sums[Math.min(WIDTH - 1, Math.floor((i / counts.length) * WIDTH))] += count;
  });
  const most = Math.max(1, ...sums);
  return sums
    .map((sum) => (sum === 0 ? ' ' : LEVELS[Math.ceil((sum / most) * LEVELS.length) - 1]))
    .join('');
}
