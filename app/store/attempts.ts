import type { Attempt, AttemptKind, AttemptOutcome } from '../core/attempt.ts';
import type { AttemptId, Modality, PersonId } from '../core/vocabulary.ts';
import { ATTEMPT_COLUMNS, type AttemptRow, attemptOf, isBasis } from './attempt-row.ts';
import { checkLimit, checkOptional, isCount, isDistance, isRate, notFound } from './checks.ts';
import type { SqlValue, WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { areReasons, writeJson } from './json-columns.ts';
import { checkNotes } from './person-fields.ts';

export type NewAttempt = Omit<Attempt, 'id' | 'at'>;

export interface AttemptsQuery {
  readonly limit: number;
  readonly offset?: number;
  /** Only what was recorded before this one: the last id of the page before. */
  readonly before?: AttemptId;
  readonly personId?: PersonId;
  readonly kind?: AttemptKind;
  readonly outcome?: AttemptOutcome;
  readonly modality?: Modality;
  readonly use?: Attempt['use'];
  /** ISO 8601, UTC; `from` is part of it, `until` is not. */
  readonly from?: string;
  readonly until?: string;
  /** Also the single captures of decisions over several, which are attempts of their own. */
  readonly parts?: boolean;
}

export interface Attempts {
  record(attempt: NewAttempt): Attempt;
  get(id: AttemptId): Attempt;
  /** Newest first, in order of recording. */
  list(query: AttemptsQuery): Attempt[];
  /** How many there are in all, before any limit. */
  count(query: Omit<AttemptsQuery, 'limit' | 'before'>): number;
  /** Of a decision over several captures: those captures, in their order. */
  partsOf(id: AttemptId): Attempt[];
}

export const PARTS_SQL = `SELECT ${ATTEMPT_COLUMNS} FROM attempts
  WHERE part_of = ? ORDER BY sequence`;

export function createAttempts(database: WritableDatabase, effects: Effects): Attempts {
  const get = (id: AttemptId): Attempt => {
    const row = database.get<AttemptRow>(
      `SELECT ${ATTEMPT_COLUMNS} FROM attempts WHERE id = ?`,
      id,
    );
    if (row === undefined) throw notFound('attempt');
    return attemptOf(row);
  };

  return {
    record(attempt) {
      checkNumbers(attempt);
      const reasons = writeJson(attempt.reasons, areReasons, 'reasons of an attempt');
      const note = attempt.note === undefined ? null : checkNotes(attempt.note);
      const basis =
        attempt.basis === undefined
          ? null
          : writeJson(attempt.basis, isBasis, 'basis of an attempt');
      return database.transaction(() => {
        refuseUnknown(database, attempt);
        // A fresh id of an attempt is what this line makes it.
        const id = effects.newId() as AttemptId;
        database.run(
          `INSERT INTO attempts (id, at, kind, modality, outcome, person_id, template_id, distance,
             threshold, undecided_threshold, target_rate, reference_count, calibration_id, use,
             finger, model_id, provider, reasons, note, basis, part_of)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          id,
          effects.now(),
          attempt.kind,
          attempt.modality,
          attempt.outcome,
          attempt.personId ?? null,
          attempt.templateId ?? null,
          attempt.distance ?? null,
          attempt.threshold ?? null,
          attempt.undecidedThreshold ?? null,
          attempt.targetRate ?? null,
          attempt.references ?? null,
          attempt.calibrationId ?? null,
          attempt.use ?? null,
          attempt.finger ?? null,
          attempt.modelId ?? null,
          attempt.provider ?? null,
          reasons,
          note,
          basis,
          attempt.partOf ?? null,
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
          `SELECT ${ATTEMPT_COLUMNS} FROM attempts ${where} ORDER BY sequence DESC
             LIMIT ? OFFSET ?`,
          ...values,
          query.limit,
          query.offset ?? 0,
        )
        .map(attemptOf);
    },
    count(query) {
      const { where, values } = conditionsOf(database, query);
      const sql = `SELECT count(*) AS total FROM attempts ${where}`;
      return database.get<{ total: number }>(sql, ...values)?.total ?? 0;
    },
    partsOf: (id) => database.all<AttemptRow>(PARTS_SQL, id).map(attemptOf),
  };
}

/** Only the conditions that are asked for, so that SQLite can choose the index for them. */
function conditionsOf(
  database: WritableDatabase,
  query: Omit<AttemptsQuery, 'limit'>,
): { where: string; values: SqlValue[] } {
  const asked: readonly (readonly [condition: string, value: SqlValue | undefined])[] = [
    ['sequence < ?', query.before && sequenceOf(database, query.before)],
    ['person_id = ?', query.personId],
    ['kind = ?', query.kind],
    ['outcome = ?', query.outcome],
    ['modality = ?', query.modality],
    ['use = ?', query.use],
    ['at >= ?', query.from],
    ['at < ?', query.until],
  ];
  const given = asked.filter(([, value]) => value !== undefined);
  const conditions = given.map(([text]) => text);
  if (!query.parts) conditions.push('part_of IS NULL');
  return {
    where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
    values: given.map(([, value]) => value ?? null),
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
  checkOptional(
    attempt.undecidedThreshold,
    isDistance,
    'the end of the undecided band',
    'a finite number from 0',
  );
  checkOptional(attempt.references, isCount, 'the references', 'a whole number from 0');
  checkOptional(attempt.targetRate, isRate, 'the target rate', 'a number from 0 to 1');
}

function refuseUnknown(database: WritableDatabase, attempt: NewAttempt): void {
  const { personId, templateId, partOf } = attempt;
  const has = (table: 'people' | 'templates' | 'attempts', id: string | undefined): boolean =>
    id === undefined || database.get(`SELECT 1 FROM ${table} WHERE id = ?`, id) !== undefined;
  if (!has('people', personId)) throw notFound('person');
  if (!has('templates', templateId)) throw notFound('template');
  if (!has('attempts', partOf)) throw notFound('attempt');
}
