/** Error rates of parts of the set, at the thresholds of the whole. */
import { escapeHtml, htmlTable } from '../../html-document.ts';
import type { SliceRates } from '../analysis.ts';
import type { Evaluation } from '../evaluation.ts';
import { count, distance, oneIn, percent } from './numbers.ts';

const TOLD = 2;

export function slicesSection({ analysis, told: all }: Evaluation): string {
  const { slices } = analysis;
  if (slices.length === 0) return '';
  // Stricter ones are in the JSON report: parts have fewer comparisons than the whole.
  const told = all.slice(0, TOLD);
  const byAttribute = [...Map.groupBy(slices, ({ attribute }) => attribute)];
  const head = told.flatMap(({ falseMatchRate }) => [
    `FMR at ${oneIn(falseMatchRate)}`,
    `FNMR at ${oneIn(falseMatchRate)}`,
  ]);
  const limits = told.map(
    ({ falseMatchRate, threshold }) => `${distance(threshold)} for ${oneIn(falseMatchRate)}`,
  );
  return [
    '<h2>Parts of the set</h2>',
    `<p>Comparisons of two values are told by themselves, at the thresholds of the whole set (${escapeHtml(limits.join(', '))}): ` +
      'those are what their people meet.</p>',
    ...byAttribute.map(([name, parts]) =>
      [
        `<h3>${escapeHtml(name)}</h3><div class="wide">`,
        htmlTable(
          ['Values', 'Mated', 'Non-mated', 'EER', ...head],
          sameFirst(parts).map((part) => cellsOf(part, told.length)),
          Array.from({ length: 3 + head.length }, (_, i) => i + 1),
        ),
        '</div>',
      ].join('\n'),
    ),
  ].join('\n');
}

function sameFirst(parts: readonly SliceRates[]): SliceRates[] {
  const isSame = ({ values: [one, other] }: SliceRates) => one === other;
  return [...parts.filter(isSame), ...parts.filter((part) => !isSame(part))];
}

function cellsOf({ values: [one, other], summary }: SliceRates, rates: number): string[] {
  const { equalErrorRate, mated, nonMated, at } = summary;
  return [
    one === other ? one : `${one} with ${other}`,
    count(mated),
    count(nonMated),
    equalErrorRate ? percent(equalErrorRate.rate) : '',
    ...at
      .slice(0, rates)
      .flatMap(({ falseMatches, falseNonMatches }) =>
        [falseMatches, falseNonMatches].map((share) =>
          share ? `${percent(share.rate)} (${count(share.events)})` : '',
        ),
      ),
  ];
}
