/** What could not be used, and doubts about the labels. */
import { reasonText } from '../../../contract/reason-text.ts';
import { escapeHtml, htmlTable } from '../../html-document.ts';
import type { Evaluation } from '../evaluation.ts';
import { count, counted, percent } from './numbers.ts';

/** All of them are in the JSON report. */
const LISTED = 60;

export function dataSection(evaluation: Evaluation): string {
  return [failuresSection(evaluation), findingsSection(evaluation)].join('\n');
}

function failuresSection({ failures, facts }: Evaluation): string {
  const { captures, labels, enrollable, comparisons } = failures;
  const heading = '<h2>Failures to acquire and to enrol</h2>';
  if (captures.length === 0) return `${heading}<p>All captures could be used.</p>`;
  const rows = captures
    .slice(0, LISTED)
    .map(({ path, label, reasons }) => [path, label, reasonText(reasons)]);
  return [
    heading,
    `<p>${counted(captures.length, 'capture', 'captures')} of ${count(facts.captures)} (${percent(captures.length / facts.captures)}) ` +
      `could not be used, which leaves out ${count(comparisons.mated)} mated and ${count(comparisons.nonMated)} non-mated ` +
      `comparisons. ${counted(labels.length, 'label', 'labels')} of ${count(enrollable)} could not be enrolled` +
      `${labels.length > 0 ? `: ${escapeHtml(labels.slice(0, LISTED).join(', '))}` : ''}.</p>`,
    htmlTable(['Capture', 'Label', 'Reason'], rows),
    more(captures.length),
  ].join('\n');
}

function findingsSection({ findings }: Evaluation): string {
  const heading = '<h2>Doubts about the data</h2>';
  if (findings.length === 0) return `${heading}<p>None: the distances contradict no label.</p>`;
  const items = findings.slice(0, LISTED).map(({ text }) => `<li>${escapeHtml(text)}</li>`);
  return [
    heading,
    '<p>For a person to look at, the strongest first. Nothing was left out because of them: the rates are ' +
      'those of the labels as they are.</p>',
    `<ol class="findings">${items.join('\n')}</ol>`,
    more(findings.length),
  ].join('\n');
}

function more(all: number): string {
  return all <= LISTED
    ? ''
    : `<p class="note">${count(all - LISTED)} more are in the JSON report.</p>`;
}
