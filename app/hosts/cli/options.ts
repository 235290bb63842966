/** Options that several commands share, checked where they come in. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandInput } from '../../contract/commands.ts';
import { AppError } from '../../core/failure.ts';
import { FINGER_NAMES, parseFinger } from '../../core/finger.ts';
import { DPI } from '../../contract/values.ts';
import type {
  FaceSelection,
  FingerPosition,
  Modality,
  ProviderName,
} from '../../core/vocabulary.ts';
import { MODALITIES, PROVIDER_NAMES } from '../../core/vocabulary.ts';
import { findCache, findStore, modelsFolder } from '../places.ts';

type CaptureInput = CommandInput<'verification.verify'>['capture'];

export interface CommonOptions {
  readonly json: boolean;
  readonly storePath: string;
  readonly cacheFolder: string;
  readonly provider: ProviderName | 'auto';
  readonly lanes: number;
  readonly encoder: string;
  readonly modelsFolder: string;
  /** Whose models will be needed first. */
  readonly first?: Modality;
}

/** As commander hands them over. */
export interface RawOptions {
  readonly json?: boolean;
  readonly store?: string;
  readonly provider?: ProviderName | 'auto';
  readonly lanes?: number;
  readonly accurate?: boolean;
}

/** @param defaultProvider `auto` where there is enough work to be worth proving a GPU for */
export function addCommonOptions(command: Command, uses: 'engine' | 'store' | 'both'): Command {
  command.option('--json', 'print the answer as JSON');
  if (uses !== 'engine') {
    command.option('--store <file>', 'template store (default: in your data folder)');
  }
  if (uses !== 'store') {
    command
      .option(
        '--accurate',
        'faces: use the more accurate, slower encoder; its references are its own',
      )
      .addOption(
        new Option(
          '--provider <name>',
          'what to compute on; a named one is forced or fails',
        ).choices(['auto', ...PROVIDER_NAMES]),
      )
      .option(
        '--lanes <count>',
        'CPU lanes (default: one a processor for many images)',
        wholeNumber(1, 256),
      );
  }
  return command;
}

/** One image is done before a GPU would be proven; many are worth the proof. */
export function readCommonOptions(
  raw: RawOptions & { readonly modality?: Modality },
  work: 'one' | 'many' = 'one',
): CommonOptions {
  return {
    json: raw.json ?? false,
    storePath: findStore(raw.store),
    cacheFolder: findCache(findStore(raw.store)),
    provider: raw.provider ?? (work === 'one' ? 'cpu' : 'auto'),
    // A second lane takes longer to open than a second image takes on the first.
    lanes: raw.lanes ?? (work === 'one' ? 1 : 0),
    encoder: raw.accurate ? 'accurate' : 'standard',
    modelsFolder,
    ...(raw.modality ? { first: raw.modality } : {}),
  };
}

/** No default of the parser's: the contract has it, and fingerprints have no faces. */
function faceOption(fallback: FaceSelection & string): Option {
  return new Option(
    '--face <which>',
    'main, dominant (main, refused where another face rivals it), largest, only, or a number ' +
      `from 0 in order of prominence (default: ${fallback})`,
  ).argParser(parseFace);
}

function parseFace(text: string): FaceSelection {
  if (text === 'main' || text === 'dominant' || text === 'largest' || text === 'only') return text;
  if (/^\d{1,3}$/.test(text)) return { index: Number(text) };
  throw new InvalidArgumentError('Expected main, dominant, largest, only or a number from 0.');
}

/** `0.001`, `1e-3`, `0.1%` and `1:1000` are the same rate. */
export function parseRate(text: string): number {
  const ratio = /^1\s*[:/]\s*(\d+)$/.exec(text);
  const value = ratio
    ? 1 / Number(ratio[1])
    : text.endsWith('%')
      ? Number(text.slice(0, -1)) / 100
      : Number(text);
  if (text.trim() !== '' && value > 0 && value <= 0.1) return value;
  throw new InvalidArgumentError('Expected a rate above 0 and up to 0.1, such as 0.001 or 1:1000.');
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}

/** What the images show, as the operator says it. */
export interface CaptureFlags {
  readonly modality: Modality;
  readonly face?: FaceSelection;
  readonly dpi?: number;
  readonly finger?: FingerPosition;
  readonly accurate?: boolean;
}

/** @param which `finger` where it is of use to know which finger an image shows */
export function addCaptureOptions(
  command: Command,
  face: FaceSelection & string,
  which: 'finger' | 'any',
): Command {
  command
    .addOption(modalityOption().default('face'))
    .addOption(faceOption(face))
    .option(
      '--dpi <number>',
      'fingerprints: pixels per inch of the images (default: what the file says, else 500)',
      wholeNumber(DPI.least, DPI.most),
    );
  if (which === 'any') return command;
  return command.option(
    '--finger <name>',
    'fingerprints: which finger, such as right-index, or its ISO code from 0 to 10',
    readFinger,
  );
}

/** Further captures of the same person, for one decision over all of them. */
export function addWithOptions(command: Command): Command {
  const several = <Value>(read: (text: string) => Value) => {
    return (text: string, before: readonly Value[] = []) => [...before, read(text)];
  };
  return command
    .option('--with <image>', 'a further capture of the person; may be repeated', several(String))
    .addOption(
      new Option('--with-modality <name>', 'what the further captures show').choices(MODALITIES),
    )
    .option(
      '--with-finger <name>',
      'which finger each further capture shows, in their order',
      several(readFinger),
    )
    .option(
      '--with-dpi <number>',
      'pixels per inch of the further captures',
      wholeNumber(DPI.least, DPI.most),
    );
}

export const modalityOption = (): Option =>
  new Option('--modality <name>', 'what the images show').choices(MODALITIES);

/** @throws AppError `bad-input` for what goes with the other modality only */
export function readCapture(flags: CaptureFlags): CaptureInput {
  const { modality, face, dpi, finger, accurate } = flags;
  if (modality === 'face') {
    refuse(dpi, '--dpi with --modality fingerprint', 'faces');
    refuse(finger, '--finger with --modality fingerprint', 'faces');
    return { modality, face };
  }
  refuse(face, '--face with faces', 'fingerprints');
  refuse(accurate, '--accurate with faces', 'fingerprints');
  // Where nothing is said of them there must be no such keys: not every command has both.
  return { modality, ...(dpi !== undefined && { dpi }), ...(finger !== undefined && { finger }) };
}

function refuse(value: unknown, expected: string, received: string): void {
  if (value === undefined) return;
  throw new AppError(
    'bad-input',
    `Expected ${expected} only but received it for ${received}; leave it out, or say --modality ` +
      `${received === 'faces' ? 'fingerprint' : 'face'}.`,
  );
}

function readFinger(text: string): FingerPosition {
  const finger = parseFinger(text);
  if (finger !== undefined) return finger;
  throw new InvalidArgumentError(
    `Expected a code from 0 to 10 or one of ${FINGER_NAMES.join(', ')}.`,
  );
}
