import type { Command } from 'commander';
import type { ComparisonReport } from '../../../contract/results.ts';
import { EXIT, exitCodeOfOutcome, type ExitCode } from '../exit-codes.ts';
import { readNamedFile } from '../files.ts';
import {
  addCaptureOptions,
  addCommonOptions,
  parseRate,
  readCapture,
  readCommonOptions,
} from '../options.ts';
import { drawRuler } from '../ruler.ts';
import { withSession } from '../session.ts';
import { print, printJson, tone } from '../terminal.ts';
import { describeLimit, describeSample, headline, TONES } from '../words.ts';
import { comparePairs, type ComparePairsOptions as CompareOptions } from './compare-pairs.ts';
import { required, usage } from './usage.ts';

export function defineCompare(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('compare')
    .summary('compare two images, or a list of pairs; needs no store')
    .description(
      'Says whether two images show one person, or one finger. With --pairs, compares a whole list.',
    )
    .argument('[probe]', 'image of the person who is here')
    .argument('[reference]', 'image of the person who was enrolled')
    .option('--pairs <csv>', 'list of pairs: probe,reference[,mated], paths relative to --root')
    .option('--root <folder>', 'folder that the paths of the list are relative to')
    .option('--out <csv>', 'where the results of the list go')
    .option('--embeddings <file.f32>', 'also write the unit embeddings; their paths go to file.csv')
    .option('--fmr <rate>', 'false match rate to aim at (default: 1:1000)', parseRate)
    .addHelpText(
      'after',
      usage([
        ['compare passport.jpg desk.jpg', 'are these the same person?'],
        ['compare a.jpg b.jpg --fmr 1:10000 --json', 'a stricter limit, for a script'],
        ['compare --pairs pairs.csv --root photos --out results.csv', 'a whole list'],
        ['compare a.png b.png --modality fingerprint', 'are these prints of one finger?'],
        [
          'compare --pairs fvc.csv --root prints --out results.csv --modality fingerprint --dpi 569',
          'a list of prints, with its error rates where it says which pairs are mated',
        ],
      ]),
    );
  addCommonOptions(addCaptureOptions(command, 'main', 'any'), 'engine').action(
    async (probe: string | undefined, reference: string | undefined, options: CompareOptions) =>
      exit(await run(probe, reference, options)),
  );
}

async function run(
  probe: string | undefined,
  reference: string | undefined,
  options: CompareOptions,
): Promise<ExitCode> {
  const capture = readCapture(options);
  if (options.pairs !== undefined) return comparePairs(probe, options);
  const [one, other] = await Promise.all([
    readNamedFile(required(probe, 'the probe'), 'the probe'),
    readNamedFile(required(reference, 'the reference'), 'the reference'),
  ]);
  return withSession(readCommonOptions(options), async ({ call }) => {
    const report = await call('comparison.compare', {
      probe: one,
      reference: other,
      capture,
      targetRate: options.fmr,
    });
    if (options.json) printJson(report);
    else print(describe(report));
    return report.decision ? exitCodeOfOutcome(report.decision.outcome) : EXIT.notAcquired;
  });
}

function describe({ modality, probe, reference, decision }: ComparisonReport): string {
  const samples = [
    `probe      ${describeSample(probe)}`,
    `reference  ${describeSample(reference)}`,
  ];
  if (!decision) {
    return [tone('warn', 'NOT COMPARED   an image could not be used'), ...samples].join('\n');
  }
  const subject = SUBJECTS[modality][decision.outcome];
  return [
    tone(TONES[decision.outcome], headline(decision.outcome, subject)),
    '',
    drawRuler(decision),
    '',
    describeLimit(decision.limit, decision.calibration),
    ...samples,
    tone('quiet', `model ${decision.modelId} on ${decision.provider}`),
  ].join('\n');
}

const SUBJECTS = {
  face: {
    match: 'these images show one person',
    undecided: 'these images may show one person',
    'non-match': 'these images show different people',
  },
  fingerprint: {
    match: 'these prints are of one finger',
    undecided: 'these prints may be of one finger',
    'non-match': 'these prints are of different fingers',
  },
};
