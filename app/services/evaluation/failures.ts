/** What could not be acquired or enrolled, and what that makes of the error rates. */
import type { AcquisitionReason } from '../../core/vocabulary.ts';
import type { AcquiredCapture } from './acquire.ts';
import type { MeasuredSet } from './measured.ts';
import type { Plan } from './plan.ts';

export interface Failures {
  readonly captures: readonly {
    readonly path: string;
    readonly label: string;
    readonly reasons: readonly AcquisitionReason[];
  }[];
  /**
   * Labels that have as many captures as make a template, of which too few were acquired: one, or
   * as many as a template of several samples takes.
   */
  readonly labels: readonly string[];
  /** Labels that have so many captures at all. */
  readonly enrollable: number;
  readonly comparisons: { readonly mated: number; readonly nonMated: number };
}

export function failuresOf(
  plan: Plan,
  acquired: readonly AcquiredCapture[],
  { failed }: MeasuredSet,
  samples = 1,
): Failures {
  const had = new Uint32Array(plan.labels.length);
  const kept = new Uint32Array(plan.labels.length);
  const captures = plan.captures.flatMap(({ path, label }, i) => {
    const one = acquired[i].acquired;
    had[label] += 1;
    if (one.outcome === 'acquired') {
      kept[label] += 1;
      return [];
    }
    return [{ path, label: plan.labels[label], reasons: one.reasons }];
  });
  return {
    captures,
    labels: plan.labels.filter((_, label) => had[label] >= samples && kept[label] < samples),
    enrollable: had.filter((count) => count >= samples).length,
    comparisons: failed,
  };
}

/** With failures to acquire as non-matches (ISO/IEC 19795-1, generalised rates). */
export function generalised(
  at: {
    readonly mated: number;
    readonly falseNonMatches: number;
    readonly nonMated: number;
    readonly falseMatches: number;
  },
  { comparisons }: Failures,
): { readonly falseNonMatchRate: number; readonly falseMatchRate: number } {
  return {
    falseNonMatchRate: (at.falseNonMatches + comparisons.mated) / (at.mated + comparisons.mated),
    falseMatchRate: at.falseMatches / (at.nonMated + comparisons.nonMated),
  };
}
