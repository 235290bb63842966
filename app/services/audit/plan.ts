/** The files of an audit in their order, each with whom, and which finger, it should show. */
import { createHash } from 'node:crypto';
import type { AuditFile } from '../../core/audit.ts';
import type { Sha256 } from '../../core/vocabulary.ts';
import { composed, type Claims } from './claims.ts';
import type { FoundFile } from './walk.ts';

export function planFiles(found: readonly FoundFile[], claims: Claims): AuditFile[] {
  const paths = new Set(found.map(({ path }) => composed(path)));
  const missing = claims.listed
    .filter((path) => !paths.has(path))
    .map((path): FoundFile => {
      return { path, bytes: 0, modifiedMs: 0, problem: { problem: 'file-not-found' } };
    });
  return [...found, ...missing]
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .map((file, position) => {
      const claim = claims.read(file.path);
      if (!claim) return { position, ...file };
      const { person, finger } = claim;
      return { position, ...file, claim: person, ...(finger !== undefined && { finger }) };
    });
}

/** Changes with every name, size, time and claim: what was planned is what is resumed. */
export function hashPlan(files: readonly AuditFile[]): Sha256 {
  const hash = createHash('sha256');
  for (const { path, bytes, modifiedMs, claim, finger, problem } of files) {
    const plan = [path, bytes, modifiedMs, claim ?? null, problem ?? null];
    // Without a finger it stays the hash that it was before there were any.
    hash.update(JSON.stringify(finger === undefined ? plan : [...plan, finger]));
  }
  return hash.digest('hex') as Sha256;
}
