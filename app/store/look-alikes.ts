/** Pairs of references of different people that are within the guard distance. */
import type { Distance, Modality, ModelId, PersonId, TemplateId } from '../core/vocabulary.ts';
import { checkRequired, isDistance } from './checks.ts';
import type { WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';

export interface LookAlikePair {
  readonly templateId: TemplateId;
  readonly otherTemplateId: TemplateId;
  readonly distance: Distance;
}

/** Two people by the closest of their references. */
export interface AlikePeople {
  readonly personId: PersonId;
  readonly otherId: PersonId;
  readonly distance: Distance;
}

export interface LookAlikeScan {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly guardDistance: Distance;
  readonly people: number;
}

/** A pair goes with either of its references. */
export interface LookAlikes {
  add(pairs: Iterable<LookAlikePair>): void;
  /** The nearest other person of all that are known to be alike. */
  nearestOf(personId: PersonId, modality: Modality, modelId: ModelId): AlikePeople | undefined;
  /** Closest first. */
  list(modality: Modality, modelId: ModelId, within: Distance, limit: number): AlikePeople[];
  /** All pairs of a model make way for what a search through the whole gallery found. */
  replace(
    modality: Modality,
    modelId: ModelId,
    scan: Omit<LookAlikeScan, 'at'>,
    pairs: Iterable<LookAlikePair>,
  ): void;
  lastScan(modality: Modality, modelId: ModelId): LookAlikeScan | undefined;
}

export const NEAREST_SQL = `
  WITH own AS (
    SELECT id, person_id FROM templates WHERE person_id = ? AND modality = ? AND model_id = ?
  )
  SELECT own.person_id AS personId, other.person_id AS otherId, distance
  FROM own CROSS JOIN look_alikes ON template_id = own.id
    JOIN templates AS other ON other.id = other_template_id
  UNION ALL
  SELECT own.person_id, other.person_id, distance
  FROM own CROSS JOIN look_alikes ON other_template_id = own.id
    JOIN templates AS other ON other.id = template_id
  ORDER BY distance LIMIT 1`;

const ALIKE_SQL = `
  SELECT min(one.person_id, other.person_id) AS personId,
    max(one.person_id, other.person_id) AS otherId, min(distance) AS distance
  FROM look_alikes
    JOIN templates AS one ON one.id = template_id
    JOIN templates AS other ON other.id = other_template_id
  WHERE one.modality = ? AND one.model_id = ? AND distance <= ?
  GROUP BY 1, 2 ORDER BY 3, 1, 2 LIMIT ?`;

export function createLookAlikes(database: WritableDatabase, effects: Effects): LookAlikes {
  const add = (pairs: Iterable<LookAlikePair>): void => {
    for (const { templateId, otherTemplateId, distance } of pairs) {
      checkRequired(distance, isDistance, 'the distance of look-alikes', 'a finite number from 0');
      const [first, second] = [templateId, otherTemplateId].sort();
      database.run(
        `INSERT INTO look_alikes (template_id, other_template_id, distance) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET distance = excluded.distance`,
        first,
        second,
        distance,
      );
    }
  };
  return {
    add: (pairs) => database.transaction(() => add(pairs)),
    nearestOf: (personId, modality, modelId) =>
      database.get<AlikePeople>(NEAREST_SQL, personId, modality, modelId),
    list: (modality, modelId, within, limit) =>
      database.all<AlikePeople>(ALIKE_SQL, modality, modelId, within, limit),
    replace(modality, modelId, { guardDistance, people }, pairs) {
      database.transaction(() => {
        database.run(
          `DELETE FROM look_alikes WHERE template_id IN (
             SELECT id FROM templates WHERE modality = ? AND model_id = ?
           )`,
          modality,
          modelId,
        );
        add(pairs);
        database.run(
          `INSERT INTO look_alike_scans (modality, model_id, at, guard_distance, people)
           VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET
             at = excluded.at, guard_distance = excluded.guard_distance, people = excluded.people`,
          modality,
          modelId,
          effects.now(),
          guardDistance,
          people,
        );
      });
    },
    lastScan: (modality, modelId) =>
      database.get<LookAlikeScan>(
        `SELECT at, guard_distance AS guardDistance, people FROM look_alike_scans
         WHERE modality = ? AND model_id = ?`,
        modality,
        modelId,
      ),
  };
}
