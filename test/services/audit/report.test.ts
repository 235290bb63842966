import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Audit, AuditDuplicate, AuditResult } from '../../../app/core/audit.ts';
import type { AuditId } from '../../../app/core/vocabulary.ts';
import { duplicatesCsv, reportCsv, reportJson } from '../../../app/services/audit/report.ts';
import type { AuditProgress, AuditRow } from '../../../app/store/index.ts';
import { asDistance } from '../../core/support.ts';
import { SETTINGS } from '../../store/fixtures.ts';
import { sha256Of } from '../fake-engine.ts';

const MODIFIED_MS = 1_712_345_678_901;
const PERSON_ID = '0193-the-id-of-a-person' as NonNullable<AuditResult['personId']>;
const AUDIT: Audit = {
  id: '0193-the-id-of-the-audit' as AuditId,
  startedAt: '2031-12-24T18:00:00.000Z',
  root: '/home/somebody/captures',
  settings: SETTINGS,
  state: 'finished',
};
const PROGRESS: AuditProgress = {
  total: 3,
  done: 3,
  outcomes: {
    match: 1,
    mismatch: 0,
    'not-enrolled': 1,
    ambiguous: 0,
    'several-faces': 0,
    'no-face': 0,
    'no-finger': 0,
    poor: 1,
    unreadable: 0,
  },
};

const { 'no-finger': _, ...FACE_OUTCOMES } = PROGRESS.outcomes;

function row(position: number, path: string, claim: string | undefined, result: AuditResult) {
  const file = { position, path, bytes: 4_711, modifiedMs: MODIFIED_MS };
  return { file: claim === undefined ? file : { ...file, claim }, result };
}

const ROWS: readonly AuditRow[] = [
  {
    ...row(0, 'ada/1.jpg', 'ada', {
      outcome: 'match',
      reasons: [],
      sha256: sha256Of('1'),
      faces: 1,
      personId: PERSON_ID,
      distance: asDistance(0.123456789),
      threshold: asDistance(0.9),
    }),
    personExternalId: 'ada',
  },
  row(1, 'bob, "b"/2\n.jpg', 'bob, "b"', {
    outcome: 'poor',
    reasons: [
      { problem: 'too-blurred', measured: 0.061234, limit: 0.07, unit: 'sharpness' },
      { problem: 'too-dark', measured: 12, detail: 'mean' },
    ],
    sha256: sha256Of('2'),
    faces: 1,
  }),
  {
    ...row(2, '=1+1.jpg', undefined, {
      outcome: 'not-enrolled',
      reasons: [],
      looksLikeId: PERSON_ID,
      looksLikeDistance: asDistance(0.5),
    }),
    looksLikeExternalId: '@ada',
  },
];
const DUPLICATES: readonly AuditDuplicate[] = [
  { position: 0, otherPosition: 2, kind: 'same-person', distance: asDistance(0.25) },
];

const reports = {
  csv: reportCsv(ROWS, 'face'),
  json: reportJson(AUDIT, PROGRESS, ROWS, DUPLICATES),
  duplicates: duplicatesCsv(DUPLICATES, ROWS),
};

describe.each(Object.entries(reports))('the %s report', (_, text) => {
  test('tells no times, no ids, no absolute paths', () => {
    for (const secret of [
      AUDIT.id,
      PERSON_ID,
      AUDIT.root,
      '2031',
      '18:00',
      String(MODIFIED_MS),
      String(Math.floor(MODIFIED_MS / 1000)),
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  test('ends in a line break', () => {
    expect(text.endsWith('\n')).toBe(true);
    expect(text.endsWith('\n\n')).toBe(false);
  });
});

test('equal results give equal bytes', () => {
  expect(reportCsv(structuredClone(ROWS), 'face')).toBe(reports.csv);
  expect(reportJson(structuredClone(AUDIT), PROGRESS, structuredClone(ROWS), DUPLICATES)).toBe(
    reports.json,
  );
  // Another run of the same audit: other id, other time.
  const later = { ...AUDIT, id: 'another' as AuditId, startedAt: '2032-01-01T00:00:00.000Z' };
  expect(reportJson(later, PROGRESS, ROWS, DUPLICATES)).toBe(reports.json);
});

test('the CSV reads back as what was found', () => {
  const [first, second, third] = parse(reports.csv, { columns: true });
  expect(first).toEqual({
    path: 'ada/1.jpg',
    claim: 'ada',
    outcome: 'match',
    person: 'ada',
    distance: '0.123457',
    threshold: '0.900000',
    looks_like: '',
    looks_like_distance: '',
    faces: '1',
    reason: '',
    sha256: sha256Of('1'),
  });
  expect(second).toMatchObject({
    path: 'bob, "b"/2\n.jpg',
    claim: 'bob, "b"',
    reason: 'too-blurred (0.0612, limit 0.07 sharpness); too-dark (12; mean)',
    distance: '',
  });
  expect(third).toMatchObject({ claim: '', looks_like_distance: '0.500000', faces: '' });
});

test('what a spreadsheet would compute is only text', () => {
  const cells = (text: string) => parse(text).flat();
  for (const text of [reports.csv, reports.duplicates]) {
    expect(cells(text).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  }
  const [, , third] = parse<Record<string, string>>(reports.csv, { columns: true });
  expect(third).toMatchObject({ path: "'=1+1.jpg", looks_like: "'@ada" });
  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    const claim = `${start}SUM(A1)`;
    const text = reportCsv([row(0, 'x.jpg', claim, { outcome: 'poor', reasons: [] })], 'face');
    expect(parse(text, { columns: true })[0]).toMatchObject({ claim: `'${claim}` });
  }
});

test('the duplicates name both files and both claims', () => {
  expect(parse(reports.duplicates, { columns: true })).toEqual([
    {
      kind: 'same-person',
      distance: '0.250000',
      path: 'ada/1.jpg',
      claim: 'ada',
      other_path: "'=1+1.jpg",
      other_claim: '',
    },
  ]);
  expect(parse(duplicatesCsv([], ROWS))).toHaveLength(1);
});

test('the JSON holds settings, counts, files and duplicates', () => {
  const report: unknown = JSON.parse(reports.json);
  expect(report).toMatchObject({
    format: 'twinmark-audit-1',
    settings: SETTINGS,
    summary: { files: 3, outcomes: FACE_OUTCOMES, duplicates: 1 },
    files: [
      { path: 'ada/1.jpg', person: 'ada', distance: 0.123456789 },
      { outcome: 'poor', reasons: [{ problem: 'too-blurred' }, { problem: 'too-dark' }] },
      { path: '=1+1.jpg', looksLike: '@ada', looksLikeDistance: 0.5 },
    ],
    duplicates: [{ kind: 'same-person', path: 'ada/1.jpg', other_path: '=1+1.jpg' }],
  });
});

test('a report on fingerprints tells fingers, and nothing of faces', () => {
  const [first, second] = ROWS;
  const rows = [{ ...first, file: { ...first.file, finger: 2 as const } }, second];
  const [one, other] = parse<Record<string, string>>(reportCsv(rows, 'fingerprint'), {
    columns: true,
  });
  expect(one).toMatchObject({ claim: 'ada', finger: 'right-index', outcome: 'match' });
  expect(other).toMatchObject({ finger: '' });
  expect(one).not.toHaveProperty('faces');
  expect(reports.csv.split('\n')[0]).not.toContain('finger');
  const audit = { ...AUDIT, settings: { ...SETTINGS, modality: 'fingerprint' as const } };
  const json: unknown = JSON.parse(reportJson(audit, PROGRESS, rows, []));
  expect(json).toMatchObject({
    files: [{ finger: 2 }, {}],
    summary: { outcomes: { 'no-finger': 0 } },
  });
  expect(json).not.toHaveProperty('summary.outcomes.no-face');
  expect(JSON.parse(reports.json)).not.toHaveProperty('summary.outcomes.no-finger');
});
