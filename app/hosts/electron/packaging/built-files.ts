/** Which of the built files the desktop program consists of, and which packages these import. */
import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

export interface BuiltFiles {
  /** Names in out/main, sorted. */
  readonly files: readonly string[];
  /** Imported by their names, sorted; Electron itself is not among them. */
  readonly packages: readonly string[];
}

/** Entries of other programs: the command line, and the window for where Electron is not. */
const OTHER_ENTRIES = ['cli.js', 'chromium.js', 'start.js'];

/** @param mainFolder out/main, as the build left it */
export function readBuiltFiles(mainFolder: string): BuiltFiles {
  const names = readdirSync(mainFolder).filter((name) => name.endsWith('.js'));
  const imports = new Map(
    names.map((name) => [name, importsOf(readFileSync(path.join(mainFolder, name), 'utf8'))]),
  );
  const chunks = new Set([...imports.values()].flatMap((all) => all.flatMap(fileOf)));
  // Processes and threads are started by name: they are entries that nobody imports.
  const entries = names.filter((name) => !chunks.has(name) && !OTHER_ENTRIES.includes(name));
  const files = reach(entries, (name) => (imports.get(name) ?? []).flatMap(fileOf));
  const packages = files.flatMap((name) => (imports.get(name) ?? []).flatMap(packageOf));
  return { files: [...files].sort(), packages: [...new Set(packages)].sort() };
}

/** Everything that can be got to, the start included. */
export function reach(start: readonly string[], next: (one: string) => readonly string[]) {
  const reached = new Set<string>();
  const waiting = [...start];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (reached.has(one)) continue;
    reached.add(one);
    waiting.push(...next(one));
  }
  return [...reached];
}

/** Also those that come late, by `import()`. */
function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function fileOf(specifier: string): string[] {
  return specifier.startsWith('./') ? [specifier.slice(2)] : [];
}

function packageOf(specifier: string): string[] {
  if (specifier.startsWith('.') || isBuiltin(specifier) || /^electron(\/|$)/.test(specifier)) {
    return [];
  }
  const parts = specifier.split('/');
  return [parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')];
}
