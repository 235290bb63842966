/** What was measured with what, so that it can be done again. */
import { escapeHtml, htmlTable } from '../../html-document.ts';
import type { Evaluation } from '../evaluation.ts';
import { count } from './numbers.ts';

export function methodSection({
  facts,
  models,
  scale,
  plan,
  request,
  intervals,
}: Evaluation): string {
  const { capture } = request;
  const how =
    capture.modality === 'face'
      ? `face: ${typeof capture.face === 'object' ? `number ${capture.face.index}` : capture.face}`
      : `resolution: ${capture.dpi === undefined ? 'as the file says, else 500 dpi' : `${capture.dpi} dpi`}`;
  const details: [string, string][] = [
    ['Set', facts.set],
    ['Data (SHA-256 of labels and contents)', facts.dataSha256],
    [
      'Captures',
      `${count(facts.captures)} of ${count(facts.labels)} labels, ${count(plan.people)} people`,
    ],
    ['Protocol', facts.protocol],
    ['Comparisons', `${count(facts.mated)} mated, ${count(facts.nonMated)} non-mated`],
    ['Taken of a capture', how],
    ['Model', scale.modelId],
    [
      'Distance',
      scale.modality === 'face'
        ? 'Euclidean, of unit embeddings'
        : 'mean over the anchors that one motion explains',
    ],
    ...(intervals
      ? [
          [
            'Intervals',
            `${count(intervals.replicates)} resamplings of ${count(intervals.people)} people with replacement, 95 %`,
          ] satisfies [string, string],
        ]
      : []),
  ];
  return [
    '<h2>How it was measured</h2>',
    `<dl>${details
      .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
      .join('\n')}</dl>`,
    htmlTable(
      ['Model file', 'SHA-256', 'Bytes', 'Licence'],
      models.map(({ name, sha256, bytes, licence }) => [name, sha256, count(bytes), licence]),
      [2],
    ),
    '<h3>Words</h3>',
    '<dl><dt>mated, non-mated</dt><dd>what is true: two captures of one person or finger, or of different ones</dd>',
    '<dt>match, non-match</dt><dd>what was said: the distance is at most the threshold, or is not</dd>',
    '<dt>FMR, FNMR</dt><dd>share of non-mated comparisons that match; share of mated ones that do not</dd>',
    '<dt>FTA, FTE</dt><dd>captures that could not be used; labels that no template could be made of</dd>',
    '<dt>bounds</dt><dd>Clopper-Pearson, one-sided at 95 %; of FMR by person: what a measurement of as many other people stays within</dd></dl>',
    '<p class="note">ISO/IEC 19795-1 names the measures, ISO/IEC 2382-37 the words.</p>',
  ].join('\n');
}
