/** Holds what was measured against what was expected. */
import type { AssertionResult } from '../../contract/evaluation.ts';
import {
  holds,
  parseAssertion,
  type Assertion,
  type Metric,
} from '../../core/evaluation/assertions.ts';
import { lowestFnmr } from '../../core/evaluation/curves.ts';
import { ratesAt } from '../../core/evaluation/rates-at.ts';
import { AppError, assertNever } from '../../core/failure.ts';
import type { Distance } from '../../core/vocabulary.ts';
import type { Measurement } from './facts.ts';
import { fnirAt } from './identification.ts';
import type { EvaluationProtocol } from './plan.ts';

/** @throws AppError `bad-input` for text that is none, or what the protocol can't measure */
export function readAssertions(
  texts: readonly string[],
  protocol: EvaluationProtocol['kind'],
): readonly Assertion[] {
  return texts.map((text) => {
    const assertion = parseAssertion(text);
    if (!assertion)
      throw new AppError('bad-input', `Expected an assertion but received "${text}".`);
    const searches = assertion.metric.kind === 'rank' || assertion.metric.kind === 'fnir-at-fpir';
    if (!searches || protocol === 'all-pairs') return assertion;
    throw new AppError(
      'bad-input',
      `Expected all pairs for "${text}", which is of 1:N searches, but received another protocol.`,
    );
  });
}

export function judgeAssertion(assertion: Assertion, measurement: Measurement): AssertionResult {
  const { text, metric } = assertion;
  const value = valueOf(metric, measurement);
  return value === undefined
    ? { text, holds: false }
    : { text, value, holds: holds(assertion, value) };
}

/** Undefined where no threshold keeps the condition, or there was nothing to measure it on. */
function valueOf(metric: Metric, measurement: Measurement): number | undefined {
  const { analysis, failures, plan, populations } = measurement;
  const { kind } = metric;
  switch (kind) {
    case 'eer':
      return analysis.equalErrorRate.rate;
    case 'fta':
      return failures.captures.length / plan.captures.length;
    case 'fte':
      return failures.enrollable === 0 ? undefined : failures.labels.length / failures.enrollable;
    case 'zerofmr':
      return analysis.field.zeroFmr?.falseNonMatchRate;
    case 'field': {
      const { fmr100, fmr1000, fmr10000 } = analysis.field;
      const at = { 100: fmr100, 1000: fmr1000, 10000: fmr10000 }[metric.comparisons];
      return at?.falseNonMatchRate;
    }
    case 'rank':
      return analysis.identification?.ranks.findLast(({ rank }) => rank <= metric.rank)?.rate;
    case 'fnmr-at-fmr':
      return lowestFnmr(populations, metric.at)?.falseNonMatchRate;
    case 'fnmr-at-threshold':
      return ratesAt(populations, metric.at as Distance).falseNonMatchRate;
    case 'fmr-at-threshold':
      return ratesAt(populations, metric.at as Distance).falseMatchRate;
    case 'fnir-at-fpir':
      return analysis.identification && fnirAt(analysis.identification, metric.at);
    default:
      return assertNever(kind);
  }
}
