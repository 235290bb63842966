/** Features of probes, kept for a while so that a decision can be had again to the bit. */
import { AppError } from '../core/failure.ts';
import type { AttemptId, Features, Modality, PersonId } from '../core/vocabulary.ts';
import { notFound } from './checks.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { type SealedBlob, encodeFeatures, openFeatures, sealOf } from './features-blob.ts';

export interface Probes {
  /** Of an attempt that names a person, so that an erasure of the person reaches it. */
  keep(attemptId: AttemptId, features: Features): void;
  /** Undefined where none was kept, or not any more. */
  get(attemptId: AttemptId): Features | undefined;
  count(): number;
}

interface AboutAttempt {
  readonly modality: Modality;
  readonly personId: PersonId | null;
}

type ProbeRow = SealedBlob & { readonly attemptId: AttemptId; readonly personId: PersonId };

const PROBES = `SELECT attempt_id AS attemptId, person_id AS personId, modality, features, seal
  FROM probes`;

export function createProbes(database: WritableDatabase): Probes {
  return {
    keep(attemptId, features) {
      database.transaction(() => {
        const about = database.get<AboutAttempt>(
          'SELECT modality, person_id AS personId FROM attempts WHERE id = ?',
          attemptId,
        );
        if (about === undefined) throw notFound('attempt');
        const { modality, personId } = about;
        if (personId === null) throw namesNobody();
        const blob = encodeFeatures(modality, features);
        database.run(
          `INSERT INTO probes (attempt_id, person_id, modality, features, seal)
           VALUES (?, ?, ?, ?, ?)`,
          attemptId,
          personId,
          modality,
          blob,
          sealOf(blob, sealedWords({ attemptId, personId, modality })),
        );
      });
    },
    get(attemptId) {
      const row = database.get<ProbeRow>(`${PROBES} WHERE attempt_id = ?`, attemptId);
      return row && open(row);
    },
    count: () => database.get<{ rows: number }>('SELECT count(*) AS rows FROM probes')?.rows ?? 0,
  };
}

/** Reads all of them; throws at the first one that has rotted. */
export function checkProbes(database: ReadableDatabase): void {
  for (const row of database.each<ProbeRow>(PROBES)) open(row);
}

function open(row: ProbeRow): Features {
  return openFeatures(row, sealedWords(row), `probe of attempt ${row.attemptId}`);
}

function sealedWords(row: Pick<ProbeRow, 'attemptId' | 'personId' | 'modality'>): string[] {
  return ['probe', row.attemptId, row.personId, row.modality];
}

function namesNobody(): AppError {
  return new AppError(
    'bad-input',
    'Expected an attempt that names a person for a probe but received one of a stranger; ' +
      'no erasure would reach it.',
  );
}
