import type { Person } from '../core/template.ts';
import type { PersonId } from '../core/vocabulary.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { erase } from './erasure.ts';

/** Stands where an audit had read an external id that has been erased since. */
export const ERASED_CLAIM = '(erased)';

/** What went with a person. */
export interface Erased {
  readonly templates: number;
  readonly consents: number;
  readonly images: number;
  /** Features of probes, kept for a replay. */
  readonly probes: number;
  /** Attempts that stay, without any link to the person. */
  readonly attempts: number;
}

/** Rows of audits that are about the person: found, claimed, or claimed in either Unicode form. */
const IS_ABOUT = `(person_id = ? OR claim IN (?, ?))`;

/** Attempts of the person, and those that came closest to one of the templates. */
const ATTEMPTS_ABOUT = `(
  person_id = ? OR template_id IN (SELECT id FROM templates WHERE person_id = ?)
)`;

/**
 * The person and all templates go; the logs stay, but no longer say who. Foreign keys do most of
 * it: templates and consents CASCADE, and images with the templates; person_id, template_id and
 * looks_like_id are SET NULL.
 */
export function erasePerson(
  database: WritableDatabase,
  get: (id: PersonId) => Person,
  id: PersonId,
): Erased {
  return erase(database, () => {
    const { externalId } = get(id);
    const about = [id, externalId.normalize('NFC'), externalId.normalize('NFD')];
    const erased = countHeld(database, id);
    database.run(`UPDATE attempts SET note = NULL WHERE ${ATTEMPTS_ABOUT}`, id, id);
    // What looks like the person may well be a picture of the person.
    database.run(
      `DELETE FROM audit_features WHERE (audit_id, position) IN (
         SELECT audit_id, position FROM audit_files WHERE ${IS_ABOUT} OR looks_like_id = ?
       )`,
      ...about,
      id,
    );
    database.run(
      `UPDATE audit_files SET claim = '${ERASED_CLAIM}' WHERE claim IS NOT NULL AND ${IS_ABOUT}`,
      ...about,
    );
    database.run('DELETE FROM people WHERE id = ?', id);
    return erased;
  });
}

function countHeld(database: ReadableDatabase, id: PersonId): Erased {
  const count = (what: string, ...values: string[]): number =>
    database.get<{ rows: number }>(`SELECT count(*) AS rows FROM ${what}`, ...values)?.rows ?? 0;
  return {
    templates: count('templates WHERE person_id = ?', id),
    consents: count('consents WHERE person_id = ?', id),
    images: count('templates JOIN images ON template_id = templates.id WHERE person_id = ?', id),
    probes: count('probes WHERE person_id = ?', id),
    attempts: count(`attempts WHERE ${ATTEMPTS_ABOUT}`, id, id),
  };
}
