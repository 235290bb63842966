/** The arrows of ARCHITECTURE.md, asserted on what the files really import. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

interface Rule {
  /** Folders or files of this project. */
  readonly own: readonly string[];
  /** Of these only types, which leave nothing behind at run time. */
  readonly types?: readonly string[];
  readonly packages: readonly string[];
  readonly node: boolean;
}

const windowHost = (folder: string, packages: readonly string[]): Rule => ({
  own: [
    folder,
    'app/hosts/window/',
    'app/hosts/begin.ts',
    'app/hosts/places.ts',
    'app/services/compose.ts',
    'app/contract/',
    'app/core/failure.ts',
    'app/preload/wire.ts',
  ],
  packages,
  node: true,
});

/** The longest folder that a file lies in counts. */
const RULES: Readonly<Record<string, Rule>> = {
  'app/core/': { own: ['app/core/'], packages: [], node: false },
  'app/contract/': { own: ['app/contract/', 'app/core/'], packages: ['zod'], node: false },
  'app/engine/': {
    own: ['app/engine/', 'app/core/'],
    packages: ['@cornerstonejs/codec-openjpeg', 'onnxruntime-node', 'sharp', 'zod'],
    node: true,
  },
  'app/store/': { own: ['app/store/', 'app/core/'], packages: ['better-sqlite3'], node: true },
  'app/services/': {
    own: ['app/services/', 'app/contract/', 'app/core/', 'app/engine/client.ts', 'app/store/'],
    types: ['app/engine/source.ts'],
    packages: ['csv-parse', 'csv-stringify', 'zod'],
    node: true,
  },
  // Where things are, and which window to start.
  'app/hosts/': { own: ['app/hosts/'], packages: ['env-paths'], node: true },
  'app/hosts/window/': {
    own: [
      'app/hosts/window/',
      'app/hosts/places.ts',
      'app/contract/',
      'app/core/failure.ts',
      'app/core/vocabulary.ts',
    ],
    types: ['app/services/compose.ts', 'app/services/shell.ts'],
    packages: [],
    node: true,
  },
  'app/hosts/chromium/': windowHost('app/hosts/chromium/', ['env-paths', 'playwright-core']),
  'app/hosts/electron/': windowHost('app/hosts/electron/', ['electron']),
  // Runs where the program is made, and is no part of it.
  'app/hosts/electron/packaging/': {
    own: ['app/hosts/electron/packaging/'],
    packages: ['electron-builder', 'typescript'],
    node: true,
  },
  'app/hosts/cli/': {
    own: [
      'app/hosts/cli/',
      'app/hosts/begin.ts',
      'app/hosts/places.ts',
      'app/services/compose.ts',
      'app/services/csv-rows.ts',
      'app/services/enrolment/list.ts',
      'app/contract/',
      'app/core/vocabulary.ts',
      'app/core/failure.ts',
      'app/core/audit.ts',
      'app/core/finger.ts',
    ],
    types: ['app/core/decision.ts'],
    packages: ['commander', 'csv-stringify'],
    node: true,
  },
  'app/preload/': {
    own: ['app/preload/'],
    types: ['app/contract/'],
    packages: ['electron'],
    node: false,
  },
  'renderer/': {
    own: [
      'renderer/',
      'app/core/vocabulary.ts',
      'app/core/audit.ts',
      'app/core/failure.ts',
      'app/core/finger.ts',
      'app/core/parameters.ts',
      'app/core/evaluation/normal-deviate.ts',
      'app/contract/reason-text.ts',
    ],
    types: ['app/contract/', 'app/core/'],
    packages: ['svelte'],
    node: false,
  },
  'models/': {
    own: ['models/', 'app/'],
    packages: ['csv-parse', 'env-paths', 'onnxruntime-node', 'pacote', 'prettier', 'sharp', 'zod'],
    node: true,
  },
};

/** Native code has one door each, so that what is checked before it is checked once. */
const DOORS: readonly (readonly [name: string, folder: string])[] = [
  ['sharp', 'app/'],
  ['@cornerstonejs/codec-openjpeg', 'app/'],
  ['onnxruntime-node', 'app/'],
  ['better-sqlite3', 'app/'],
  ['pacote', 'models/'],
];

interface Import {
  readonly from: string;
  /** A file of this project, relative to its root, or the name of a package. */
  readonly to: string;
  readonly kind: 'own' | 'package' | 'node';
  readonly typeOnly: boolean;
}

const sources = new Map(
  ['app', 'models', 'renderer']
    .filter((folder) => existsSync(path.join(ROOT, folder)))
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,svelte}`, { cwd: ROOT }))
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => !file.includes('node_modules/'))
    .sort()
    .map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]),
);
const imports = [...sources].flatMap(([file, text]) => importsOf(file, text));

describe('what the check reads', () => {
  test('every form of import is seen, and types are told apart', () => {
    const text = `
      import a from './a.ts';
      import type { B } from './b.ts';
      import { type C, type D } from './c.ts';
      import { type E, f } from './e.ts';
      import './side-effect.ts';
      import json from './data.json' with { type: 'json' };
      export { g } from '../core/g.ts';
      export * from '../core/all.ts';
      export type { H } from '../core/h.ts';
      const late = await import('sharp');
      type I = import('./i.ts').I;
      const old = require('node:fs');
      import 'csv-parse/sync';
      import '@scope/name/part';
      // import './comment.ts'
      const text = "import './text.ts'";`;
    const seen = importsOf('app/engine/x.ts', text).map(
      ({ to, kind, typeOnly }) => `${kind} ${to}${typeOnly ? ' (type)' : ''}`,
    );
    expect(seen).toEqual([
      'own app/engine/a.ts',
      'own app/engine/b.ts (type)',
      'own app/engine/c.ts (type)',
      'own app/engine/e.ts',
      'own app/engine/side-effect.ts',
      'own app/engine/data.json',
      'own app/core/g.ts',
      'own app/core/all.ts',
      'own app/core/h.ts (type)',
      'package sharp',
      'own app/engine/i.ts (type)',
      'node node:fs',
      'package csv-parse',
      'package @scope/name',
    ]);
  });

  test('a forbidden import is told, an allowed one is not', () => {
    const broken = (file: string, text: string) => importsOf(file, text).filter(isForbidden).length;
    expect(broken('app/core/a.ts', `import './b.ts'`)).toBe(0);
    expect(broken('app/core/a.ts', `import 'node:path'`)).toBe(1);
    expect(broken('app/core/a.ts', `import 'path'`)).toBe(1);
    expect(broken('app/core/a.ts', `import type { X } from '../contract/x.ts'`)).toBe(1);
    expect(broken('app/store/a.ts', `import '../services/x.ts'`)).toBe(1);
    expect(broken('app/services/a.ts', `import 'better-sqlite3'`)).toBe(1);
    expect(broken('app/services/a.ts', `import '../engine/process.ts'`)).toBe(1);
    expect(broken('app/services/a.ts', `import type { S } from '../engine/source.ts'`)).toBe(0);
    expect(broken('app/services/a.ts', `import { s } from '../engine/source.ts'`)).toBe(1);
    expect(broken('app/hosts/cli/a.ts', `import '../../services/jobs.ts'`)).toBe(1);
    expect(broken('app/hosts/a.ts', `import '../../models/manifest.ts'`)).toBe(1);
    expect(broken('app/hosts/a.ts', `import '../../test/x.ts'`)).toBe(1);
    expect(broken('renderer/a.ts', `import { c } from '../app/contract/commands.ts'`)).toBe(1);
    expect(broken('renderer/a.ts', `import type { C } from '../app/contract/commands.ts'`)).toBe(0);
    expect(broken('models/a.ts', `import '../app/engine/ort.ts'`)).toBe(0);
    expect(broken('app/elsewhere/a.ts', `import '../core/x.ts'`)).toBe(1);
  });

  test('a cycle is found, also one of types only', () => {
    const files = [
      ...importsOf('app/core/a.ts', `import './b.ts'`),
      ...importsOf('app/core/b.ts', `import './c.ts'`),
      ...importsOf('app/core/c.ts', `import type { A } from './a.ts'`),
      ...importsOf('app/core/d.ts', `import './a.ts'`),
    ];
    expect(findCycle(files)).toEqual(['app/core/a.ts', 'app/core/b.ts', 'app/core/c.ts']);
    expect(findCycle(files.filter(({ typeOnly }) => !typeOnly))).toBeUndefined();
  });

  test('the project has files in every folder that is built by now', () => {
    for (const folder of ['core', 'contract', 'engine', 'store', 'services', 'hosts/cli']) {
      const inside = [...sources.keys()].filter((file) => file.startsWith(`app/${folder}/`));
      expect(inside.length, folder).toBeGreaterThan(3);
    }
    expect(imports.length).toBeGreaterThan(300);
  });
});

describe('the arrows', () => {
  for (const folder of Object.keys(RULES)) {
    test(`${folder} imports only what it may`, () => {
      const forbidden = imports.filter(({ from }) => folderOf(from) === folder).filter(isForbidden);
      expect(forbidden.map(describeImport)).toEqual([]);
    });
  }

  test('every file of app lies in a folder with a rule', () => {
    expect([...sources.keys()].filter((file) => folderOf(file) === undefined)).toEqual([]);
  });

  test('every import of an own file leads to a file', () => {
    const lost = imports.filter(
      ({ kind, to }) => kind === 'own' && !existsSync(path.join(ROOT, to)),
    );
    expect(lost.map(describeImport)).toEqual([]);
  });

  test('files do not import each other in a circle', () => {
    expect(findCycle(imports)).toBeUndefined();
  });

  test('screens share what lies beside them, and take nothing of each other', () => {
    const screenOf = (file: string) => /^renderer\/screens\/([^/]+)\//.exec(file)?.[1];
    const between = imports.filter(({ from, to }) => {
      const [own, other] = [screenOf(from), screenOf(to)];
      return own !== undefined && other !== undefined && own !== other;
    });
    expect(between.map(describeImport)).toEqual([]);
  });

  for (const [name, folder] of DOORS) {
    test(`one file of ${folder} imports ${name}`, () => {
      const importers = imports.filter(({ from, to }) => to === name && from.startsWith(folder));
      expect(new Set(importers.map(({ from }) => from)).size).toBe(1);
    });
  }
});

describe('the form of files', () => {
  const scripts = [...sources].filter(([file]) => file.endsWith('.ts'));

  test('nothing is exported by default, and no enum is declared', () => {
    const found = scripts.flatMap(([file, text]) =>
      ts.createSourceFile(file, text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
        if (ts.isExportAssignment(statement) || hasDefaultModifier(statement)) {
          return [`${file}: default export`];
        }
        return ts.isEnumDeclaration(statement) ? [`${file}: enum`] : [];
      }),
    );
    expect(found).toEqual([]);
  });

  test('names are kebab-case and say what is inside', () => {
    const names = [...sources.keys()].map((file) => path.basename(file));
    const kebab = /^(\d{4}-)?[a-z][a-z0-9]*(-[a-z0-9]+)*(\.(config|svelte|d))?\.ts$/;
    // Svelte's own convention: a component is named as it is written in markup.
    const component = /^[A-Z][A-Za-z0-9]*\.svelte$/;
    expect(names.filter((name) => !kebab.test(name) && !component.test(name))).toEqual([]);
    expect(names.filter((name) => /^(utils?|helpers?|misc|common)\./.test(name))).toEqual([]);
  });

  test('no file is longer than 250 lines', () => {
    const long = [...sources].flatMap(([file, text]) => {
      // A catalogue of strings is looked up, not read.
      if (file.startsWith('renderer/words/')) return [];
      // A component's style is a table of looks: what is read is what is above it.
      const read = file.endsWith('.svelte') ? text.replace(/<style>[^]*<\/style>/, '') : text;
      const lines = read.split('\n').length - 1;
      return lines > 250 ? [`${file}: ${lines} lines`] : [];
    });
    expect(long).toEqual([]);
  });
});

function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    found.push({ from: file, ...resolve(file, specifier.text), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, bringsTypesOnly(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    }
    if (ts.isCallExpression(node)) {
      const late = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      const old = ts.isIdentifier(node.expression) && node.expression.text === 'require';
      if (late || old) add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  for (const script of scriptsOf(file, text)) {
    visit(ts.createSourceFile(file, script, ts.ScriptTarget.Latest));
  }
  return found;
}

function scriptsOf(file: string, text: string): string[] {
  if (!file.endsWith('.svelte')) return [text];
  return [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, script]) => script);
}

function bringsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  const { elements } = namedBindings;
  return elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly);
}

function resolve(file: string, specifier: string): Pick<Import, 'to' | 'kind'> {
  if (specifier.startsWith('.')) {
    // What follows a question mark tells the builder how: "worker.ts?worker&url".
    const [target] = specifier.split('?');
    return { to: path.posix.join(path.posix.dirname(file), target), kind: 'own' };
  }
  if (isBuiltin(specifier)) return { to: specifier, kind: 'node' };
  const parts = specifier.split('/');
  return { to: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'), kind: 'package' };
}

function folderOf(file: string): string | undefined {
  return Object.keys(RULES)
    .filter((folder) => file.startsWith(folder))
    .sort((one, other) => other.length - one.length)[0];
}

function isForbidden({ from, to, kind, typeOnly }: Import): boolean {
  const folder = folderOf(from);
  if (folder === undefined) return true;
  const { own, types = [], packages, node } = RULES[folder];
  if (kind === 'node') return !node;
  if (kind === 'package') return !packages.includes(to);
  const allowed = [...own, ...(typeOnly ? types : [])];
  return !allowed.some((place) => (place.endsWith('/') ? to.startsWith(place) : to === place));
}

/** The files of one circle, in order, or nothing. */
function findCycle(all: readonly Import[]): string[] | undefined {
  const next = Map.groupBy(
    all.filter(({ kind }) => kind === 'own'),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(file)) return trail.slice(trail.indexOf(file));
    if (done.has(file)) return undefined;
    for (const { to } of next.get(file) ?? []) {
      const cycle = walk(to, [...trail, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const cycle = walk(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}

function hasDefaultModifier(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

function describeImport({ from, to, typeOnly }: Import): string {
  return `${from} -> ${to}${typeOnly ? ' (type)' : ''}`;
}
