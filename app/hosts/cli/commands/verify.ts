import type { Command } from 'commander';
import type { VerificationReport } from '../../../contract/results.ts';
import { assertNever } from '../../../core/failure.ts';
import { exitCodeOfOutcome, type ExitCode } from '../exit-codes.ts';
import { readNamedFile } from '../files.ts';
import {
  addCaptureOptions,
  addCommonOptions,
  addWithOptions,
  parseRate,
  readCapture,
  readCommonOptions,
  type CaptureFlags,
  type RawOptions,
} from '../options.ts';
import { drawRuler } from '../ruler.ts';
import { withSession } from '../session.ts';
import { print, printJson, tone } from '../terminal.ts';
import { count, describeFinger, describeLimit, describeSample, headline, TONES } from '../words.ts';
import { usage } from './usage.ts';
import { describeFused, describeGuard, readCaptures, type WithFlags } from './verify-fused.ts';

interface VerifyOptions extends RawOptions, CaptureFlags, WithFlags {
  readonly fmr?: number;
}

export function defineVerify(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('verify')
    .summary('1:1: is this the person who was enrolled?')
    .description("Compares a capture with all of one person's references.")
    .argument('<person>', 'external id of the person who is claimed')
    .argument('<probe>', 'image of the person who is here')
    .option('--fmr <rate>', 'wrong matches per verification to aim at (default: 1:1000)', parseRate)
    .addHelpText(
      'after',
      usage([
        ['verify ada desk.jpg', 'is this Ada?'],
        ['verify ada desk.jpg --fmr 1:10000', 'a stricter limit'],
        [
          'verify ada desk.jpg --with print.png --with-modality fingerprint',
          'one decision over her face and a finger',
        ],
        ['verify ada print.png --modality fingerprint', 'is this one of her fingers?'],
        [
          'verify ada print.png --modality fingerprint --finger right-index --dpi 500',
          'is this her right index finger?',
        ],
      ]),
    );
  addWithOptions(addCaptureOptions(command, 'dominant', 'finger'));
  addCommonOptions(command, 'both').action(
    async (externalId: string, file: string, options: VerifyOptions) => {
      if (options.with) {
        exit(await verifyFused(externalId, file, options));
        return;
      }
      const capture = readCapture(options);
      const probe = await readNamedFile(file, 'the probe');
      const report = await withSession(readCommonOptions(options), ({ call }) =>
        call('verification.verify', {
          externalId,
          probe,
          capture,
          targetRate: options.fmr,
        }),
      );
      if (options.json) printJson(report);
      else print(describe(report));
      exit(exitCodeOfOutcome(report.outcome));
    },
  );
}

async function verifyFused(
  externalId: string,
  file: string,
  options: VerifyOptions,
): Promise<ExitCode> {
  const captures = await readCaptures(file, options);
  const report = await withSession(readCommonOptions(options), ({ call }) =>
    call('verification.fuse', { externalId, captures: [...captures], targetRate: options.fmr }),
  );
  if (options.json) printJson(report);
  else print(describeFused(report));
  return exitCodeOfOutcome(report.outcome);
}

function describe({
  outcome,
  displayName,
  finger,
  probe,
  decision,
  references,
  guard,
  attemptId,
}: VerificationReport): string {
  switch (outcome) {
    case 'failure-to-acquire':
      return [
        tone('warn', 'NOT COMPARED   the capture could not be used'),
        describeSample(probe),
      ].join('\n');
    case 'no-reference':
      return tone(
        'warn',
        `NOT COMPARED   ${displayName} has no reference of ` +
          `${finger === undefined ? 'this model' : describeFinger(finger)}: enrol first`,
      );
    case 'match':
    case 'undecided':
    case 'non-match': {
      if (!decision) throw new Error('Broken promise: a decision has its numbers');
      return [
        tone(TONES[outcome], headline(outcome, SUBJECTS[outcome](displayName))),
        '',
        drawRuler(decision),
        '',
        describeLimit(decision.limit, decision.calibration),
        `capture    ${describeSample(probe)}`,
        `compared with ${count(references)} reference${references === 1 ? '' : 's'}` +
          (finger === undefined ? '' : `, closest is ${describeFinger(finger)}`),
        ...(guard ? [describeGuard(guard)] : []),
        tone('quiet', `model ${decision.modelId} on ${decision.provider}`),
        tone('quiet', `attempt ${attemptId}`),
      ].join('\n');
    }
    default:
      return assertNever(outcome);
  }
}

const SUBJECTS = {
  match: (name: string) => `this is ${name}`,
  undecided: (name: string) => `this may be ${name}: take another capture`,
  'non-match': (name: string) => `this is not ${name}`,
};
