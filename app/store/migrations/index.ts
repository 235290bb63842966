import type { WritableDatabase } from '../database.ts';
import { unusable } from '../unusable.ts';
import { peopleAndTemplates } from './0001-people-and-templates.ts';
import { attempts } from './0002-attempts.ts';
import { audits } from './0003-audits.ts';
import { fingerprints } from './0004-fingerprints.ts';
import { peopleConsent } from './0005-people-consent.ts';
import { settings } from './0006-settings.ts';
import { calibrations } from './0007-calibrations.ts';

/** In order; number n brings a store from version n - 1 to n. Never edited after a release. */
const MIGRATIONS: readonly string[] = [
  peopleAndTemplates,
  attempts,
  audits,
  fingerprints,
  peopleConsent,
  settings,
  calibrations,
];

export const LATEST_VERSION = MIGRATIONS.length;

export function versionOf(database: WritableDatabase): number {
  const row = database.get<{ user_version: number }>('PRAGMA user_version');
  return row?.user_version ?? 0;
}

/** Brings the store to `target`, a transaction for each version: a kill leaves a whole version. */
export function migrate(database: WritableDatabase, target: number = LATEST_VERSION): void {
  const version = versionOf(database);
  refuseVersionOfTheFuture(version);
  if (version >= target) return;
  // Dropping a table that was copied would otherwise clear what refers to it. Only outside of a
  // transaction can they be turned off.
  database.exec('PRAGMA foreign_keys = OFF');
  try {
    apply(database, target);
  } finally {
    database.exec('PRAGMA foreign_keys = ON');
  }
}

function apply(database: WritableDatabase, target: number): void {
  MIGRATIONS.slice(0, target).forEach((sql, index) => {
    database.transaction(() => {
      // Asked inside the transaction, as another process may be migrating the same store.
      if (versionOf(database) !== index) return;
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  });
}

function refuseVersionOfTheFuture(version: number): void {
  if (version <= LATEST_VERSION) return;
  throw unusable(
    `a store of version ${LATEST_VERSION} or older`,
    `version ${version}, which a newer Twinmark has written`,
    'update Twinmark or choose another store',
  );
}
