import type { Command } from 'commander';
import type { Certificate, ReplayedNumbers, ReplayReport } from '../../../contract/certificate.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addCommonOptions, readCommonOptions, type RawOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { print, printJson, table, tone } from '../terminal.ts';
import { count, percent } from '../words.ts';
import { usage } from './usage.ts';
import { describeGuard } from './verify-fused.ts';

const ATTEMPT = 'id of the attempt, as verify and identify print it';

export function defineCertificate(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('certificate')
    .summary('what stood behind a decision')
    .description('Prints the decision certificate of an attempt; its hash is over all of its JSON.')
    .argument('<attempt>', ATTEMPT)
    .addHelpText('after', usage([['certificate 0193e1c2-...', 'why was that a match?']]));
  addCommonOptions(command, 'both').action(async (attemptId: string, options: RawOptions) => {
    const certificate = await withSession(readCommonOptions(options), ({ call }) =>
      call('attempts.certificate', { attemptId }),
    );
    if (options.json) printJson(certificate);
    else print(describeCertificate(certificate));
    exit(EXIT.done);
  });
}

export function defineReplay(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('replay')
    .summary('has a decision again from what was kept of it')
    .description(
      'Takes the distance of an attempt again from the stored features of probe and reference, and ' +
        'compares every bit.',
    )
    .argument('<attempt>', ATTEMPT)
    .addHelpText(
      'after',
      '\nExit codes: 0 every bit is the same, 1 something differs, 2 a part of it is gone.\n' +
        usage([['replay 0193e1c2-...', 'would it be decided like that again?']]),
    );
  addCommonOptions(command, 'both').action(async (attemptId: string, options: RawOptions) => {
    const report = await withSession(readCommonOptions(options), ({ call }) =>
      call('attempts.replay', { attemptId }),
    );
    if (options.json) printJson(report);
    else print(describeReplay(report));
    exit(exitCodeOfReplay(report));
  });
}

function exitCodeOfReplay(report: ReplayReport): ExitCode {
  if (report.outcome === 'not-replayable') return EXIT.notAcquired;
  return report.identical ? EXIT.done : EXIT.nonMatch;
}

export function describeReplay(report: ReplayReport): string {
  if (report.outcome === 'not-replayable') {
    const missing = report.missing.map(({ part, text }) => `  ${part}: ${text}`);
    return [tone('warn', 'NOT REPLAYED   a part of it is missing'), ...missing].join('\n');
  }
  const { identical, recorded, recomputed, parts, modelId } = report;
  const row = (name: string, { outcome, distance, fusedRate }: ReplayedNumbers) => [
    name,
    outcome,
    // Seventeen digits tell any two doubles apart.
    distance.toPrecision(17),
    fusedRate === undefined ? '' : fusedRate.toPrecision(17),
  ];
  return [
    identical
      ? tone('good', 'IDENTICAL   every bit is the same')
      : tone('bad', 'DIFFERENT   it is not what was recorded'),
    table([row('recorded', recorded), row('again', recomputed)]),
    ...parts.map(({ name, sha256 }) => tone('quiet', `${sha256}  ${name}`)),
    tone('quiet', `model ${modelId}`),
  ].join('\n');
}

export function describeCertificate(certificate: Certificate, indent = ''): string {
  const { attempt, person, guard, fusion, parts = [] } = certificate;
  const { id, at, kind, use, outcome, targetRate = 0 } = attempt;
  const head: readonly Line[] = [
    ['attempt', `${id}, ${at}, ${kind}${use ? ` (${use})` : ''}`],
    ['outcome', outcome],
    ['person', person ? `${person.displayName} (${person.externalId})` : 'nobody, or erased since'],
    ['aimed at', `${percent(targetRate)} wrong matches a decision`],
  ];
  // What decided over several captures is what they say together; each has its own numbers below.
  const body = fusion ? linesOfFusion(fusion) : linesOfComparison(certificate);
  const lines = [
    table([...head, ...body, ['sha256', certificate.sha256]]),
    ...(guard ? [describeGuard(guard)] : []),
    ...parts.flatMap((part, i) => [
      '',
      `capture ${i + 1}`,
      describeCertificate(part, `${indent}  `),
    ]),
  ];
  return lines.join('\n').replaceAll(/^(?=.)/gm, indent);
}

type Line = readonly [name: string, text: string];

function linesOfFusion(fusion: NonNullable<Certificate['fusion']>): readonly Line[] {
  const { falseMatchRate, targetRate, method, independence, traits } = fusion;
  return [
    ['together', `strangers bring evidence this strong at a rate of ${falseMatchRate}`],
    ['limit', `a rate of ${targetRate}`],
    ['by', `${method} of ${traits.join(', ')}; independence ${independence}`],
  ];
}

function linesOfComparison(certificate: Certificate): readonly Line[] {
  const { calibration, claim, margin, untunedThreshold, references, templateId } = certificate;
  return [
    ['distance', String(certificate.distance)],
    ['threshold', thresholdText(certificate)],
    ['margin', `${margin}, which alone would put it at ${untunedThreshold}`],
    ['compared', `${count(references)} references, closest ${templateId ?? 'is gone'}`],
    ['claim', claim.sentence],
    ['calibration', `${calibration.id} (${calibration.origin}), ${calibration.set}`],
    ['', calibration.current ? 'current' : `not current: ${calibration.notice ?? ''}`],
    ['model', certificate.modelId],
    ['quality', qualityText(certificate)],
  ];
}

function thresholdText({ threshold, undecidedThreshold }: Certificate): string {
  return undecidedThreshold === undefined
    ? String(threshold)
    : `${threshold}, undecided up to ${undecidedThreshold}`;
}

function qualityText({ quality }: Certificate): string {
  return Object.entries(quality)
    .map(([name, value]) => `${name} ${Number(Number(value).toPrecision(3))}`)
    .join(', ');
}
