/** Reads fields out of paths: `{person}_{finger}_{impression}`. */
import { AppError } from '../../core/failure.ts';
import { composed } from '../audit/claims.ts';

/** Undefined where the path is not of that form. */
export type ReadFields = (path: string) => Readonly<Record<string, string>> | undefined;

export interface PathPattern {
  readonly names: readonly string[];
  readonly read: ReadFields;
}

/** An extension: a dot at the end, then plain text, a star, or a field that is no label. */
const EXTENSION = /\.([^./{}*]+|\*|\{(?!person\}|finger\})[^./{}]*\})$/;

/**
 * Fields whose names are in `greedy` take as much as they can, all others and `*` as little as they
 * can, none of them a slash. Without a slash in the pattern only the file's name counts; without an
 * extension in the pattern any extension is allowed.
 *
 * @throws AppError `bad-input` for a name that is used twice, or is none
 */
export function compilePathPattern(text: string, greedy: readonly string[]): PathPattern {
  const pattern = composed(text);
  const names: string[] = [];
  const source = pattern.split(/(\{[^{}]*\}|\*)/).map((piece) => {
    if (piece === '*') return '[^/]+?';
    const name = /^\{([^{}]*)\}$/.exec(piece)?.[1];
    if (name === undefined) return RegExp.escape(piece);
    if (!/^\p{L}[\p{L}\p{N}_]*$/u.test(name) || names.includes(name)) throw wrongName(text, name);
    names.push(name);
    return `(?<${name}>[^/]+${greedy.includes(name) ? '' : '?'})`;
  });
  const anywhere = pattern.includes('/') ? '' : '(?:.*/)?';
  const expression = new RegExp(`^${anywhere}${source.join('')}$`, 'u');
  // Taken off first: a greedy field at the end would swallow it.
  const bare = (path: string) =>
    EXTENSION.test(pattern) ? path : path.replace(/(?<=[^/])\.[^./]*$/, '');
  return { names, read: (path) => expression.exec(bare(composed(path)))?.groups };
}

function wrongName(pattern: string, name: string): AppError {
  return new AppError(
    'bad-input',
    `Expected fields of different names for the pattern, as in "{person}_{number}", but received ` +
      `{${name}} in "${pattern}"; names are letters, digits and underscores.`,
  );
}
