import { expect, test } from 'vitest';
import { DUPLICATES_SQL } from '../../app/store/audit-duplicates.ts';
import { FEATURES_SQL } from '../../app/store/audit-features.ts';
import { PENDING_SQL } from '../../app/store/audit-plan.ts';
import { PROGRESS_SQL, RESULTS_SQL } from '../../app/store/audit-results.ts';
import { type SqlValue, openDatabase } from '../../app/store/database.ts';
import { GALLERY_SQL } from '../../app/store/gallery.ts';
import { migrate } from '../../app/store/migrations/index.ts';
import { OF_PERSON_SQL, OF_SOURCE_SQL } from '../../app/store/templates.ts';

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
  ['templates of a model', GALLERY_SQL, 'templates_of_model (modality=? AND model_id=?)'],
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
