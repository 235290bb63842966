/** Tables of an evaluation for other programs. */
import { stringify } from 'csv-stringify/sync';
import { reasonText } from '../../../contract/reason-text.ts';
import { pairCount } from '../../../core/evaluation/pairs.ts';
import type { Evaluation } from '../evaluation.ts';
import { generalised } from '../failures.ts';
import { plannedPairs, type PlannedPair } from '../measured.ts';

/** Operating points, from the most tolerant to the strictest target. */
export function operatingPointsCsv({ analysis, failures }: Evaluation): string {
  const records = analysis.targets.map(
    ({ falseMatchRate, support, missingComparisons, point }) => ({
      target_fmr: falseMatchRate,
      support,
      missing_comparisons: missingComparisons,
      threshold: point?.threshold,
      non_mated: point?.comparisons,
      false_matches: point?.falseMatches,
      fmr_upper_bound: point?.upperBound,
      fmr_upper_bound_by: point?.boundBy ?? (point && 'comparison'),
      mated: point?.mated,
      false_non_matches: point?.falseNonMatches,
      fnmr: point?.falseNonMatchRate,
      fnmr_lower_bound: point?.fnmrLowerBound,
      fnmr_upper_bound: point?.fnmrUpperBound,
      fnmr_with_failures:
        point && generalised({ ...point, nonMated: point.comparisons }, failures).falseNonMatchRate,
    }),
  );
  return stringify(records, { header: true, columns: Object.keys(records[0] ?? {}) });
}

const COLUMNS = ['probe', 'reference', 'mated', 'distance', 'reason'] as const;

/** Every pair of the protocol, compared or not, in its order. */
export function comparisonsCsv(
  evaluation: Evaluation,
  offset: number,
  limit: number,
): { readonly text: string; readonly rows: number; readonly total: number } {
  const { plan, measured, distances, acquired } = evaluation;
  const reasonOf = (capture: number, of: 'probe' | 'reference'): string[] => {
    const one = acquired[capture].acquired;
    return one.outcome === 'acquired' ? [] : [`${of}: ${reasonText(one.reasons)}`];
  };
  const record = ({ probe, reference, mated, place }: PlannedPair) => [
    plan.captures[probe].path,
    plan.captures[reference].path,
    mated ? '1' : '0',
    // All digits that tell it from any other number.
    place === undefined ? '' : String(distances[place]),
    place === undefined
      ? [...reasonOf(probe, 'probe'), ...reasonOf(reference, 'reference')].join('; ')
      : '',
  ];
  const lines = Array.from(plannedPairs(plan, measured, offset, limit), record);
  const text = offset === 0 ? [COLUMNS as readonly string[], ...lines] : lines;
  return { text: stringify(text), rows: lines.length, total: pairCount(plan.pairs) };
}
