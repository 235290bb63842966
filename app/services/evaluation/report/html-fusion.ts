/** Templates of several samples, and two sets fused. */
import { escapeHtml, htmlTable } from '../../html-document.ts';
import type { Evaluation } from '../evaluation.ts';
import { drawDet } from '../plots/det.ts';
import type { RuleRates, SampleRule } from '../samples.ts';
import { count, oneIn, percent } from './numbers.ts';

const RULES: Record<SampleRule, string> = {
  'first-alone': 'the first alone',
  min: 'closest of all',
  mean: 'mean distance',
  'mean-embedding': 'mean embedding',
};

const METHODS: Readonly<Record<string, string>> = {
  'min-max': 'min-max',
  'z-score': 'z-score',
  'likelihood-ratio': 'likelihood ratio',
};

export function fusionSections(evaluation: Evaluation): string {
  return [samplesSection(evaluation), partsSection(evaluation)]
    .filter((section) => section !== '')
    .join('\n');
}

function samplesSection({ analysis, request }: Evaluation): string {
  const { samples } = analysis;
  if (!samples || request.samples === undefined) return '';
  const [first] = samples;
  if (!first) {
    return `<h2>Templates of several samples</h2><p>No label has more than ${request.samples} captures that were acquired.</p>`;
  }
  const named = samples.map((each) => ({ ...each, name: RULES[each.rule] }));
  return [
    '<h2>Templates of several samples</h2>',
    drawn(
      named,
      'Detection error trade-off of templates of several samples',
      `<p>The first ${first.enrolled} captures of each label that has so many (${count(first.templates)}) are its template; ` +
        'all further captures probe every template.</p>',
    ),
  ].join('\n');
}

function partsSection({ fusion, facts }: Evaluation): string {
  if (!fusion) return '';
  const { scales, subjects, captures, examples, files, failuresToAcquire } = fusion;
  const named = [
    ...fusion.parts.map((each, i) => ({
      ...each,
      name: `${scales[i].modality}${scales[0].modality === scales[1].modality ? ` ${i + 1}` : ''} alone`,
    })),
    ...fusion.fused.map((each) => ({ ...each, name: METHODS[each.rule] })),
  ];
  const pairs = examples.map(([one, other]) => `${one} with ${other}`).join(', ');
  return [
    '<h2>Two parts fused</h2>',
    drawn(
      named,
      `Detection error trade-off of ${facts.set} fused with a second set`,
      `<p>Chimeric subjects: labels of either set with two or more captures, in sorted order, the first of one ` +
        `set with the first of the other (${escapeHtml(pairs)}, and so on): ${count(subjects)} subjects with ` +
        `${count(captures)} captures of both parts. That the two parts of a person have nothing to do with each ` +
        `other is thereby assumed. Scales are fitted on every other subject; rates are those of the others. ` +
        `Of the second set ${count(failuresToAcquire)} of ${count(files)} captures could not be acquired; where one ` +
        `part is missing, the other decides alone.</p>`,
    ),
  ].join('\n');
}

function drawn(
  named: readonly (RuleRates<string> & { readonly name: string })[],
  title: string,
  text: string,
): string {
  const most = {
    mated: Math.max(...named.map(({ mated }) => mated)),
    nonMated: Math.max(...named.map(({ nonMated }) => nonMated)),
  };
  const rates = [
    ...new Set(named.flatMap(({ points }) => points.map((one) => one.falseMatchRate))),
  ];
  const rows = named.map(({ name, mated, nonMated, equalErrorRate, points }) => [
    name,
    count(mated),
    count(nonMated),
    percent(equalErrorRate),
    ...rates.map((rate) => {
      const point = points.find(({ falseMatchRate }) => falseMatchRate === rate);
      return point ? `${percent(point.falseNonMatchRate)} (${count(point.falseNonMatches)})` : '';
    }),
  ]);
  const head = ['', 'Mated', 'Non-mated', 'EER', ...rates.map((rate) => `FNMR at ${oneIn(rate)}`)];
  const columns = Array.from({ length: head.length - 1 }, (_, i) => i + 1);
  return [
    `<div class="halves"><figure>${drawDet(named, { title, ...most })}</figure><div>${text}</div></div>`,
    htmlTable(head, rows, columns),
  ].join('\n');
}
