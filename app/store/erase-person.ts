import type { Person } from '../core/template.ts';
import type { PersonId } from '../core/vocabulary.ts';
import type { WritableDatabase } from './database.ts';
import { erase } from './erasure.ts';

/** Stands where an audit had read an external id that has been erased since. */
export const ERASED_CLAIM = '(erased)';

/** Rows of audits that are about the person: found, claimed, or claimed in either Unicode form. */
const IS_ABOUT = `(person_id = ? OR claim IN (?, ?))`;

/**
 * The person and all templates go; the logs stay, but no longer say who. Foreign keys do most of
 * it: templates CASCADE, and person_id, template_id and looks_like_id are SET NULL.
 */
export function erasePerson(
  database: WritableDatabase,
  get: (id: PersonId) => Person,
  id: PersonId,
): void {
  erase(database, () => {
    const { externalId } = get(id);
    const about = [id, externalId.normalize('NFC'), externalId.normalize('NFD')];
    database.run(
      `UPDATE attempts SET note = NULL
       WHERE person_id = ? OR template_id IN (SELECT id FROM templates WHERE person_id = ?)`,
      id,
      id,
    );
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
  });
}
