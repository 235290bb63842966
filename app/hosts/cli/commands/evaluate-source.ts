/** What an evaluation compares, as the command line says it. */
import type { CommandInput } from '../../../contract/commands.ts';
import { AppError } from '../../../core/failure.ts';
import type { Modality } from '../../../core/vocabulary.ts';
import { MODALITIES } from '../../../core/vocabulary.ts';
import { checkFolder, readNamedText } from '../files.ts';
import { readCapture, type CaptureFlags, type RawOptions } from '../options.ts';
import { MATED, readPairs } from './compare-pairs.ts';
import { required } from './usage.ts';

type Start = CommandInput<'evaluation.start'>;

export interface EvaluateOptions extends RawOptions, CaptureFlags {
  readonly folders?: string;
  readonly pairs?: string;
  readonly root?: string;
  readonly pattern?: string;
  readonly manifest?: string;
  readonly protocol?: 'all-pairs' | 'fvc';
  readonly set?: string;
  readonly model?: string;
  readonly out?: string;
  readonly thumbnails: boolean;
  readonly allComparisons: boolean;
  readonly slice: readonly string[];
  readonly samples?: number;
  readonly assert: readonly string[];
  readonly with?: string;
  readonly withRoot?: string;
  readonly withModality?: string;
  readonly withPattern?: string;
  readonly withDpi?: number;
  /** A folder, or false for `--no-cache`. */
  readonly cache?: string | boolean;
  readonly clearCache: boolean;
}

export interface EvaluateSource {
  readonly folder: string;
  readonly protocol: Start['protocol'];
}

/** @throws AppError `bad-input` */
export async function readSource(
  argument: string | undefined,
  options: EvaluateOptions,
): Promise<EvaluateSource> {
  const { pairs, root, folders, pattern, manifest, protocol } = options;
  if (pairs !== undefined) {
    refuseWithPairs({ pattern, manifest, protocol });
    const [folder] = oneOf([root ?? folders ?? argument], 'the folder of --pairs, with --root');
    return {
      folder: await checkFolder(folder, '--root'),
      protocol: { kind: 'pairs', pairs: await readTruth(pairs) },
    };
  }
  const [folder] = oneOf([argument, folders, root], 'one folder of captures');
  const kind = protocol ?? 'all-pairs';
  return {
    folder: await checkFolder(folder, 'the evaluation'),
    protocol:
      manifest === undefined
        ? { kind, rule: pattern === undefined ? { kind: 'folder' } : { kind: 'pattern', pattern } }
        : {
            kind,
            rule: { kind: 'manifest' },
            manifest: await readNamedText(manifest, '--manifest'),
          },
  };
}

/** The second set of a fusion; undefined where there is none. */
export async function readFusedSource(
  options: EvaluateOptions,
): Promise<Start['fusedWith'] | undefined> {
  const { with: second, withRoot, withPattern, withDpi: dpi } = options;
  if (second === undefined) return undefined;
  const modality = readModality(options.withModality ?? 'fingerprint');
  const capture = readCapture({ modality, dpi });
  const listed = withRoot !== undefined;
  const { folder, protocol } = await readSource(listed ? withRoot : second, {
    ...options,
    folders: undefined,
    root: undefined,
    manifest: undefined,
    pairs: listed ? second : undefined,
    pattern: withPattern,
    protocol: undefined,
  });
  return { folder, protocol, capture };
}

function readModality(text: string): Modality {
  const found = MODALITIES.find((each) => each === text);
  if (found) return found;
  throw new AppError(
    'bad-input',
    `Expected ${MODALITIES.join(' or ')} for --with-modality but received ${text}.`,
  );
}

/** @throws AppError `bad-input` for a pair of which the list does not say whether it is mated */
async function readTruth(file: string) {
  const listed = readPairs(await readNamedText(file, '--pairs'));
  return listed.map(({ probe, reference, mated: text }, i) => {
    const mated = MATED[text.toLowerCase()];
    if (mated !== undefined) return { probe, reference, mated };
    throw new AppError(
      'bad-input',
      `Expected 1 or 0 in the column mated of --pairs but received ${text === '' ? 'nothing' : 'something else'} in row ${i + 1}.`,
    );
  });
}

function refuseWithPairs(others: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined) continue;
    throw new AppError(
      'bad-input',
      `Expected --pairs or --${name} but received both: the list says what is compared.`,
    );
  }
}

function oneOf(folders: readonly (string | undefined)[], what: string): [string] {
  const given = new Set(folders.filter((folder) => folder !== undefined));
  const [first] = given;
  if (given.size < 2) return [required(first, what)];
  throw new AppError('bad-input', `Expected ${what} but received several.`);
}
