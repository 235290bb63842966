/** Which of the installed packages the desktop program needs, and which are for other programs. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { reach } from './built-files.ts';

interface PackageFile {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Needed by nothing that runs: they are there for whoever installs or compiles. */
const FOR_INSTALLERS = ['adm-zip', 'global-agent', 'node-addon-api'];

/**
 * Packages that `dependencies` brings along and nothing of the program imports, sorted.
 * @param imported by the built files
 */
export function findNeedless(root: string, imported: readonly string[]): string[] {
  const all = reach(Object.keys(read(root, '.').dependencies ?? {}), (name) => bring(root, name));
  const needed = new Set(
    reach([...imported, ...decoders(all)], (name) =>
      bring(root, name).filter((one) => !FOR_INSTALLERS.includes(one)),
    ),
  );
  return all.filter((name) => !needed.has(name)).sort();
}

/** sharp asks for its builds by name when it runs; which of them is packed is said elsewhere. */
function decoders(all: readonly string[]): string[] {
  return all.filter((name) => name.startsWith('@img/'));
}

function bring(root: string, name: string): string[] {
  const { dependencies, optionalDependencies } = read(root, path.join('node_modules', name));
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  // Optional ones are there on their own platform only.
  return names.filter((one) => existsSync(path.join(root, 'node_modules', one)));
}

function read(root: string, folder: string): PackageFile {
  const text = readFileSync(path.join(root, folder, 'package.json'), 'utf8');
  return JSON.parse(text) as PackageFile; // npm has checked it.
}
