/** Everything below a folder, in an order that depends on nothing but the names. */
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/failure.ts';
import type { AcquisitionProblem, AcquisitionReason } from '../../core/vocabulary.ts';

export interface FoundFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Whole milliseconds since 1970. */
  readonly modifiedMs: number;
  /** Where the entry can't be read as a file at all. */
  readonly problem?: AcquisitionReason;
}

/**
 * Follows links, but enters no folder twice: a loop and a second way to the same folder are
 * listed as such. Sorted by path, compared by code units.
 *
 * @throws AppError `bad-input` where the folder itself can't be listed
 */
export async function walkFolder(
  folder: string,
  onFound: (count: number) => void,
): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const entered = new Set<string>();
  const add = (file: FoundFile) => {
    found.push(file);
    onFound(found.length);
  };

  async function enter(relative: string): Promise<void> {
    const absolute = path.join(folder, relative);
    const real = await realpath(absolute);
    if (entered.has(real)) return add(unusable(relative, 'directory-loop'));
    entered.add(real);
    const names = await readdir(absolute);
    for (const name of names.sort(byCodeUnits)) {
      await visit(relative === '' ? name : `${relative}/${name}`);
    }
  }

  async function visit(relative: string): Promise<void> {
    try {
      const facts = await stat(path.join(folder, relative));
      if (facts.isDirectory()) return await enter(relative);
      if (!facts.isFile()) return add(unusable(relative, 'not-a-file'));
      add({ path: relative, bytes: facts.size, modifiedMs: Math.floor(facts.mtimeMs) });
    } catch (thrown) {
      add(unusable(relative, problemOf(thrown)));
    }
  }

  try {
    await enter('');
  } catch (cause) {
    throw new AppError(
      'bad-input',
      `Expected a folder that can be read for the audit but received one that can't (${codeOf(cause)}).`,
      { cause },
    );
  }
  return found.sort((one, other) => byCodeUnits(one.path, other.path));
}

function unusable(relative: string, problem: AcquisitionProblem): FoundFile {
  return { path: relative, bytes: 0, modifiedMs: 0, problem: { problem } };
}

function problemOf(thrown: unknown): AcquisitionProblem {
  const code = codeOf(thrown);
  if (code === 'ELOOP') return 'directory-loop';
  if (code === 'ENOENT') return 'file-not-found'; // A link to nothing, or gone meanwhile.
  return 'file-unreadable';
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}

function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
