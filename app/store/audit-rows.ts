/** A page of an audit's results, for whoever looks at it while it runs or afterwards. */
import type { AuditFile, AuditOutcome, AuditResult } from '../core/audit.ts';
import type { AuditId, Sha256 } from '../core/vocabulary.ts';
import { FILE_COLUMNS, type FileRow, RESULT_COLUMNS, type ResultRow } from './audit-file-row.ts';
import { fileOf, resultOf } from './audit-file-row.ts';
import { checkLimit } from './checks.ts';
import type { ReadableDatabase, SqlValue } from './database.ts';

export interface AuditRowsQuery {
  /** Any of them; all where absent. */
  readonly outcomes?: readonly AuditOutcome[];
  /** Part of the path or of the claim, whatever the case of its letters A to Z. */
  readonly search?: string;
  readonly limit: number;
  readonly offset: number;
}

export interface NamedPerson {
  readonly externalId: string;
  readonly displayName: string;
}

export interface NamedAuditRow {
  readonly file: AuditFile;
  readonly result: AuditResult;
  /** Of `result.personId`; absent where erased since. */
  readonly person?: NamedPerson;
  readonly looksLike?: NamedPerson;
}

export interface AuditRowsPage {
  readonly total: number;
  readonly rows: readonly NamedAuditRow[];
}

type PageRow = FileRow &
  ResultRow & {
    readonly externalId: string | null;
    readonly displayName: string | null;
    readonly otherExternalId: string | null;
    readonly otherDisplayName: string | null;
  };

export function readRowsPage(
  database: ReadableDatabase,
  auditId: AuditId,
  query: AuditRowsQuery,
): AuditRowsPage {
  checkLimit(query.limit);
  const { where, values } = conditionsOf(auditId, query);
  const count = `SELECT count(*) AS total FROM audit_files WHERE ${where}`;
  const total = database.get<{ total: number }>(count, ...values)?.total ?? 0;
  const rows = database.all<PageRow>(pageSql(where), ...values, query.limit, query.offset);
  return { total, rows: rows.map(rowOf) };
}

/** A file of the plan by its path, with the hash of what was audited where it is done. */
export function findPlannedFile(
  database: ReadableDatabase,
  auditId: AuditId,
  path: string,
): { readonly file: AuditFile; readonly sha256?: Sha256 } | undefined {
  const sql = `SELECT ${FILE_COLUMNS}, sha256 FROM audit_files WHERE audit_id = ? AND path = ?`;
  const row = database.get<FileRow & { sha256: Sha256 | null }>(sql, auditId, path);
  return row && { file: fileOf(row), ...(row.sha256 !== null && { sha256: row.sha256 }) };
}

/** The names are looked up for the rows of the page only. */
export function pageSql(where: string): string {
  return `
    SELECT page.*, person.external_id AS externalId, person.display_name AS displayName,
      other.external_id AS otherExternalId, other.display_name AS otherDisplayName
    FROM (SELECT ${FILE_COLUMNS}, ${RESULT_COLUMNS} FROM audit_files WHERE ${where}
      ORDER BY position LIMIT ? OFFSET ?) AS page
    LEFT JOIN people AS person ON person.id = page.personId
    LEFT JOIN people AS other ON other.id = page.looksLikeId
    ORDER BY page.position`;
}

function conditionsOf(
  auditId: AuditId,
  { outcomes, search }: AuditRowsQuery,
): { where: string; values: SqlValue[] } {
  const conditions = ['audit_id = ?'];
  const values: SqlValue[] = [auditId];
  if (outcomes === undefined) conditions.push('outcome IS NOT NULL');
  else {
    conditions.push(`outcome IN (${outcomes.map(() => '?').join(', ')})`);
    values.push(...outcomes);
  }
  if (search !== undefined && search !== '') {
    conditions.push(`(path LIKE ? ESCAPE '\\' OR claim LIKE ? ESCAPE '\\')`);
    // What the user types is text, not a pattern.
    const pattern = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    values.push(pattern, pattern);
  }
  return { where: conditions.join(' AND '), values };
}

function rowOf(row: PageRow): NamedAuditRow {
  const person = personOf(row.externalId, row.displayName);
  const looksLike = personOf(row.otherExternalId, row.otherDisplayName);
  return {
    file: fileOf(row),
    result: resultOf(row),
    ...(person && { person }),
    ...(looksLike && { looksLike }),
  };
}

function personOf(externalId: string | null, displayName: string | null): NamedPerson | undefined {
  return externalId === null ? undefined : { externalId, displayName: displayName ?? externalId };
}
