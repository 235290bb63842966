import type { Command } from 'commander';
import type { IdentificationReport } from '../../../contract/results.ts';
import { assertNever } from '../../../core/failure.ts';
import { fingerName } from '../../../core/finger.ts';
import { exitCodeOfOutcome, type ExitCode } from '../exit-codes.ts';
import { readNamedFile } from '../files.ts';
import {
  addCaptureOptions,
  addCommonOptions,
  parseRate,
  readCapture,
  readCommonOptions,
  wholeNumber,
  type CaptureFlags,
  type RawOptions,
} from '../options.ts';
import { withSession } from '../session.ts';
import { print, printJson, table, tone } from '../terminal.ts';
import { count, describeLimit, describeSample, headline, TONES } from '../words.ts';
import { usage } from './usage.ts';

interface IdentifyOptions extends RawOptions, CaptureFlags {
  readonly fpir?: number;
  readonly top: number;
}

export function defineIdentify(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('identify')
    .summary('1:N: who of all enrolled people is this, if anybody?')
    .description('Searches all references. The limit grows stricter with the number of people.')
    .argument('<probe>', 'image of the person who is here')
    .option('--top <count>', 'how many people to list', wholeNumber(1, 100), 5)
    .option('--fpir <rate>', 'wrong answers per search to aim at (default: 1:100)', parseRate)
    .addHelpText(
      'after',
      usage([
        ['identify door.jpg', 'who is this?'],
        ['identify door.jpg --top 10 --json', 'the ten closest people, for a script'],
        ['identify print.png --modality fingerprint', 'whose finger is this?'],
      ]),
    );
  addCommonOptions(addCaptureOptions(command, 'dominant', 'any'), 'both').action(
    async (file: string, options: IdentifyOptions) => {
      const capture = readCapture(options);
      const probe = await readNamedFile(file, 'the probe');
      const report = await withSession(readCommonOptions(options), ({ call }) =>
        call('identification.identify', {
          probe,
          capture,
          targetRate: options.fpir,
          count: options.top,
        }),
      );
      if (options.json) printJson(report);
      else print(describe(report));
      exit(exitCodeOfOutcome(report.outcome));
    },
  );
}

function describe(report: IdentificationReport): string {
  const { outcome, modality, probe, candidates, decision, people } = report;
  switch (outcome) {
    case 'failure-to-acquire':
      return [
        tone('warn', 'NOT COMPARED   the capture could not be used'),
        describeSample(probe),
      ].join('\n');
    case 'no-reference':
      return tone('warn', 'NOT COMPARED   nobody is enrolled with this model: enrol first');
    case 'match':
    case 'undecided':
    case 'non-match': {
      if (!decision) throw new Error('Broken promise: a decision has its numbers');
      const subject = {
        match: `this is ${candidates[0].displayName}`,
        undecided: `this may be ${candidates[0].displayName}: take another capture`,
        'non-match': `this is none of the ${count(people)} people enrolled`,
      }[outcome];
      const rows = candidates.map(
        ({ externalId, displayName, finger, distance, outcome: each }, i) => [
          String(i + 1),
          distance.toFixed(4),
          each === 'match' ? 'within' : 'beyond',
          externalId,
          displayName,
          finger === undefined ? '' : fingerName(finger),
        ],
      );
      return [
        tone(TONES[outcome], headline(outcome, subject)),
        '',
        table(
          [['', 'distance', 'limit', 'id', 'name', modality === 'face' ? '' : 'finger'], ...rows],
          [0, 1],
        ),
        '',
        `threshold ${decision.threshold.toFixed(4)}, margin ${decision.margin.toFixed(4)}`,
        describeLimit(decision.limit, decision.calibration),
        `capture    ${describeSample(probe)}`,
        tone('quiet', `model ${decision.modelId} on ${decision.provider}`),
        tone('quiet', `attempt ${report.attemptId}`),
      ].join('\n');
    }
    default:
      return assertNever(outcome);
  }
}
