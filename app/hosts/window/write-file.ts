/** Writes what the operator saves: whole or not at all, and a file that was there stays until then. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { AppError } from '../../core/failure.ts';

/** @throws AppError `bad-input` where the place can't be written to */
export async function writeWholeFile(file: string, content: string | Uint8Array): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, content, { flush: true });
    await rename(part, file);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError(
      'bad-input',
      `Expected a place that can be written to but received ${code}; save it elsewhere.`,
      { cause },
    );
  }
}
