import type { Audit, AuditDuplicate, AuditFile, AuditSettings } from '../core/audit.ts';
import { AppError } from '../core/failure.ts';
import type { AuditId, PersonId, Sha256 } from '../core/vocabulary.ts';
import { insertDuplicates, readDuplicates } from './audit-duplicates.ts';
import { type AuditFeatures, readAuditFeatures } from './audit-features.ts';
import { type AuditTrace, tracesOf } from './audit-traces.ts';
import { type AuditRowsPage, type AuditRowsQuery } from './audit-rows.ts';
import { findPlannedFile, readRowsPage } from './audit-rows.ts';
import { type PendingQuery, insertPlan, readPending } from './audit-plan.ts';
import type { AuditProgress, AuditRecord, AuditRow } from './audit-results.ts';
import { readProgress, readResults, recordResult } from './audit-results.ts';
import { checkRequired, isText, isUtcTime, notFound } from './checks.ts';
import type { WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { erase } from './erasure.ts';
import { areSettings, readJson, writeJson } from './json-columns.ts';

export interface NewAudit {
  readonly root: string;
  readonly settings: AuditSettings;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** In order of positions, from 0. */
  readonly files: Iterable<AuditFile>;
}

export interface Audits {
  create(audit: NewAudit): Audit;
  get(id: AuditId): Audit;
  /** Newest first. */
  list(): Audit[];
  /** The newest unfinished audit of the same folder with equal settings. */
  findResumable(root: string, settings: AuditSettings): Audit | undefined;
  pending(id: AuditId, query: PendingQuery): AuditFile[];
  /** All of the batch or nothing. */
  record(id: AuditId, batch: Iterable<AuditRecord>): void;
  progress(id: AuditId): AuditProgress;
  /** Of the files that are done, in order of positions. Writing meanwhile is allowed. */
  results(id: AuditId): IterableIterator<AuditRow>;
  /** Of the files that are done, in order of positions, with names. */
  rows(id: AuditId, query: AuditRowsQuery): AuditRowsPage;
  /** Of the plan, by its path. */
  findFile(
    id: AuditId,
    path: string,
  ): { readonly file: AuditFile; readonly sha256?: Sha256 } | undefined;
  /** In order of positions; none once the audit is finished. Writing meanwhile is allowed. */
  features(id: AuditId): IterableIterator<AuditFeatures>;
  /** Deletes the features: biometric data is not kept longer than it is needed. */
  finish(id: AuditId, duplicates?: Iterable<AuditDuplicate>): Audit;
  /** In order of positions; none before the audit is finished. */
  duplicates(id: AuditId): AuditDuplicate[];
  discard(id: AuditId): void;
  /** Files of whatever audit that were found to show the person, or to resemble the person. */
  tracesOf(personId: PersonId): AuditTrace[];
}

type AuditDatabaseRow = Omit<Audit, 'settings'> & { readonly settings: string };

const COLUMNS = 'id, started_at AS startedAt, root, settings, state';
const NEWEST_FIRST = 'ORDER BY started_at DESC, id DESC';

export function createAudits(database: WritableDatabase, effects: Effects): Audits {
  const find = (where: string, ...values: string[]): Audit[] =>
    database
      .all<AuditDatabaseRow>(`SELECT ${COLUMNS} FROM audits ${where} ${NEWEST_FIRST}`, ...values)
      .map(auditOf);

  const get = (id: AuditId): Audit => {
    const [audit] = find('WHERE id = ?', id);
    if (audit === undefined) throw notFound('audit');
    return audit;
  };

  const getRunning = (id: AuditId): Audit => {
    const audit = get(id);
    if (audit.state === 'running') return audit;
    throw new AppError(
      'conflict',
      `Expected a running audit but received one that is ${audit.state}; start a new one.`,
    );
  };

  return {
    create({ root, settings, startedAt, files }) {
      checkRequired(startedAt, isUtcTime, 'the start of an audit', 'an ISO 8601 time in UTC');
      checkRequired(root, (value) => isText(value) && value !== '', 'the folder', 'a path');
      const text = writeSettings(settings);
      return database.transaction(() => {
        // A fresh id of an audit is what this line makes it.
        const id = effects.newId() as AuditId;
        database.run(
          `INSERT INTO audits (id, started_at, root, settings, state)
           VALUES (?, ?, ?, ?, 'planning')`,
          id,
          startedAt,
          root,
          text,
        );
        insertPlan(database, id, files);
        database.run(`UPDATE audits SET state = 'running' WHERE id = ?`, id);
        return get(id);
      });
    },
    get,
    list: () => find(''),
    findResumable: (root, settings) =>
      find(
        `WHERE root = ? AND settings = ? AND state = 'running'`,
        root,
        writeSettings(settings),
      )[0],
    pending: (id, query) => readPending(database, get(id).id, query),
    record(id, batch) {
      database.transaction(() => {
        getRunning(id);
        for (const record of batch) recordResult(database, id, record);
      });
    },
    progress: (id) => readProgress(database, get(id).id),
    results: (id) => readResults(database, get(id).id),
    findFile: (id, path) => findPlannedFile(database, get(id).id, path),
    rows: (id, query) => readRowsPage(database, get(id).id, query),
    features: (id) => readAuditFeatures(database, get(id).id),
    finish(id, duplicates = []) {
      return erase(database, () => {
        getRunning(id);
        refuseUnfinished(readProgress(database, id));
        insertDuplicates(database, id, duplicates);
        database.run('DELETE FROM audit_features WHERE audit_id = ?', id);
        database.run(`UPDATE audits SET state = 'finished' WHERE id = ?`, id);
        return get(id);
      });
    },
    duplicates: (id) => readDuplicates(database, get(id).id),
    discard(id) {
      erase(database, () => {
        if (database.run('DELETE FROM audits WHERE id = ?', id) === 0) throw notFound('audit');
      });
    },
    tracesOf: (personId) => tracesOf(database, personId),
  };
}

/** A plan that a kill has cut off says nothing of the files that it lacks. */
export function discardCutOffPlans(database: WritableDatabase): void {
  database.run(`DELETE FROM audits WHERE state = 'planning'`);
}

function refuseUnfinished({ total, done }: AuditProgress): void {
  if (done === total) return;
  throw new AppError(
    'conflict',
    `Expected results for all ${total} files before the audit is finished but received ${done}; resume the audit or discard it.`,
  );
}

function writeSettings(settings: AuditSettings): string {
  return writeJson(settings, areSettings, 'settings of an audit');
}

function auditOf(row: AuditDatabaseRow): Audit {
  return { ...row, settings: readJson(row.settings, areSettings, `settings of audit ${row.id}`) };
}
