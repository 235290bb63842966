/** Options that several commands share, checked where they come in. */
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import envPaths from 'env-paths';
import type { FaceSelection, ProviderName } from '../../core/vocabulary.ts';
import { PROVIDER_NAMES } from '../../core/vocabulary.ts';
import { modelsFolder } from './places.ts';

export interface CommonOptions {
  readonly json: boolean;
  readonly storePath: string;
  readonly provider: ProviderName | 'auto';
  readonly lanes: number;
  readonly encoder: string;
  readonly modelsFolder: string;
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
      .option('--accurate', 'use the more accurate, slower encoder; its references are its own')
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
export function readCommonOptions(raw: RawOptions, work: 'one' | 'many' = 'one'): CommonOptions {
  return {
    json: raw.json ?? false,
    storePath: path.resolve(raw.store ?? process.env.TWINMARK_STORE ?? defaultStore()),
    provider: raw.provider ?? (work === 'one' ? 'cpu' : 'auto'),
    // A second lane takes longer to open than a second image takes on the first.
    lanes: raw.lanes ?? (work === 'one' ? 1 : 0),
    encoder: raw.accurate ? 'accurate' : 'standard',
    modelsFolder,
  };
}

function defaultStore(): string {
  return path.join(envPaths('twinmark', { suffix: '' }).data, 'twinmark.sqlite');
}

export function faceOption(fallback: FaceSelection & string): Option {
  return new Option(
    '--face <which>',
    'main, dominant (main, refused where another face rivals it), largest, only, or a number ' +
      'from 0 in order of prominence',
  )
    .argParser(parseFace)
    .default(fallback);
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

export const modalityOption = (): Option =>
  new Option('--modality <name>', 'what the images show')
    .choices(['face', 'fingerprint'])
    .default('face');
