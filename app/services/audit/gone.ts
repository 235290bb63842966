/** A file that is gone is a result; a whole folder that is gone is a disk that was pulled out. */
import { opendir } from 'node:fs/promises';
import type { AuditFile } from '../../core/audit.ts';
import { AppError } from '../../core/failure.ts';
import type { Acquisition } from '../../core/sample.ts';

/** Whether the file was there when the audit was planned, and can't be read now. */
export function hasGone({ problem }: AuditFile, acquisition: Acquisition): boolean {
  if (problem || acquisition.outcome === 'acquired') return false;
  return acquisition.reasons.some(
    (reason) => reason.problem === 'file-not-found' || reason.problem === 'file-unreadable',
  );
}

/** @throws AppError `not-found` where nothing of the folder is left: its place may be there, empty */
export async function refuseGone(root: string): Promise<void> {
  if (await holdsAnything(root)) return;
  throw new AppError(
    'not-found',
    'Expected the folder of the audit but found nothing there; connect its disk again, then go on.',
  );
}

async function holdsAnything(root: string): Promise<boolean> {
  try {
    const folder = await opendir(root);
    try {
      return (await folder.read()) !== null;
    } finally {
      await folder.close();
    }
  } catch {
    return false;
  }
}
