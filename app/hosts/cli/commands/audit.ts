import path from 'node:path';
import type { Command } from 'commander';
import type { AuditSummary, WhoIsWhoPreview } from '../../../contract/results.ts';
import { auditOutcomesOf, type AuditOutcome, type ClaimRule } from '../../../core/audit.ts';
import { AppError } from '../../../core/failure.ts';
import { fingerName } from '../../../core/finger.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { checkFolder, checkWritable, readNamedText, writeWhole } from '../files.ts';
import {
  addCaptureOptions,
  addCommonOptions,
  parseRate,
  readCapture,
  readCommonOptions,
  type CaptureFlags,
  type RawOptions,
} from '../options.ts';
import { withSession } from '../session.ts';
import { note, print, printJson, table } from '../terminal.ts';
import { AUDIT_WORDS, count, percent } from '../words.ts';
import { usage } from './usage.ts';

interface AuditOptions extends RawOptions, CaptureFlags {
  readonly pattern?: string;
  readonly manifest?: string;
  readonly anybody: boolean;
  readonly out: string;
  readonly fmr?: number;
  readonly fpir?: number;
  readonly preview: boolean;
  readonly restart: boolean;
}

export function defineAudit(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('audit')
    .summary('hold a folder of captures against everybody enrolled')
    .description(
      'Checks every file of a folder: does it show the person that it should? Interrupted, it ' +
        'goes on where it was when run again, and ends in the same report. Who an image should ' +
        'show is read from its folder, unless --pattern, --manifest or --anybody says otherwise.',
    )
    .argument('<folder>', 'folder of captures')
    .option(
      '--pattern <text>',
      'the file name says who: "{person}_{number}" or "{person}/*/{shot}"; of fingerprints also ' +
        'which finger: "{person}_{finger}_{impression}"',
    )
    .option(
      '--manifest <csv>',
      'a list says who: path,person[,finger], paths relative to the folder',
    )
    .option('--anybody', 'nothing says who: look for everybody', false)
    .option('--out <folder>', 'where the reports go', '.')
    .option(
      '--fmr <rate>',
      'wrong matches per claimed person to aim at (default: 1:1000)',
      parseRate,
    )
    .option('--fpir <rate>', 'wrong answers per search to aim at (default: 1:100)', parseRate)
    .option('--preview', 'only show whom the first files would be checked for', false)
    .option('--restart', 'begin anew instead of resuming', false)
    .addHelpText(
      'after',
      usage([
        ['audit captures', 'captures/PERSON/*.jpg against everybody enrolled'],
        ['audit captures --pattern "{person}_{number}" --preview', 'is the rule right?'],
        ['audit captures --manifest who.csv --out reports', 'a list says who is who'],
        [
          'audit prints --modality fingerprint --pattern "{person}_{finger}_{impression}"',
          'ada_right-index_1.png, or ada_2_1.png, against her right index finger',
        ],
      ]),
    );
  addCommonOptions(addCaptureOptions(command, 'main', 'any'), 'both').action(
    async (folder: string, options: AuditOptions) => {
      exit(await audit(await checkFolder(folder, 'the audit'), options));
    },
  );
}

async function audit(folder: string, options: AuditOptions): Promise<ExitCode> {
  const capture = readCapture(options);
  const rule = ruleOf(options);
  const manifest =
    options.manifest === undefined
      ? undefined
      : await readNamedText(options.manifest, '--manifest');
  const out = await checkFolder(options.out, '--out');
  await checkWritable(path.join(out, 'audit.csv'), 'the report');
  return withSession(readCommonOptions(options, 'many'), async ({ call, work, grantFolder }) => {
    const what = { folder: grantFolder(folder), rule, manifest };
    if (options.preview) {
      const preview = await call('audit.preview', { ...what, modality: capture.modality });
      if (options.json) printJson(preview);
      else print(describePreview(preview));
      return EXIT.done;
    }
    const { fmr, fpir, restart } = options;
    const summary = await work('audit', async () => {
      const started = await call('audit.start', {
        ...what,
        capture,
        targetRate: fmr,
        identificationRate: fpir,
        restart,
      });
      if (started.resumed > 0) {
        note(`resuming: ${count(started.resumed)} of ${count(started.files)} files are done`);
      }
      return started;
    });
    const files = await writeReports(out, summary, (format) =>
      call('audit.report', { auditId: summary.auditId, format }),
    );
    if (options.json) printJson({ ...summary, reports: files });
    else print(describeSummary(summary, files));
    return EXIT.done;
  });
}

function ruleOf({ pattern, manifest, anybody }: AuditOptions): ClaimRule {
  const chosen = [pattern !== undefined, manifest !== undefined, anybody].filter(Boolean).length;
  if (chosen > 1) {
    throw new AppError(
      'bad-input',
      'Expected at most one of --pattern, --manifest and --anybody but received several.',
    );
  }
  if (pattern !== undefined) return { kind: 'pattern', pattern };
  if (manifest !== undefined) return { kind: 'manifest' };
  return { kind: anybody ? 'none' : 'folder' };
}

const REPORTS = [
  ['audit.csv', 'csv'],
  ['audit.json', 'json'],
  ['audit-duplicates.csv', 'duplicates-csv'],
] as const;

async function writeReports(
  folder: string,
  _summary: AuditSummary,
  report: (format: (typeof REPORTS)[number][1]) => Promise<{ readonly text: string }>,
): Promise<string[]> {
  const files: string[] = [];
  for (const [name, format] of REPORTS) {
    const file = path.join(folder, name);
    await writeWhole(file, (await report(format)).text);
    files.push(path.relative(process.cwd(), file) || name);
  }
  return files;
}

function describeSummary(summary: AuditSummary, reports: readonly string[]): string {
  const { modality, files, outcomes, strangersAlike, identificationRate, duplicates } = summary;
  const numberOf = (outcome: AuditOutcome) => outcomes[outcome] ?? 0;
  const rows = auditOutcomesOf(modality).map((outcome) => [
    count(numberOf(outcome)),
    files === 0 ? '' : percent(numberOf(outcome) / files),
    outcome,
    AUDIT_WORDS[outcome],
  ]);
  const enrolled = numberOf('match') + numberOf('mismatch') + numberOf('ambiguous');
  const strangers = numberOf('not-enrolled');
  return [
    `${count(files)} files`,
    table(rows, [0, 1]),
    '',
    ...share(numberOf('match'), enrolled, 'usable images of enrolled people match'),
    ...share(
      strangersAlike,
      strangers,
      `images of people who are not enrolled look like somebody who is; aimed at: at most ${percent(identificationRate)}`,
    ),
    `${count(duplicates)} pairs of images of different people show one ${modality === 'face' ? 'person' : 'finger'}`,
    `reports: ${reports.join(', ')}`,
  ].join('\n');
}

function share(part: number, whole: number, what: string): string[] {
  return whole === 0
    ? []
    : [`${count(part)} of ${count(whole)} ${what} (${percent(part / whole)})`];
}

function describePreview({ files, first }: WhoIsWhoPreview): string {
  const rows = first.map(({ path: file, claim, finger, enrolled }) => [
    file,
    `${claim ?? '(nobody)'}${finger === undefined ? '' : `, ${fingerName(finger)}`}`,
    claim === undefined ? '' : enrolled ? 'enrolled' : 'not enrolled',
  ]);
  const head = ['file', 'should show', ''];
  return [`${count(files)} files; the first of them:`, table([head, ...rows])].join('\n');
}
