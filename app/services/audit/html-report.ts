/**
 * The report of an audit for people: one HTML document that needs nothing else, without a script,
 * fit to be printed. Like the other forms it holds nothing that differs from run to run.
 */
import { auditOutcomesOf, type Audit, type AuditDuplicate } from '../../core/audit.ts';
import type { AuditOutcome } from '../../core/audit.ts';
import { fingerName } from '../../core/finger.ts';
import { reasonText } from '../../contract/reason-text.ts';
import type { AuditProgress, AuditRow } from '../../store/index.ts';
import { escapeHtml, htmlDocument, htmlTable } from '../html-document.ts';
import { distancePlot, outcomeBars } from './html-plots.ts';

/** A section lists at most so many files; all of them are in the CSV report. */
const MOST_LISTED = 500;

const TITLES: Record<AuditOutcome, string> = {
  match: 'Shows the person it should',
  mismatch: 'Shows somebody else',
  'not-enrolled': 'Nobody enrolled',
  ambiguous: 'Closer to another person',
  'several-faces': 'Several faces',
  'no-face': 'No face',
  'no-finger': 'No finger',
  poor: 'Too poor to be used',
  unreadable: 'Could not be read',
};

/** What somebody has to look at, the worst first. */
const ATTENTION: readonly AuditOutcome[] = [
  'mismatch',
  'ambiguous',
  'not-enrolled',
  'several-faces',
  'no-face',
  'no-finger',
  'poor',
  'unreadable',
];

export function htmlReport(
  { settings }: Audit,
  progress: AuditProgress,
  rows: readonly AuditRow[],
  duplicates: readonly AuditDuplicate[],
): string {
  const outcomes = auditOutcomesOf(settings.modality).map((outcome) => ({
    outcome,
    title: TITLES[outcome],
    files: progress.outcomes[outcome],
  }));
  const open = progress.total - progress.done;
  const body = [
    `<h1>Audit of ${count(progress.total)} ${settings.modality === 'face' ? 'photographs' : 'prints'}</h1>`,
    open > 0 ? `<p class="note">Not finished: ${count(open)} files are still to be done.</p>` : '',
    outcomeBars(outcomes, progress.total),
    '<h2>Distances to the person who should be shown</h2>',
    distancePlot(rows, settings.verificationThreshold),
    ...ATTENTION.map((outcome) => section(outcome, rows)),
    duplicateSection(duplicates, rows),
    '<h2>How it was decided</h2>',
    settingsTable(settings),
  ];
  return htmlDocument('Audit report', body.join('\n'));
}

function section(outcome: AuditOutcome, rows: readonly AuditRow[]): string {
  const found = rows.filter(({ result }) => result.outcome === outcome);
  if (found.length === 0) return '';
  const head = ['File', 'Said to be', 'Distance', 'Limit', 'Resembles', 'Distance', 'Reason'];
  const lines = found
    .slice(0, MOST_LISTED)
    .map(({ file, result, looksLikeExternalId }) => [
      file.path,
      [file.claim, file.finger === undefined ? undefined : fingerName(file.finger)]
        .filter((part) => part !== undefined)
        .join(', '),
      distance(result.distance),
      distance(result.threshold),
      looksLikeExternalId ?? '',
      distance(result.looksLikeDistance),
      reasonText(result.reasons),
    ]);
  return [
    `<h2>${TITLES[outcome]} <small>${count(found.length)}</small></h2>`,
    htmlTable(head, lines, [2, 3, 5]),
    more(found.length),
  ].join('\n');
}

function duplicateSection(
  duplicates: readonly AuditDuplicate[],
  rows: readonly AuditRow[],
): string {
  if (duplicates.length === 0) return '';
  const lines = duplicates.slice(0, MOST_LISTED).map((duplicate) => {
    const [one, other] = [rows[duplicate.position].file, rows[duplicate.otherPosition].file];
    const kind = duplicate.kind === 'same-file' ? 'the same file' : 'the same person';
    const pair = [one.path, one.claim ?? '', other.path, other.claim ?? ''];
    return [...pair, kind, distance(duplicate.distance)];
  });
  return [
    `<h2>One person under two names <small>${count(duplicates.length)}</small></h2>`,
    htmlTable(['File', 'Said to be', 'File', 'Said to be', 'What', 'Distance'], lines, [5]),
    more(duplicates.length),
  ].join('\n');
}

function more(files: number): string {
  if (files <= MOST_LISTED) return '';
  return `<p class="note">${count(files - MOST_LISTED)} more are in the CSV report.</p>`;
}

function settingsTable(settings: Audit['settings']): string {
  const { rule, modelId, provider } = settings;
  const how = rule.kind === 'pattern' ? `pattern ${rule.pattern}` : rule.kind;
  return htmlTable(
    ['', ''],
    [
      ['Who is who', how],
      ['Limit for one reference', distance(settings.verificationThreshold)],
      ['Limit of the search', distance(settings.identificationThreshold)],
      ['Wrong candidates aimed at', String(settings.identificationRate)],
      ['Limit for duplicates', distance(settings.duplicateThreshold)],
      ['Model', modelId],
      ['Computed on', provider],
      ['Files (SHA-256 of the plan)', settings.planSha256],
      ['People (SHA-256 of the gallery)', settings.gallerySha256],
    ],
  );
}

function distance(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(4);
}

function count(value: number): string {
  return escapeHtml(value.toLocaleString('en-GB'));
}
