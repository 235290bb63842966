/** Erases what has been kept for as long as it may be. */
import type { WritableDatabase } from './database.ts';
import { erase } from './erasure.ts';

/** ISO 8601, UTC; what is older goes. Absent: it stays for ever. */
export interface Expiry {
  readonly attemptsBefore?: string;
  readonly probesBefore?: string;
}

/** How many were erased. */
export interface Expired {
  readonly attempts: number;
  readonly probes: number;
}

const OLD_ATTEMPTS = 'SELECT id FROM attempts WHERE at < ?';
const OLD_PROBES = `FROM probes WHERE attempt_id IN (${OLD_ATTEMPTS})`;

export function eraseExpired(database: WritableDatabase, expiry: Expiry): Expired {
  // Nothing is older than the text that comes before any time.
  const { attemptsBefore = '', probesBefore = '' } = expiry;
  // A probe never outlives its attempt.
  const probesUntil = probesBefore > attemptsBefore ? probesBefore : attemptsBefore;
  // Asked first: erasing rewrites the whole file.
  const any =
    database.get(`${OLD_ATTEMPTS} LIMIT 1`, attemptsBefore) !== undefined ||
    database.get(`SELECT 1 ${OLD_PROBES} LIMIT 1`, probesUntil) !== undefined;
  if (!any) return { attempts: 0, probes: 0 };
  return erase(database, () => ({
    probes: database.run(`DELETE ${OLD_PROBES}`, probesUntil),
    attempts: database.run('DELETE FROM attempts WHERE at < ?', attemptsBefore),
  }));
}
