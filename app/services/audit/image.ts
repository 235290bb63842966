/** An audited file, to be looked at: read again from where it was, and only if it is the same. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { ImagePreview } from '../../contract/capture.ts';
import { AppError } from '../../core/failure.ts';
import { IMAGE } from '../../core/parameters.ts';
import type { AuditId } from '../../core/vocabulary.ts';
import type { Store } from '../../store/index.ts';
import type { Capture } from '../capture.ts';
import { resolveInside } from '../folders.ts';

/** Pixels of the longer side. */
const SHOWN = 640;

/** @throws AppError `not-found` where the file is not of the audit, or gone, or another by now */
export async function auditedImage(
  { auditId, path: relative }: { readonly auditId: AuditId; readonly path: string },
  { store, capture }: { readonly store: Store; readonly capture: Capture },
): Promise<ImagePreview> {
  const { root } = store.audits.get(auditId);
  const found = store.audits.findFile(auditId, relative);
  if (!found) throw notThere('a file of this audit', 'another path');
  const image = await read(resolveInside(root, found.file.path));
  const sha256 = createHash('sha256').update(image).digest('hex');
  if (found.sha256 !== undefined && found.sha256 !== sha256) {
    throw notThere('the file as it was audited', 'one that changed since');
  }
  return capture.preview({ image, maxSide: SHOWN });
}

async function read(file: string): Promise<Uint8Array> {
  try {
    const facts = await stat(file);
    if (!facts.isFile() || facts.size > IMAGE.maxBytes) throw new Error('no image file');
    return await readFile(file);
  } catch (cause) {
    throw notThere('the audited file in its folder', 'none that can be read', { cause });
  }
}

function notThere(expected: string, received: string, options?: ErrorOptions): AppError {
  return new AppError(
    'not-found',
    `Expected ${expected} but received ${received}; the report says what was found.`,
    options,
  );
}
