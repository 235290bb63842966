import { expect, test } from 'vitest';
import { DUPLICATES_SQL } from '../../app/store/audit-duplicates.ts';
import { FEATURES_SQL } from '../../app/store/audit-features.ts';
import { PENDING_SQL } from '../../app/store/audit-plan.ts';
import { PROGRESS_SQL, RESULTS_SQL } from '../../app/store/audit-results.ts';
import { TRACES_SQL } from '../../app/store/audit-traces.ts';
import { type SqlValue, openDatabase } from '../../app/store/database.ts';
import { CONSENTS_SQL } from '../../app/store/consents.ts';
import { GALLERY_SQL } from '../../app/store/gallery.ts';
import { IMAGES_OF_PERSON_SQL } from '../../app/store/images.ts';
import { migrate } from '../../app/store/migrations/index.ts';
import { SYNTHETIC_SQL } from '../../app/store/people.ts';
import { REFERENCES_SQL, countSql, listSql } from '../../app/store/people-list.ts';
import {
  COUNT_OF_PERSON_SQL,
  OF_PERSON_SQL,
  OF_SOURCE_SQL,
  SIZE_SQL,
} from '../../app/store/templates.ts';
import { PARTS_SQL } from '../../app/store/attempts.ts';
import { NEAREST_SQL } from '../../app/store/look-alikes.ts';

const DAY = '2026-11-25';

/** The product's own SQL, as SQLite would run it. */
function planOf(sql: string): string {
  const database = openDatabase(':memory:');
  migrate(database);
  const values: SqlValue[] = [...sql.matchAll(/\?/g)].map(() => 1);
  const steps = database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
  database.close();
  return steps.map(({ detail }) => detail).join('\n');
}

test.each([
  [
    'pending files',
    PENDING_SQL,
    'audit_files_by_outcome (audit_id=? AND outcome=? AND position>?)',
  ],
  ['progress', PROGRESS_SQL, 'COVERING INDEX audit_files_by_outcome (audit_id=?)'],
  ['results', RESULTS_SQL, 'audit_files USING PRIMARY KEY (audit_id=? AND position>?)'],
  ['features of an audit', FEATURES_SQL, 'audit_features_1 (audit_id=? AND position>?)'],
  ['duplicates', DUPLICATES_SQL, 'audit_duplicates USING PRIMARY KEY (audit_id=?)'],
  ['templates of a person', OF_PERSON_SQL, 'templates_of_person (person_id=? AND modality=? AND'],
  ['models of a person', COUNT_OF_PERSON_SQL, 'COVERING INDEX templates_of_person (person_id=?)'],
  ['images of a person', IMAGES_OF_PERSON_SQL, 'templates_of_person (person_id=?)'],
  ['consents of a person', CONSENTS_SQL, 'consents_of_person (person_id=?)'],
  ['traces of a person in audits', TRACES_SQL, 'audit_files_of_person (person_id=?)'],
  ['traces of look-alikes in audits', TRACES_SQL, 'audit_files_like_person (looks_like_id=?)'],
  ['how many people are due', countSql({ dueOn: DAY }), 'COVERING INDEX people_by_retention ('],
  ['templates of a model', GALLERY_SQL, 'templates_of_model (modality=? AND model_id=?)'],
  ['parts of a decision', PARTS_SQL, 'attempts_of_whole (part_of=?)'],
  ['the nearest look-alike', NEAREST_SQL, 'look_alikes_of_other (other_template_id=?)'],
  ['templates of a source', OF_SOURCE_SQL, '(modality=? AND model_id=? AND source_sha256=?)'],
])('the query for %s goes by an index and scans no table', (_what, sql, index) => {
  const plan = planOf(sql);
  expect(plan).toContain(index);
  expect(plan).not.toMatch(/\bSCAN\b/);
});

test.each([
  ['pending files', PENDING_SQL],
  ['results', RESULTS_SQL],
  ['templates of a person', OF_PERSON_SQL],
])('%s come out of the index in order', (_what, sql) => {
  expect(planOf(sql)).not.toContain('TEMP B-TREE');
});

test('how large a gallery is, is counted by an index alone', () => {
  expect(planOf(SIZE_SQL)).toContain('USING COVERING INDEX templates_of_person');
  expect(planOf(SIZE_SQL)).not.toContain('TEMP B-TREE');
});

test('references of a page of people are counted by an index alone', () => {
  const plan = planOf(REFERENCES_SQL);
  expect(plan).toContain('SEARCH templates USING COVERING INDEX templates_of_person (person_id=?)');
  expect(plan).not.toContain('TEMP B-TREE');
});

test.each([
  ['external ids', listSql({}), 'USING INDEX'],
  ['external ids, backwards', listSql({ descending: true }), 'USING INDEX'],
  ['names', listSql({ sort: 'displayName' }), 'USING INDEX people_by_name'],
  ['names, backwards', listSql({ sort: 'displayName', descending: true }), 'people_by_name'],
  ['times', listSql({ sort: 'enrolledAt' }), 'USING INDEX people_by_time'],
  // All three carry what is searched, so that only those found are fetched.
  ['external ids, searched', listSql({ search: 'a' }), 'USING INDEX people_by_external_id'],
  ['names, searched', listSql({ search: 'a', sort: 'displayName' }), 'INDEX people_by_name'],
  ['times, searched', listSql({ search: 'a', sort: 'enrolledAt' }), 'INDEX people_by_time'],
  ['how many a search finds', countSql({ search: 'a' }), 'USING COVERING INDEX'],
  ['the synthetic', SYNTHETIC_SQL, 'USING INDEX people_synthetic'],
])('a page of people in order of %s is read from an index, and nothing is sorted', (...args) => {
  const [, sql, index] = args;
  const plan = planOf(sql);
  expect(plan).toContain(index);
  expect(plan).not.toContain('TEMP B-TREE');
});
