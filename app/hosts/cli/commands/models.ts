import type { Command } from 'commander';
import type { EngineReport } from '../../../contract/results.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addCommonOptions, readCommonOptions, type RawOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { print, printJson, table, tone } from '../terminal.ts';
import { count, percent } from '../words.ts';
import { usage } from './usage.ts';

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
        ['models', 'the standard encoder'],
        ['models --accurate --json', 'the accurate one, for a script'],
      ]),
    );
  addCommonOptions(command, 'engine').action(async (options: RawOptions) => {
    const report = await withSession(readCommonOptions(options), ({ call }) =>
      call('engine.describe', {}),
    );
    if (options.json) printJson(report);
    else print(describe(report));
    exit(EXIT.done);
  });
}

function describe({ scale, models }: EngineReport): string {
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
    tone('strong', scale.modelId),
    table([['model', 'bytes', 'sha256', 'licence'], ...files], [1]),
    '',
    `embeddings of ${scale.dimensions} numbers; margin ${scale.margin}, untuned threshold ${scale.untunedThreshold}`,
    scale.objective,
    '',
    `measured on ${calibration.set}, ${calibration.measuredOn}: ${calibration.protocol}`,
    table(
      [['target FMR', 'threshold', 'false matches', 'FMR at most (95 %)', 'FNMR'], ...points],
      [0, 1, 2, 3, 4],
    ),
  ].join('\n');
}
