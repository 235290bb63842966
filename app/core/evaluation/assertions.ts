/**
 * What a measurement is expected to show, as text:
 *
 *     METRIC OPERATOR NUMBER
 *
 *     eer | fta | fte | zerofmr | fmr100 | fmr1000 | fmr10000 | rankN (rank1, rank5, ...)
 *     fnmr@fmr=RATE        lowest false non-match rate of all thresholds whose false match rate is at
 *                          most that; fmr1000 is fnmr@fmr=1e-3, zerofmr that at no false match
 *     fnmr@threshold=D     false non-match rate at a distance
 *     fmr@threshold=D      false match rate at a distance
 *     fnir@fpir=RATE       1:N: false negative identification rate at a false positive one
 *
 * OPERATOR is one of <= < >= >. Numbers are `0.05`, `5e-2`, `5%` or `1:20`; spaces don't matter.
 */

/** For whoever wrote something else. */
export const ASSERTION_HELP =
  'an assertion such as "fnmr@fmr=1e-3 <= 0.05"; metrics are eer, fta, fte, zerofmr, fmr100, ' +
  'fmr1000, fmr10000, rank1, fnmr@fmr=RATE, fnmr@threshold=D, fmr@threshold=D, fnir@fpir=RATE';

export type Metric =
  | { readonly kind: 'eer' | 'fta' | 'fte' | 'zerofmr' }
  /** Lowest false non-match rate at a false match rate of at most 1 in `comparisons`. */
  | { readonly kind: 'field'; readonly comparisons: 100 | 1000 | 10000 }
  /** Share of mated searches whose own label is among the first `rank`. */
  | { readonly kind: 'rank'; readonly rank: number }
  | {
      readonly kind: 'fnmr-at-fmr' | 'fnmr-at-threshold' | 'fmr-at-threshold' | 'fnir-at-fpir';
      readonly at: number;
    };

export type Operator = '<=' | '<' | '>=' | '>';

export interface Assertion {
  readonly text: string;
  readonly metric: Metric;
  readonly operator: Operator;
  readonly bound: number;
}

/** Ranks that are kept of a measurement. */
export const MOST_RANKS = 20;

const NUMBER = String.raw`(?:1[:/]\d+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?)`;
const FORM = new RegExp(`^([a-z]+\\d*)(?:@([a-z]+)=(${NUMBER}))?(<=|>=|<|>)(${NUMBER})$`);

/** Undefined where the text is none. */
export function parseAssertion(text: string): Assertion | undefined {
  const [, name, condition, at, operator, bound] =
    FORM.exec(text.toLowerCase().replace(/\s+/g, '')) ?? [];
  const metric = name === undefined ? undefined : metricOf(name, condition, numberOf(at));
  // The expression lets through these four operators and no other.
  return metric && { text, metric, operator: operator as Operator, bound: numberOf(bound) };
}

export function holds({ operator, bound }: Assertion, value: number): boolean {
  switch (operator) {
    case '<=':
      return value <= bound;
    case '<':
      return value < bound;
    case '>=':
      return value >= bound;
    case '>':
      return value > bound;
  }
}

function metricOf(name: string, condition: string | undefined, at: number): Metric | undefined {
  if (condition !== undefined) return conditional(`${name}@${condition}`, at);
  if (name === 'eer' || name === 'fta' || name === 'fte' || name === 'zerofmr') {
    return { kind: name };
  }
  const field = /^fmr(100|1000|10000)$/.exec(name);
  // The expression lets through these three and no other.
  if (field) return { kind: 'field', comparisons: Number(field[1]) as 100 | 1000 | 10000 };
  const rank = Number(/^rank(\d{1,2})$/.exec(name)?.[1] ?? 0);
  return rank >= 1 && rank <= MOST_RANKS ? { kind: 'rank', rank } : undefined;
}

function conditional(form: string, at: number): Metric | undefined {
  const isRate = at > 0 && at <= 1;
  const isDistance = at >= 0 && at <= 2;
  if (form === 'fnmr@fmr' && isRate) return { kind: 'fnmr-at-fmr', at };
  if (form === 'fnir@fpir' && isRate) return { kind: 'fnir-at-fpir', at };
  if (form === 'fnmr@threshold' && isDistance) return { kind: 'fnmr-at-threshold', at };
  if (form === 'fmr@threshold' && isDistance) return { kind: 'fmr-at-threshold', at };
  return undefined;
}

function numberOf(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  const ratio = /^1[:/](\d+)$/.exec(text);
  if (ratio) return 1 / Number(ratio[1]);
  return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
}
