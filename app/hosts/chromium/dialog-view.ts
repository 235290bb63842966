/** Looks at the disk for a dialog, and judges what was chosen. */
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { DialogView, Place } from './dialog-page.ts';

/** Of folders shown at once; the path of any other one can be typed. */
const MOST_FOLDERS = 2000;

export interface DialogRequest {
  readonly title: string;
  /** Where a new file is asked for. */
  readonly fileName?: string;
}

export type Choice = { readonly chosen: string } | { readonly again: DialogView };

export async function viewFolder(request: DialogRequest, where: string): Promise<DialogView> {
  const folder = path.resolve(where);
  const parent = path.dirname(folder);
  return {
    ...request,
    folder,
    ...(parent !== folder && { parent }),
    places: [
      { name: 'Home', path: homedir() },
      { name: 'Computer', path: path.parse(folder).root },
    ],
    inside: await foldersIn(folder),
  };
}

/** @param replace the name of a file that the operator has seen to be there already */
export async function judgeChoice(
  request: DialogRequest,
  { where, name, replace }: { where: string; name?: string; replace?: string },
): Promise<Choice> {
  const folder = path.resolve(where);
  const view = await viewFolder(request, folder);
  if ('problem' in view.inside) return { again: view };
  if (request.fileName === undefined) return { chosen: folder };
  const fileName = name?.trim() ?? '';
  const again = (notice: string) => ({ again: { ...view, fileName, notice } });
  if (fileName === '' || fileName === '.' || fileName === '..' || /[/\\\0]/.test(fileName)) {
    return { again: { ...view, inside: { problem: 'Expected a file name without folders.' } } };
  }
  const file = path.join(folder, fileName);
  const kind = await kindOf(file);
  if (kind === 'folder') return { again: { ...view, inside: { problem: 'This is a folder.' } } };
  if (kind === 'file' && replace !== fileName) return again(`${fileName} is there already.`);
  return { chosen: file };
}

async function foldersIn(folder: string): Promise<DialogView['inside']> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const visible = entries.filter(({ name }) => !name.startsWith('.'));
    const found: Place[] = [];
    for (const entry of visible) {
      const place = { name: entry.name, path: path.join(folder, entry.name) };
      const linked = entry.isSymbolicLink() && (await kindOf(place.path)) === 'folder';
      if (entry.isDirectory() || linked) found.push(place);
    }
    const order = new Intl.Collator('en', { numeric: true });
    return found.sort((one, other) => order.compare(one.name, other.name)).slice(0, MOST_FOLDERS);
  } catch {
    return { problem: 'This folder is not there, or may not be read.' };
  }
}

async function kindOf(file: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(file)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}
