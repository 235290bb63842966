/** Who an image should be: read from its folder, its name, or a manifest. */
import type { ClaimRule } from '../../core/audit.ts';
import { AppError, assertNever } from '../../core/failure.ts';
import { FINGER_NAMES, parseFinger } from '../../core/finger.ts';
import type { FingerPosition, Modality } from '../../core/vocabulary.ts';
import { readCsvRows } from '../csv-rows.ts';

/** Whom an image should show. */
export interface Claim {
  /** External id. */
  readonly person: string;
  /** Of fingerprints, where the rule reads one. */
  readonly finger?: FingerPosition;
}

/** The claim of a path; undefined where the rule reads none. */
export type ReadClaim = (relativePath: string) => Claim | undefined;

export interface Claims {
  readonly read: ReadClaim;
  /** Paths that the manifest lists, composed; missing files must show up in the report. */
  readonly listed: readonly string[];
}

/** @throws AppError `bad-input` for a pattern or manifest that can't be read */
export function createClaims(
  rule: ClaimRule,
  manifest: string | undefined,
  modality: Modality,
): Claims {
  switch (rule.kind) {
    case 'folder':
      return { read: (path) => claimOf(path.split('/').at(-2)), listed: [] };
    case 'pattern': {
      return { read: compilePattern(composed(rule.pattern), modality), listed: [] };
    }
    case 'manifest': {
      const table = readManifest(manifest ?? '', modality);
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
 * counts; without an extension in the pattern any extension is allowed. Of fingerprints `{finger}`
 * is a finger's name or code; a file name that has neither there makes no claim.
 */
function compilePattern(pattern: string, modality: Modality): ReadClaim {
  const fingers = modality === 'fingerprint' ? pattern.split('{finger}').length - 1 : 0;
  if (fingers > 1) {
    throw new AppError(
      'bad-input',
      `Expected {finger} once at most in the pattern but received "${pattern}".`,
    );
  }
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
      if (piece === '{finger}' && fingers === 1) return FINGER;
      if (piece === '*' || /^\{[^{}]*\}$/.test(piece)) return '[^/]+?';
      return RegExp.escape(piece);
    })
    .join('');
  const anywhere = pattern.includes('/') ? '' : '(?:.*/)?';
  const expression = new RegExp(`^${anywhere}${source}$`, 'u');
  // Taken off first: {person} at the end would swallow it.
  const bare = (path: string) =>
    EXTENSION.test(pattern) ? path : path.replace(/(?<=[^/])\.[^./]*$/, '');
  return (path) => {
    const groups = expression.exec(bare(composed(path)))?.groups;
    return claimOf(groups?.person, groups?.finger);
  };
}

/** `right-index` and `right_index`, as names or paths may have it, `2` and `02`. */
const FINGER = `(?<finger>${[
  ...FINGER_NAMES.map((name) => `(?i:${name.replace('-', '[-_ ]')})`),
  '10',
  '0?[0-9]',
].join('|')})`;

/** A dot at the end of a pattern, then plain text or one placeholder that is not the person. */
const EXTENSION = /\.([^./{}*]+|\*|\{(?!person\})[^./{}]*\})$/;

/**
 * CSV with a heading: the columns `path` and `person`, of fingerprints `finger` where it is known,
 * in any order, others ignored.
 */
function readManifest(text: string, modality: Modality): Map<string, Claim | undefined> {
  const rows = readCsvRows(text, 'the manifest');
  if (rows.length === 0 || !('path' in rows[0]) || !('person' in rows[0])) {
    // Without a heading the first row is somebody's: it is not repeated.
    throw new AppError(
      'bad-input',
      'Expected the columns path and person for the manifest but received ' +
        `${rows.length === 0 ? 'no rows' : 'others'}; name them in the first line.`,
    );
  }
  const table = new Map<string, Claim | undefined>();
  for (const { path, person, finger } of rows) {
    const relative = composed(path.replaceAll('\\', '/').replace(/^(\.\/)+/, ''));
    const claim = claimOf(person, modality === 'fingerprint' ? known(finger) : undefined);
    if (table.has(relative) && !isSame(table.get(relative), claim)) {
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

/** Something else than a finger in that column would else be a claim that is not checked. */
function known(finger: string | undefined): string | undefined {
  if (finger === undefined || finger === '' || parseFinger(finger) !== undefined) return finger;
  throw new AppError(
    'bad-input',
    'Expected a finger such as right-index, or its code from 0 to 10, in the column finger of the ' +
      'manifest but received something else.',
  );
}

function isSame(one: Claim | undefined, other: Claim | undefined): boolean {
  return one?.person === other?.person && one?.finger === other?.finger;
}

function claimOf(person: string | undefined, finger?: string): Claim | undefined {
  const text = person === undefined ? '' : composed(person).trim();
  if (text === '') return undefined;
  const position = finger ? parseFinger(finger) : undefined;
  return position === undefined ? { person: text } : { person: text, finger: position };
}

/** External ids are stored in composed form; file systems may hand out decomposed names. */
export function composed(text: string): string {
  return text.normalize('NFC');
}
