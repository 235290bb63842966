import type { Command } from 'commander';
import type { ModelsReport } from '../../../contract/system-results.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Modality } from '../../../core/vocabulary.ts';
import {
  addCommonOptions,
  modalityOption,
  readCommonOptions,
  type RawOptions,
} from '../options.ts';
import { withSession } from '../session.ts';
import { print, printJson, table, tone } from '../terminal.ts';
import { count, describeModelFailure, percent } from '../words.ts';
import { usage } from './usage.ts';

interface ModelsOptions extends RawOptions {
  readonly modality?: Modality;
}

export function defineModels(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('models')
    .summary('the models, their hashes, and how far they can be trusted')
    .description(
      'Checks every model file and shows the thresholds with the measurements behind them.',
    )
    .addHelpText(
      'after',
      usage([
        ['models', 'all of them'],
        ['models --modality fingerprint', 'those of fingerprints'],
        ['models --accurate --json', 'with the more accurate face encoder, for a script'],
      ]),
    );
  addCommonOptions(command.addOption(modalityOption()), 'engine').action(
    async (options: ModelsOptions) => {
      const report = await withSession(readCommonOptions(options), ({ call }) =>
        call('engine.describe', {}),
      );
      const modalities = report.modalities.filter(
        (each) => options.modality === undefined || each.modality === options.modality,
      );
      if (options.json) printJson({ ...report, modalities });
      else print(modalities.map(describe).join('\n\n'));
      exit(modalities.every((each) => 'failure' in each) ? EXIT.internal : EXIT.done);
    },
  );
}

function describe(report: ModelsReport): string {
  const heading = tone('strong', report.modality);
  if ('failure' in report) return `${heading}\n${describeModelFailure(report.failure)}`;
  const { scale, models } = report;
  const { calibration } = scale;
  const files = models.map(({ name, bytes, sha256, licence }) => [
    name,
    count(bytes),
    sha256.slice(0, 16),
    licence,
  ]);
  const points = calibration.points.map((point) => [
    percent(point.falseMatchRate),
    point.threshold.toFixed(4),
    `${count(point.falseMatches)} of ${count(point.comparisons)}`,
    percent(point.upperBound),
    percent(point.falseNonMatchRate),
  ]);
  return [
    `${heading}  ${scale.modelId}`,
    table([['model', 'bytes', 'sha256', 'licence'], ...files], [1]),
    '',
    `embeddings of ${scale.dimensions} numbers${scale.modality === 'fingerprint' ? ' an anchor' : ''}; margin ${scale.margin}, untuned threshold ${scale.untunedThreshold}`,
    scale.objective,
    '',
    `measured on ${calibration.set}, ${calibration.measuredOn}: ${calibration.protocol}`,
    table(
      [['target FMR', 'threshold', 'false matches', 'FMR at most (95 %)', 'FNMR'], ...points],
      [0, 1, 2, 3, 4],
    ),
  ].join('\n');
}
