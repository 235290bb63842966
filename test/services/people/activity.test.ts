import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { createActivity } from '../../../app/services/people/activity.ts';
import type { NewAttempt } from '../../../app/store/index.ts';
import { enrol, temporaryStore } from '../../store/fixtures.ts';
import { failureOf } from '../support.ts';

const BARE: NewAttempt = {
  kind: 'verification',
  modality: 'face',
  outcome: 'failure-to-acquire',
  reasons: [{ problem: 'too-blurred', measured: 0.1, limit: 0.4, unit: 'sharpness' }],
};

function log() {
  const store = temporaryStore();
  const { person } = enrol(store, 'P1');
  store.attempts.record({ ...BARE, personId: person.id, use: 'desk' });
  store.attempts.record({ ...BARE, kind: 'identification', outcome: 'non-match', use: 'kiosk' });
  store.attempts.record({ ...BARE, modality: 'fingerprint', finger: 2, note: '=HYPERLINK("x")' });
  return { store, person, activity: createActivity({ store }) };
}

const page = { limit: 10, offset: 0 };

test('entries carry the name of whom they are about, newest first', () => {
  const { activity, person } = log();
  const { total, entries } = activity.list(page);
  expect(total).toBe(3);
  expect(entries.map(({ attempt }) => attempt.modality)).toEqual(['fingerprint', 'face', 'face']);
  expect(entries[2].person).toEqual({ externalId: 'P1', displayName: person.displayName });
  expect(entries[0].person).toBeUndefined();
  expect(activity.show(entries[1].attempt.id)).toEqual(entries[1]);
});

test('each filter leaves what it says, and the total counts the same', () => {
  const { activity } = log();
  const count = (filter: object) => {
    const { total, entries } = activity.list({ ...page, ...filter });
    expect(entries).toHaveLength(total);
    return total;
  };
  expect(count({ use: 'kiosk' })).toBe(1);
  expect(count({ modality: 'fingerprint' })).toBe(1);
  expect(count({ kind: 'verification' })).toBe(2);
  expect(count({ outcome: 'non-match' })).toBe(1);
  expect(count({ externalId: 'P1' })).toBe(1);
  expect(count({ kind: 'enrolment' })).toBe(0);
});

test('times are moments, whatever zone they are written in; the end is not part of it', () => {
  const { activity } = log();
  const [{ attempt }] = activity.list(page).entries;
  const at = new Date(attempt.at);
  const zoned = new Date(at.getTime() + 3_600_000).toISOString().replace('Z', '+01:00');
  expect(activity.list({ ...page, until: zoned }).entries.map((entry) => entry.attempt.id))
    .not //
    .toContain(attempt.id);
  expect(activity.list({ ...page, from: zoned }).entries.map((entry) => entry.attempt.id)) //
    .toContain(attempt.id);
});

test('pages by offset and by the entry before show every one once', () => {
  const { activity } = log();
  const all = activity.list(page).entries;
  const byOffset = [0, 1, 2].flatMap((offset) => activity.list({ limit: 1, offset }).entries);
  expect(byOffset).toEqual(all);
  const before = all[0].attempt.id;
  expect(activity.list({ ...page, before }).entries).toEqual(all.slice(1));
});

test('the CSV has a line an entry, reasons in words, and no formula that a spreadsheet would run', () => {
  const { activity } = log();
  const rows: Record<string, string>[] = parse(activity.export({ format: 'csv' }), {
    columns: true,
  });
  expect(rows).toHaveLength(3);
  expect(rows[2]).toMatchObject({ external_id: 'P1', use: 'desk' });
  expect(rows[2].reasons).toContain('too-blurred');
  expect(rows[0].note.startsWith('=')).toBe(false);
  const entries: unknown[] = JSON.parse(activity.export({ format: 'json' })) as unknown[];
  expect(entries).toHaveLength(3);
});

test('an export goes beyond one page', () => {
  const store = temporaryStore();
  for (let i = 0; i < 1_001; i++) store.attempts.record(BARE);
  const text = createActivity({ store }).export({ format: 'csv' });
  expect(text.trim().split('\n')).toHaveLength(1_002);
});

test('a person or entry that is not there is a failure, not an empty list', async () => {
  const { activity } = log();
  const nobody = await failureOf(() => activity.list({ ...page, externalId: 'nobody' }));
  expect(nobody.code).toBe('not-found');
  expect((await failureOf(() => activity.show('nothing'))).code).toBe('not-found');
});
