import type { WritableDatabase } from './database.ts';
import { isErasurePending } from './erasure.ts';
import { checkCalibrations } from './calibrations.ts';
import { checkImages } from './images.ts';
import { versionOf } from './migrations/index.ts';
import { checkProbes } from './probes.ts';
import { TEMPLATE_COLUMNS, type TemplateRow, featuresOf } from './template-row.ts';
import type { ModelCount } from './templates.ts';
import { toFailure } from '../core/failure.ts';

/** What a page about the store shows. */
export interface StoreFacts {
  /** Absent where the store is in memory. */
  readonly path?: string;
  readonly schemaVersion: number;
  readonly bytes: number;
  readonly people: number;
  readonly templatesByModel: readonly ModelCount[];
  readonly journalMode: string;
  readonly synchronous: string;
  /** Erased data whose bytes another program kept from being overwritten. */
  readonly erasurePending: boolean;
  /** Reads everything: the pages, the references between rows, and every seal. */
  readonly integrity: () => string;
}

export interface Counts {
  readonly people: () => number;
  readonly templatesByModel: () => ModelCount[];
}

/** https://www.sqlite.org/pragma.html#pragma_synchronous */
const SYNCHRONOUS = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

export function readFacts(database: WritableDatabase, path: string, counts: Counts): StoreFacts {
  const pragma = <T>(name: string): T | undefined =>
    Object.values(database.get<Record<string, T>>(`PRAGMA ${name}`) ?? {})[0];
  return {
    ...(path !== ':memory:' && { path }),
    schemaVersion: versionOf(database),
    bytes: (pragma<number>('page_count') ?? 0) * (pragma<number>('page_size') ?? 0),
    people: counts.people(),
    templatesByModel: counts.templatesByModel(),
    journalMode: pragma<string>('journal_mode') ?? 'unknown',
    synchronous: SYNCHRONOUS[pragma<number>('synchronous') ?? -1] ?? 'unknown',
    erasurePending: isErasurePending(database),
    integrity: () => firstDamage(database) ?? 'ok',
  };
}

function firstDamage(database: WritableDatabase): string | undefined {
  try {
    return damagedPages(database) ?? looseRows(database) ?? rottenRow(database);
  } catch (thrown) {
    return toFailure(thrown).message;
  }
}

function damagedPages(database: WritableDatabase): string | undefined {
  const row = database.get<{ integrity_check: string }>('PRAGMA integrity_check(1)');
  return row?.integrity_check === 'ok' ? undefined : (row?.integrity_check ?? 'no answer');
}

function looseRows(database: WritableDatabase): string | undefined {
  const row = database.get<{ table: string; parent: string }>('PRAGMA foreign_key_check');
  return row && `a row of ${row.table} names one of ${row.parent} that is not there`;
}

/** Throws at the first one. */
function rottenRow(database: WritableDatabase): undefined {
  const sql = `SELECT ${TEMPLATE_COLUMNS} FROM templates`;
  for (const row of database.each<TemplateRow>(sql)) featuresOf(row);
  checkImages(database);
  checkProbes(database);
  checkCalibrations(database);
  return undefined;
}
