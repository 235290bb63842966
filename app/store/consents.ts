/** Why a person may be enrolled, for how long, and who said so: recorded, never changed. */
import type { PersonId } from '../core/vocabulary.ts';
import { checkRequired, isDate, notFound } from './checks.ts';
import type { WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { checkFact, checkPurpose } from './person-fields.ts';

export interface NewConsent {
  readonly purpose: string;
  /** ISO 8601 date; on that day the person is due for erasure. */
  readonly retainUntil: string;
  /** Who recorded it; may be empty. */
  readonly operator: string;
  /** How it was given; may be empty. */
  readonly form: string;
}

export interface StoredConsent extends NewConsent {
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
}

export interface Consents {
  /** The newest one holds: its date is the person's. */
  record(personId: PersonId, consent: NewConsent): void;
  /** Newest first, in order of recording. */
  listOfPerson(personId: PersonId): StoredConsent[];
}

export const CONSENTS_SQL = `SELECT purpose, retain_until AS retainUntil, operator, form,
  recorded_at AS recordedAt FROM consents WHERE person_id = ? ORDER BY sequence DESC`;

export function createConsents(database: WritableDatabase, effects: Effects): Consents {
  return {
    record(personId, { purpose, retainUntil, operator, form }) {
      checkRequired(retainUntil, isDate, 'the end of a consent', 'an ISO 8601 date');
      const words = [checkPurpose(purpose), retainUntil, checkFact(operator), checkFact(form)];
      database.transaction(() => {
        const sql = 'UPDATE people SET retain_until = ? WHERE id = ?';
        if (database.run(sql, retainUntil, personId) === 0) throw notFound('person');
        database.run(
          `INSERT INTO consents (person_id, purpose, retain_until, operator, form, recorded_at)
           VALUES (?, ?, ?, ?, ?, ?)`,
          personId,
          ...words,
          effects.now(),
        );
      });
    },
    listOfPerson: (personId) => database.all<StoredConsent>(CONSENTS_SQL, personId),
  };
}
