/** Folders that the user chose in the host: services get the path, user interfaces an id. */
import path from 'node:path';
import { AppError } from '../core/failure.ts';

export interface Folders {
  /** Called by the host after the user chose; returns the id for the contract. */
  grant(folder: string): string;
  /** As shown to the user: its last step. */
  nameOf(folder: string): string;
  /** @throws AppError `not-found` */
  pathOf(folderId: string): string;
}

export function createFolders(): Folders {
  const granted: string[] = [];
  return {
    grant(folder) {
      const absolute = path.resolve(folder);
      const known = granted.indexOf(absolute);
      return `folder-${known >= 0 ? known : granted.push(absolute) - 1}`;
    },
    nameOf: (folder) => path.basename(path.resolve(folder)) || folder,
    pathOf(folderId) {
      const folder = granted[Number(folderId.slice('folder-'.length))];
      if (folder !== undefined) return folder;
      throw new AppError('not-found', 'Expected a folder that was chosen but received another.');
    },
  };
}

/**
 * A path of a list, inside the folder that it belongs to.
 *
 * @throws AppError `bad-input` where it leads outside
 */
export function resolveInside(folder: string, relative: string): string {
  const absolute = path.resolve(folder, relative);
  const inside = path.relative(folder, absolute);
  // Only a whole step: names may begin with two dots as well.
  const outside = inside === '' || inside.split(path.sep)[0] === '..' || path.isAbsolute(inside);
  if (!outside) return absolute;
  throw new AppError(
    'bad-input',
    'Expected a path inside the folder for an image but received one that leads outside; ' +
      'write paths relative to the folder.',
  );
}
