/** The distance ruler as text: where the probe, the threshold and the margin lie. */
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
