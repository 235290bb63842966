import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { CommandInput } from '../../../contract/commands.ts';
import type { EvaluationSummary } from '../../../contract/evaluation.ts';
import { AppError } from '../../../core/failure.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { checkFolder } from '../files.ts';
import {
  addCaptureOptions,
  addCommonOptions,
  readCapture,
  readCommonOptions,
  wholeNumber,
} from '../options.ts';
import { withSession, type Session } from '../session.ts';
import { note, print, printJson } from '../terminal.ts';
import { count } from '../words.ts';
import { readSource, readFusedSource, type EvaluateOptions } from './evaluate-source.ts';
import { describeEvaluation } from './evaluate-words.ts';
import { writeEvaluation } from './evaluate-reports.ts';
import { usage } from './usage.ts';

export function defineEvaluate(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('evaluate')
    .summary('measure error rates on labelled captures')
    .description(
      'Compares labelled captures, and reports how often strangers match and how often one person ' +
        'does not, with bounds, for faces or fingerprints. Says whose a capture is by its folder ' +
        '(one a person, or a finger), by --pattern or --manifest; or compares a list of --pairs. ' +
        'Features are remembered in your cache folder for 30 days after their last use, readable ' +
        'by you alone: they are biometric data. --no-cache keeps none, --clear-cache removes all.',
    )
    .argument('[folder]', 'folder of captures')
    .option('--folders <folder>', 'the same: a folder of folders, one a person or finger')
    .option('--pairs <csv>', 'a list: probe,reference,mated with paths relative to --root')
    .option('--root <folder>', 'folder that the paths of --pairs are relative to')
    .option(
      '--pattern <text>',
      'the file name says whose: "{person}_{number}", "{finger}_{impression}" or ' +
        '"{person}_{finger}_{impression}"',
    )
    .option('--manifest <csv>', 'a list says whose: path,person[,finger], and columns to slice by')
    .option('--protocol <name>', 'all: all pairs (default); fvc: as FVC has it', readProtocol)
    .option('--set <name>', 'how the report calls the data (default: the name of the folder)')
    .option('--model <name>', 'faces: the encoder, standard or accurate')
    .option('--out <folder>', 'where the report goes: report.html, report.json and tables')
    .option('--thumbnails', 'put the captures of the worst pairs into the HTML report', false)
    .option('--all-comparisons', 'write comparisons.csv however long it gets', false)
    .option('--slice <field>', 'tell values of a field by themselves; repeatable', collect, [])
    .option('--samples <count>', 'also enrol so many captures of each label', wholeNumber(2, 20))
    .option(
      '--assert <text>',
      'exit 1 unless it holds, such as "fnmr@fmr=1e-3 <= 0.05"; repeatable; metrics: eer, fta, fte, ' +
        'zerofmr, fmr100, fmr1000, fmr10000, rank1, fnmr@fmr=, fnmr@threshold=, fmr@threshold=, ' +
        'fnir@fpir=',
      collect,
      [],
    )
    .option('--with <folder-or-csv>', 'fuse with a second set; of pairs, the list')
    .option('--with-root <folder>', 'of a second list of pairs')
    .option('--with-modality <name>', 'of the second set')
    .option('--with-pattern <text>', 'of the second set')
    .option('--with-dpi <number>', 'of the second set', wholeNumber(1, 10_000))
    .option('--cache <folder>', 'where features are kept (default: in your cache folder)')
    .option('--no-cache', 'neither use nor keep features')
    .option(
      '--clear-cache',
      'remove all features that evaluations kept, and do nothing else',
      false,
    )
    .addHelpText(
      'after',
      usage([
        ['evaluate photos --out report', 'photos/PERSON/*.jpg, every one with every other'],
        ['evaluate --pairs pairs.csv --root photos --out report --json', 'a list of pairs'],
        [
          'evaluate prints --modality fingerprint --pattern "{finger}_{impression}" --protocol fvc',
          'as the Fingerprint Verification Competition has it',
        ],
        [
          'evaluate photos --assert "fnmr@fmr=1e-3 <= 0.05"',
          'in a pipeline: exits 1 when it does not hold',
        ],
        [
          'evaluate photos --with prints --with-modality fingerprint --with-pattern "{person}_{number}"',
          'face and finger fused',
        ],
      ]),
    );
  addCommonOptions(addCaptureOptions(command, 'main', 'any'), 'engine').action(
    async (folder: string | undefined, options: EvaluateOptions) => {
      exit(await evaluate(folder, options));
    },
  );
}

async function evaluate(folder: string | undefined, options: EvaluateOptions): Promise<ExitCode> {
  const common = { ...readCommonOptions(options, 'many'), ...cacheOf(options) };
  const settings = { ...common, encoder: encoderOf(options) ?? common.encoder };
  if (options.clearCache) return withSession(settings, (session) => clearCache(session, options));
  const capture = readCapture(options);
  const source = await readSource(folder, options);
  const fused = await readFusedSource(options);
  const out = options.out === undefined ? undefined : await makeFolder(options.out);
  return withSession(settings, async (session) => {
    const { call, work, grantFolder } = session;
    const summary = await work('evaluation', () =>
      call('evaluation.start', {
        folder: grantFolder(source.folder),
        set: options.set ?? path.basename(source.folder),
        protocol: source.protocol,
        capture,
        cache: options.cache !== false,
        slices: [...options.slice],
        samples: options.samples,
        assertions: [...options.assert],
        ...(fused && {
          fusedWith: {
            folder: grantFolder(fused.folder),
            protocol: fused.protocol,
            capture: fused.capture,
          },
        }),
      } satisfies CommandInput<'evaluation.start'>),
    );
    const reports = out === undefined ? [] : await writeEvaluation(out, summary, session, options);
    if (options.json) printJson({ ...summary, reports });
    else print(describeEvaluation(summary, reports));
    return exitOf(summary);
  });
}

function exitOf({ assertions }: EvaluationSummary): ExitCode {
  const failed = assertions.filter(({ holds }) => !holds);
  for (const { text, value } of failed) {
    note(`does not hold: ${text} (measured ${value === undefined ? 'nothing' : String(value)})`);
  }
  return failed.length > 0 ? EXIT.nonMatch : EXIT.done;
}

async function clearCache({ call }: Session, { json }: EvaluateOptions): Promise<ExitCode> {
  const cleared = await call('evaluation.clearCache', {});
  if (json) printJson(cleared);
  else print(`removed the features of ${count(cleared.entries)} captures`);
  return EXIT.done;
}

function cacheOf({ cache }: EvaluateOptions): { cacheFolder?: string } {
  return typeof cache === 'string' ? { cacheFolder: path.resolve(cache) } : {};
}

function encoderOf({ model, accurate, modality }: EvaluateOptions): string | undefined {
  if (model === undefined) return undefined;
  if (accurate)
    throw new AppError('bad-input', 'Expected --model or --accurate but received both.');
  if (modality === 'fingerprint' && model !== 'standard') {
    throw new AppError(
      'bad-input',
      `Expected the model standard for fingerprints, which have no other, but received ${model}.`,
    );
  }
  return model;
}

async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
  } catch {
    // Told by the check below, with its reason.
  }
  return checkFolder(folder, '--out');
}

function readProtocol(text: string): 'all-pairs' | 'fvc' {
  if (text === 'all') return 'all-pairs';
  if (text === 'fvc') return text;
  throw new AppError('bad-input', `Expected all or fvc for --protocol but received ${text}.`);
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
