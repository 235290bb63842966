/** Gets the bytes of a source, with a reason for everything that can be wrong with a file. */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { IMAGE } from '../core/parameters.ts';
import type { AcquisitionProblem, Sha256 } from '../core/vocabulary.ts';
import { DecodeProblem } from './decode/problem.ts';

export type ImageSource =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly path: string };

/** @throws DecodeProblem */
export async function readSource(source: ImageSource): Promise<Uint8Array> {
  if (source.kind === 'bytes') return source.bytes;
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe waits for a writer that never comes.
    file = await open(source.path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const facts = await file.stat();
    if (!facts.isFile()) throw new DecodeProblem({ problem: 'not-a-file' });
    if (facts.size > IMAGE.maxBytes) {
      const measured = { measured: facts.size, limit: IMAGE.maxBytes, unit: 'bytes' };
      throw new DecodeProblem({ problem: 'file-too-large', ...measured });
    }
    return await file.readFile();
  } catch (cause) {
    if (cause instanceof DecodeProblem) throw cause;
    throw new DecodeProblem(
      { problem: problemOf(codeOf(cause)), detail: codeOf(cause) },
      { cause },
    );
  } finally {
    await file?.close();
  }
}

export function hashOf(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256;
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}

function problemOf(code: string): AcquisitionProblem {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'file-not-found';
  if (code === 'EISDIR' || code === 'ENXIO') return 'not-a-file';
  if (code === 'ELOOP') return 'directory-loop';
  return 'file-unreadable';
}
