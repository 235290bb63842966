/** Files that the operator names on the command line. */
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/failure.ts';

/** @throws AppError `bad-input` where the file can't be read at all; what is in it is not judged */
export async function readNamedFile(file: string, what: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AppError(
      'bad-input',
      `Expected a file for ${what} but received ${why(file, cause)}.`,
      {
        cause,
      },
    );
  }
}

export async function readNamedText(file: string, what: string): Promise<string> {
  return new TextDecoder().decode(await readNamedFile(file, what));
}

/** @throws AppError `bad-input` */
export async function checkFolder(folder: string, what: string): Promise<string> {
  try {
    if ((await stat(folder)).isDirectory()) return path.resolve(folder);
  } catch (cause) {
    throw new AppError(
      'bad-input',
      `Expected a folder for ${what} but received ${why(folder, cause)}.`,
      { cause },
    );
  }
  throw new AppError('bad-input', `Expected a folder for ${what} but received a file.`);
}

/** The folder of a file to be written; told before hours of work, not after. */
export async function checkWritable(file: string, what: string): Promise<void> {
  await checkFolder(path.dirname(path.resolve(file)), `the folder of ${what}`);
}

/** Whole or not at all. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch (cause) {
    throw new AppError(
      'bad-input',
      `Expected to be able to write ${path.basename(file)} but received ${why(file, cause)}.`,
      { cause },
    );
  }
}

/** The operator typed the name: it may be shown to them. */
function why(file: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
  const words: Record<string, string> = {
    ENOENT: 'a name that does not exist',
    EACCES: 'one that may not be read',
    EISDIR: 'a folder',
    ENOTDIR: 'a name inside something that is no folder',
  };
  return `${words[code] ?? code}: ${path.basename(file)}`;
}
