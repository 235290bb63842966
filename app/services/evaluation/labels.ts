/** Whose captures they are, by their folders, their names or a manifest: what makes two mated. */
import type { ClaimRule } from '../../core/audit.ts';
import { AppError, assertNever } from '../../core/failure.ts';
import { composed } from '../audit/claims.ts';
import { readCsvRows } from '../csv-rows.ts';
import { compilePathPattern } from './path-pattern.ts';

export interface Label {
  /** Two captures are mated where this is the same: a person, or a person's finger. */
  readonly label: string;
  /** All captures of a label are one person's. */
  readonly person: string;
  /** Fields of the pattern, or columns of the manifest. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Labels {
  /** Undefined where nothing says whose the capture is. */
  readonly read: (relativePath: string) => Label | undefined;
  /** Paths that the manifest lists; those that are missing must show up in the report. */
  readonly listed: readonly string[];
  readonly fields: readonly string[];
}

/** @throws AppError `bad-input` for a pattern or manifest that can't be read */
export function createLabels(rule: ClaimRule, manifest: string | undefined): Labels {
  switch (rule.kind) {
    case 'folder':
      return { read: byFolder, listed: [], fields: [] };
    case 'pattern':
      return byPattern(rule.pattern);
    case 'manifest':
      return byManifest(manifest ?? '');
    case 'none':
      throw new AppError(
        'bad-input',
        'Expected a rule that says whose captures they are for an evaluation but received none.',
      );
    default:
      return assertNever(rule);
  }
}

/** The whole way to the file: `ana/right-index` and `eve/right-index` are different fingers. */
function byFolder(path: string): Label | undefined {
  const folder = composed(path).split('/').slice(0, -1).join('/');
  return folder === '' ? undefined : { label: folder, person: folder, fields: {} };
}

function byPattern(pattern: string): Labels {
  const { names, read } = compilePathPattern(pattern, ['person', 'finger']);
  if (!names.includes('person') && !names.includes('finger')) {
    throw new AppError(
      'bad-input',
      'Expected {person}, {finger} or both in the pattern, as in "{finger}_{impression}", but ' +
        `received "${pattern}".`,
    );
  }
  return {
    read: (path) => {
      const fields = read(path);
      return fields && labelOf(fields);
    },
    listed: [],
    fields: names,
  };
}

function labelOf(fields: Readonly<Record<string, string>>): Label | undefined {
  const { person = '', finger = '' } = fields;
  if (person === '' && finger === '') return undefined;
  const label = [person, finger].filter((part) => part !== '').join('/');
  // Where nobody says whose fingers they are, each is taken for a person's only one.
  return { label, person: person === '' ? label : person, fields: { ...fields } };
}

/** CSV with a heading: `path`, and `person`, `finger` or both; all columns can be sliced by. */
function byManifest(text: string): Labels {
  const rows = readCsvRows(text, 'the manifest');
  const columns = Object.keys(rows[0] ?? {});
  if (!columns.includes('path') || !(columns.includes('person') || columns.includes('finger'))) {
    throw new AppError(
      'bad-input',
      'Expected the columns path and person (or finger) for the manifest but received ' +
        `${rows.length === 0 ? 'no rows' : 'others'}; name them in the first line.`,
    );
  }
  const table = new Map<string, Label | undefined>();
  rows.forEach(({ path = '', ...fields }, i) => {
    const relative = composed(path.replaceAll('\\', '/').replace(/^(\.\/)+/, ''));
    if (relative === '' || relative.startsWith('/') || relative.split('/').includes('..')) {
      throw wrongRow(i, 'a path inside the folder', 'one that leads elsewhere');
    }
    const label = labelOf(fields);
    if (table.has(relative) && table.get(relative)?.label !== label?.label) {
      throw wrongRow(i, 'one label for each path', 'a second one for the same path');
    }
    table.set(relative, label);
  });
  return {
    read: (path) => table.get(composed(path)),
    listed: [...table.keys()],
    fields: columns.filter((name) => name !== 'path'),
  };
}

function wrongRow(index: number, expected: string, received: string): AppError {
  return new AppError(
    'bad-input',
    `Expected ${expected} in the manifest but received ${received} in row ${index + 1}.`,
  );
}
