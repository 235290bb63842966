import type { Attempt, AttemptKind, AttemptOutcome } from '../core/attempt.ts';
import type { AttemptId, PersonId } from '../core/vocabulary.ts';
import { checkLimit, checkOptional, isDistance, isRate, notFound } from './checks.ts';
import type { SqlValue, WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { areReasons, readJson, writeJson } from './json-columns.ts';
import { checkNotes } from './person-fields.ts';
import { providerOf } from './template-row.ts';

export type NewAttempt = Omit<Attempt, 'id' | 'at'>;

export interface AttemptsQuery {
  readonly limit: number;
  /** Only what was recorded before this one: the last id of the page before. */
  readonly before?: AttemptId;
  readonly personId?: PersonId;
  readonly kind?: AttemptKind;
  readonly outcome?: AttemptOutcome;
}

export interface Attempts {
  record(attempt: NewAttempt): Attempt;
  get(id: AttemptId): Attempt;
  /** Newest first, in order of recording. */
  list(query: AttemptsQuery): Attempt[];
}

/** As SQLite has it: NULL for what is absent, JSON for the reasons. */
type AttemptRow = {
  readonly [Field in keyof Required<Omit<Attempt, 'provider' | 'reasons'>>]:
    | Required<Attempt>[Field]
    | (Field extends 'id' | 'at' | 'kind' | 'modality' | 'outcome' ? never : null);
} & { readonly provider: string | null; readonly reasons: string };

const COLUMNS = `id, at, kind, modality, outcome, person_id AS personId, template_id AS templateId,
  distance, threshold, target_rate AS targetRate, model_id AS modelId, provider, reasons, note`;

export function createAttempts(database: WritableDatabase, effects: Effects): Attempts {
  const get = (id: AttemptId): Attempt => {
    const row = database.get<AttemptRow>(`SELECT ${COLUMNS} FROM attempts WHERE id = ?`, id);
    if (row === undefined) throw notFound('attempt');
    return attemptOf(row);
  };

  return {
    record(attempt) {
      checkNumbers(attempt);
      const reasons = writeJson(attempt.reasons, areReasons, 'reasons of an attempt');
      const note = attempt.note === undefined ? null : checkNotes(attempt.note);
      return database.transaction(() => {
        refuseUnknown(database, attempt);
        // A fresh id of an attempt is what this line makes it.
        const id = effects.newId() as AttemptId;
        database.run(
          `INSERT INTO attempts (id, at, kind, modality, outcome, person_id, template_id, distance,
             threshold, target_rate, model_id, provider, reasons, note)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          id,
          effects.now(),
          attempt.kind,
          attempt.modality,
          attempt.outcome,
          attempt.personId ?? null,
          attempt.templateId ?? null,
          attempt.distance ?? null,
          attempt.threshold ?? null,
          attempt.targetRate ?? null,
          attempt.modelId ?? null,
          attempt.provider ?? null,
          reasons,
          note,
        );
        return get(id);
      });
    },
    get,
    list(query) {
      checkLimit(query.limit);
      const { where, values } = conditionsOf(database, query);
      return database
        .all<AttemptRow>(
          `SELECT ${COLUMNS} FROM attempts ${where} ORDER BY sequence DESC LIMIT ?`,
          ...values,
          query.limit,
        )
        .map(attemptOf);
    },
  };
}

/** Only the conditions that are asked for, so that SQLite can choose the index for them. */
function conditionsOf(
  database: WritableDatabase,
  query: AttemptsQuery,
): { where: string; values: SqlValue[] } {
  const asked: readonly (readonly [condition: string, value: SqlValue | undefined])[] = [
    ['sequence < ?', query.before && sequenceOf(database, query.before)],
    ['person_id = ?', query.personId],
    ['kind = ?', query.kind],
    ['outcome = ?', query.outcome],
  ];
  const conditions = asked.filter(([, value]) => value !== undefined);
  return {
    where: conditions.length === 0 ? '' : `WHERE ${conditions.map(([text]) => text).join(' AND ')}`,
    values: conditions.map(([, value]) => value ?? null),
  };
}

function sequenceOf(database: WritableDatabase, id: AttemptId): number {
  const sql = 'SELECT sequence FROM attempts WHERE id = ?';
  const row = database.get<{ sequence: number }>(sql, id);
  if (row === undefined) throw notFound('attempt');
  return row.sequence;
}

function checkNumbers(attempt: NewAttempt): void {
  checkOptional(attempt.distance, isDistance, 'the distance', 'a finite number from 0');
  checkOptional(attempt.threshold, isDistance, 'the threshold', 'a finite number from 0');
  checkOptional(attempt.targetRate, isRate, 'the target rate', 'a number from 0 to 1');
}

function refuseUnknown(database: WritableDatabase, attempt: NewAttempt): void {
  const { personId, templateId } = attempt;
  const has = (table: 'people' | 'templates', id: string | undefined): boolean =>
    id === undefined || database.get(`SELECT 1 FROM ${table} WHERE id = ?`, id) !== undefined;
  if (!has('people', personId)) throw notFound('person');
  if (!has('templates', templateId)) throw notFound('template');
}

function attemptOf(row: AttemptRow): Attempt {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    modality: row.modality,
    outcome: row.outcome,
    ...(row.personId !== null && { personId: row.personId }),
    ...(row.templateId !== null && { templateId: row.templateId }),
    ...(row.distance !== null && { distance: row.distance }),
    ...(row.threshold !== null && { threshold: row.threshold }),
    ...(row.targetRate !== null && { targetRate: row.targetRate }),
    ...(row.modelId !== null && { modelId: row.modelId }),
    ...(row.provider !== null && { provider: providerOf(row.provider, `attempt ${row.id}`) }),
    reasons: readJson(row.reasons, areReasons, `reasons of attempt ${row.id}`),
    ...(row.note !== null && { note: row.note }),
  };
}
