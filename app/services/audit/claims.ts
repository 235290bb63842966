/** Who an image should be: read from its folder, its name, or a manifest. */
import type { ClaimRule } from '../../core/audit.ts';
import { AppError, assertNever } from '../../core/failure.ts';
import { readCsvRows } from '../csv-rows.ts';

/** The claimed external id of a path; undefined where the rule reads none. */
export type ReadClaim = (relativePath: string) => string | undefined;

export interface Claims {
  readonly read: ReadClaim;
  /** Paths that the manifest lists, composed; missing files must show up in the report. */
  readonly listed: readonly string[];
}

/** @throws AppError `bad-input` for a pattern or manifest that can't be read */
export function createClaims(rule: ClaimRule, manifest: string | undefined): Claims {
  switch (rule.kind) {
    case 'folder':
      return { read: (path) => normal(path.split('/').at(-2)), listed: [] };
    case 'pattern': {
      return { read: compilePattern(composed(rule.pattern)), listed: [] };
    }
    case 'manifest': {
      const table = readManifest(manifest ?? '');
      return { read: (path) => table.get(composed(path)), listed: [...table.keys()] };
    }
    case 'none':
      return { read: () => undefined, listed: [] };
    default:
      return assertNever(rule);
  }
}

/**
 * `{person}_{number}.jpg`: `{person}` takes as much as it can, every other `{name}` and `*` as
 * little as they can, none of them a slash. Without a slash in the pattern only the file's name
 * counts; without an extension in the pattern any extension is allowed.
 */
function compilePattern(pattern: string): ReadClaim {
  if (pattern.split('{person}').length !== 2) {
    throw new AppError(
      'bad-input',
      'Expected {person} exactly once in the pattern, as in "{person}_{number}", but received ' +
        `"${pattern}".`,
    );
  }
  const source = pattern
    .split(/(\{[^{}]*\}|\*)/)
    .map((piece) => {
      if (piece === '{person}') return '(?<person>[^/]+)';
      if (piece === '*' || /^\{[^{}]*\}$/.test(piece)) return '[^/]+?';
      return RegExp.escape(piece);
    })
    .join('');
  const anywhere = pattern.includes('/') ? '' : '(?:.*/)?';
  const expression = new RegExp(`^${anywhere}${source}$`, 'u');
  // Taken off first: {person} at the end would swallow it.
  const bare = (path: string) =>
    EXTENSION.test(pattern) ? path : path.replace(/(?<=[^/])\.[^./]*$/, '');
  return (path) => normal(expression.exec(bare(composed(path)))?.groups?.person);
}

/** A dot at the end of a pattern, then plain text or one placeholder that is not the person. */
const EXTENSION = /\.([^./{}*]+|\*|\{(?!person\})[^./{}]*\})$/;

/** CSV with a heading: the columns `path` and `person`, in any order, others ignored. */
function readManifest(text: string): Map<string, string | undefined> {
  const rows = readCsvRows(text, 'the manifest');
  if (rows.length === 0 || !('path' in rows[0]) || !('person' in rows[0])) {
    // Without a heading the first row is somebody's: it is not repeated.
    throw new AppError(
      'bad-input',
      'Expected the columns path and person for the manifest but received ' +
        `${rows.length === 0 ? 'no rows' : 'others'}; name them in the first line.`,
    );
  }
  const table = new Map<string, string | undefined>();
  for (const { path, person } of rows) {
    const relative = composed(path.replaceAll('\\', '/').replace(/^(\.\/)+/, ''));
    const claim = normal(person);
    if (table.has(relative) && table.get(relative) !== claim) {
      throw new AppError(
        'bad-input',
        'Expected one person for each path of the manifest but received two for the same path.',
      );
    }
    if (relative === '' || relative.startsWith('/') || relative.split('/').includes('..')) {
      throw new AppError(
        'bad-input',
        'Expected paths inside the folder in the manifest but received one that leads elsewhere.',
      );
    }
    table.set(relative, claim);
  }
  return table;
}

function normal(claim: string | undefined): string | undefined {
  const text = claim === undefined ? '' : composed(claim).trim();
  return text === '' ? undefined : text;
}

/** External ids are stored in composed form; file systems may hand out decomposed names. */
export function composed(text: string): string {
  return text.normalize('NFC');
}
