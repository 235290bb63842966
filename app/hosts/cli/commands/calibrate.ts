import path from 'node:path';
import type { Command } from 'commander';
import type { EvaluationFacts, StoredCalibration } from '../../../contract/evaluation.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import {
  addCaptureOptions,
  addCommonOptions,
  parseRate,
  readCapture,
  readCommonOptions,
} from '../options.ts';
import { withSession } from '../session.ts';
import { print, printJson, table, tone } from '../terminal.ts';
import { count, percent } from '../words.ts';
import { readSource, type EvaluateOptions } from './evaluate-source.ts';
import { usage } from './usage.ts';

interface CalibrateOptions extends EvaluateOptions {
  readonly fmr: readonly number[];
  readonly save: boolean;
  readonly name?: string;
  readonly ruleOfThree: boolean;
}

export function defineCalibrate(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('calibrate')
    .summary("thresholds from labelled captures of one's own site")
    .description(
      'Measures labelled captures, tells which false match rates they can support, and with --save ' +
        'makes their thresholds those that decide, bound to the model. Says whose a capture is by ' +
        'its folder (one a person), or by --pattern or --manifest.',
    )
    .argument('[folder]', 'folder of captures')
    .option('--folders <folder>', 'the same: a folder of folders, one a person or finger')
    .option('--pairs <csv>', 'a list: probe,reference,mated with paths relative to --root')
    .option('--root <folder>', 'folder that the paths of --pairs are relative to')
    .option('--pattern <text>', 'the file name says whose: "{person}_{finger}_{impression}"')
    .option('--manifest <csv>', 'a list says whose: path,person[,finger]')
    .option('--set <name>', 'how certificates call the data (default: the name of the folder)')
    .option('--fmr <rate>', 'show this target only; repeatable', collectRate, [])
    .option('--save', 'keep the thresholds, and decide by them from now on', false)
    .option('--name <text>', 'what to call the calibration (default: the set)')
    .option(
      '--rule-of-three',
      'also keep targets of which three false matches only are expected',
      false,
    )
    .option('--no-cache', 'neither use nor keep features')
    .addHelpText(
      'after',
      usage([
        ['calibrate photos --set "Gate 3"', 'what could these captures support?'],
        ['calibrate photos --set "Gate 3" --save', 'decide by them from now on'],
        ['calibrations list', 'which thresholds decide'],
      ]),
    );
  addCommonOptions(addCaptureOptions(command, 'main', 'any'), 'both').action(
    async (folder: string | undefined, options: CalibrateOptions) => {
      const source = await readSource(folder, options);
      const set = options.set ?? path.basename(source.folder);
      const { facts, saved } = await withSession(
        readCommonOptions(options, 'many'),
        async ({ call, work, grantFolder }) => {
          const summary = await work('evaluation', () =>
            call('evaluation.start', {
              folder: grantFolder(source.folder),
              set,
              protocol: source.protocol,
              capture: readCapture(options),
              cache: options.cache !== false,
            }),
          );
          const { evaluationId } = summary;
          const { ruleOfThree, name = set } = options;
          const kept = options.save
            ? await call('calibration.save', { evaluationId, name, ruleOfThree })
            : undefined;
          const { modality } = summary.facts;
          if (kept) await work('look-alikes', () => call('guard.search', { modality }));
          return { facts: summary.facts, saved: kept };
        },
      );
      if (options.json) printJson({ facts, saved: saved ?? null });
      else print(describeCalibration(facts, options.fmr, saved));
      exit(EXIT.done);
    },
  );
}

export function defineCalibrations(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('calibrations')
    .summary('which thresholds decide: list, activate, remove')
    .description('The thresholds that came with the models, and those of this site.')
    .addHelpText('after', usage([['calibrations list', 'what there is, and which one decides']]));
  addCommonOptions(
    command
      .command('list')
      .summary('all of them, and which one decides')
      .description('All of them, and which one decides.')
      .addHelpText('after', usage([['calibrations list --json', 'with every threshold']])),
    'both',
  ).action(async (options: EvaluateOptions) => {
    const all = await withSession(readCommonOptions(options), ({ call }) =>
      call('calibration.list', {}),
    );
    if (options.json) printJson(all);
    else print(describeCalibrations(all));
    exit(EXIT.done);
  });
  addCommonOptions(
    command
      .command('activate')
      .summary('decide by another one')
      .description('Decides by it from now on; by the shipped one, to give up those of the site.')
      .argument('<id>', 'as list prints it')
      .addHelpText('after', usage([['calibrations activate ID', 'decide by that one']])),
    'both',
  ).action(async (id: string, options: EvaluateOptions) => {
    const active = await withSession(readCommonOptions(options), ({ call }) =>
      call('calibration.activate', { id }),
    );
    if (options.json) printJson(active);
    else print(`${active.modality} is decided by ${active.name}`);
    exit(EXIT.done);
  });
  addCommonOptions(
    command
      .command('remove')
      .summary('forget one of the site')
      .description('Forgets a calibration of the site; the shipped one takes its place.')
      .argument('<id>', 'as list prints it')
      .addHelpText('after', usage([['calibrations remove ID', 'forget that one']])),
    'both',
  ).action(async (id: string, options: EvaluateOptions) => {
    await withSession(readCommonOptions(options), ({ call }) => call('calibration.remove', { id }));
    if (options.json) printJson({ removed: id });
    else print(`removed ${id}`);
    exit(EXIT.done);
  });
}

export function describeCalibration(
  facts: EvaluationFacts,
  only: readonly number[],
  saved: StoredCalibration | undefined,
): string {
  const { margin, targets } = facts;
  const shown = targets.filter(
    ({ falseMatchRate }) => only.length === 0 || only.includes(falseMatchRate),
  );
  const rows = shown.map(({ falseMatchRate, support, missingComparisons, point }) => [
    percent(falseMatchRate),
    point && support !== 'unsupported' ? point.threshold.toFixed(4) : '',
    point && support !== 'unsupported' ? percent(point.upperBound) : '',
    point && support !== 'unsupported' ? percent(point.falseNonMatchRate) : '',
    support === 'supported' ? 'supported' : `${count(missingComparisons)} comparisons missing`,
  ]);
  const { margin: distance, untunedThreshold, atUntuned, matedInside, nonMatedInside } = margin;
  return [
    tone('strong', `${facts.set}: ${count(facts.captures)} captures of ${count(facts.labels)}`),
    `${count(facts.mated)} mated and ${count(facts.nonMated)} non-mated comparisons, ` +
      `${count(facts.failuresToAcquire)} failures to acquire`,
    '',
    table([['target', 'threshold', 'at most', 'FNMR', ''], ...rows], [1, 2, 3]),
    '',
    `The margin ${distance.toFixed(4)} puts the threshold at ${untunedThreshold.toFixed(4)}: there ` +
      `${percent(atUntuned.falseMatchRate)} of strangers match and ` +
      `${percent(atUntuned.falseNonMatchRate)} of mated pairs do not.`,
    `Inside the margin are ${percent(matedInside)} of mated and ${percent(nonMatedInside)} of ` +
      'non-mated pairs.',
    ...facts.findings.map(({ text }) => tone('warn', `doubt      ${text}`)),
    '',
    saved
      ? tone('good', `SAVED      ${saved.name} decides now: ${saved.id}`)
      : tone('quiet', 'not saved: say --save to decide by it'),
  ].join('\n');
}

export function describeCalibrations(all: readonly StoredCalibration[]): string {
  const rows = all.map(({ id, name, modality, state, origin, calibration, notice }) => [
    state === 'active' ? '*' : '',
    modality,
    name,
    origin,
    notice ?? state,
    calibration.set,
    id,
  ]);
  return table([['', '', 'name', 'origin', 'state', 'set', 'id'], ...rows]);
}

function collectRate(text: string, before: readonly number[]): readonly number[] {
  return [...before, parseRate(text)];
}
