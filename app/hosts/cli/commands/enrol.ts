import type { Command } from 'commander';
import type { EnrolledImage, EnrolmentReport } from '../../../contract/results.ts';
import { AppError, assertNever } from '../../../core/failure.ts';
import { addConsentOptions, readConsent, type ConsentFlags } from '../consent-options.ts';
import { readEnrolList } from '../../../services/enrolment/list.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { checkFolder, readNamedFile, readNamedText } from '../files.ts';
import {
  addCaptureOptions,
  addCommonOptions,
  readCapture,
  readCommonOptions,
  type CaptureFlags,
  type RawOptions,
} from '../options.ts';
import { withSession } from '../session.ts';
import { note, print, printJson, tone } from '../terminal.ts';
import { count, describeFinger, describeReasons } from '../words.ts';
import { required, usage } from './usage.ts';

interface EnrolOptions extends RawOptions, CaptureFlags, ConsentFlags {
  readonly name?: string;
  readonly notes?: string;
  readonly list?: string;
  readonly root?: string;
  readonly allowLookAlike: boolean;
  readonly allowDisagreement: boolean;
  readonly reason?: string;
  readonly dryRun: boolean;
}

export function defineEnrol(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('enrol')
    .summary('enrol a person from one or more images, or a list of people')
    .description(
      'Makes references of a person. Samples must agree with each other, and whoever resembles ' +
        'somebody enrolled is told.',
    )
    .argument('[person]', 'external id: your own key for the person')
    .argument('[images...]', 'images of the person; three to five are best')
    .option('--name <text>', 'display name (default: the external id)')
    .option('--notes <text>', 'notes on the person')
    .option(
      '--list <csv>',
      'enrol many: person,path[,name][,finger], paths relative to --root; a row an image',
    )
    .option('--root <folder>', 'folder that the paths of the list are relative to')
    .option('--allow-look-alike', 'enrol although somebody enrolled looks like this', false)
    .option('--allow-disagreement', 'enrol although the samples do not agree', false)
    .option('--reason <text>', 'why it is enrolled all the same; goes into the log')
    .option('--dry-run', 'say what would become of it, and store nothing', false)
    .addHelpText(
      'after',
      usage([
        ['enrol ada ada-1.jpg ada-2.jpg ada-3.jpg --name "Ada Lovelace"', 'one person'],
        ['enrol --list people.csv --root photos', 'everybody on a list'],
        [
          'enrol ada ada-1.jpg --consent-purpose "door" --retain-until 2029-12-31',
          'with the consent that allows it',
        ],
        [
          'enrol ada 1.png 2.png 3.png --modality fingerprint --finger right-index',
          'a finger, from three impressions of it',
        ],
        [
          'enrol --list prints.csv --root prints --modality fingerprint --dpi 500',
          'fingers on a list: person,path,finger',
        ],
      ]),
    );
  addConsentOptions(command);
  addCommonOptions(addCaptureOptions(command, 'dominant', 'finger'), 'both').action(
    async (person: string | undefined, images: string[], options: EnrolOptions) => {
      exit(
        options.list === undefined
          ? await enrolOne(person, images, options)
          : await enrolList(person, options),
      );
    },
  );
}

async function enrolOne(
  person: string | undefined,
  images: readonly string[],
  options: EnrolOptions,
): Promise<ExitCode> {
  const capture = readCapture(options);
  const externalId = required(person, 'the external id of the person');
  required(images[0], 'at least one image');
  const bytes = await Promise.all(images.map((image) => readNamedFile(image, 'an image')));
  const { name, notes, allowLookAlike, allowDisagreement, reason, dryRun } = options;
  const consent = readConsent(options);
  const report = await withSession(readCommonOptions(options), ({ call }) =>
    call('enrolment.enrol', {
      externalId,
      displayName: name,
      notes,
      consent,
      images: bytes,
      capture,
      allowLookAlike,
      allowDisagreement,
      overrideReason: reason,
      dryRun,
    }),
  );
  if (options.json) printJson(report);
  else {
    print(describe(report, images));
    if (dryRun) note('this was a trial: nothing was stored');
  }
  return report.outcome === 'failure-to-enrol' ? EXIT.notAcquired : EXIT.done;
}

async function enrolList(argument: string | undefined, options: EnrolOptions): Promise<ExitCode> {
  if (argument !== undefined) {
    throw new AppError('bad-input', 'Expected either a person or --list but received both.');
  }
  if (options.dryRun || options.reason !== undefined) {
    throw new AppError(
      'bad-input',
      'Expected --dry-run and --reason for one person only but received them with --list.',
    );
  }
  const consent = readConsent(options);
  const capture = readCapture(options);
  const root = await checkFolder(required(options.root, '--root with --list'), '--root');
  const people = readEnrolList(
    await readNamedText(required(options.list, '--list'), '--list'),
    '--list',
  );
  const { allowLookAlike, allowDisagreement } = options;
  return withSession(readCommonOptions(options, 'many'), async ({ work, call, grantFolder }) => {
    const { reports } = await work('enrolment', () =>
      call('enrolment.start', {
        folder: grantFolder(root),
        people,
        consent,
        capture,
        allowLookAlike,
        allowDisagreement,
      }),
    );
    const refused = reports.filter(({ outcome }) => outcome === 'failure-to-enrol');
    if (options.json) printJson({ reports });
    else {
      reports.forEach((report, i) => {
        const poor = report.images.some(({ status }) => status === 'not-acquired');
        const paths = people[i].images.map(({ path }) => path);
        if (report.outcome === 'failure-to-enrol' || poor) note(describe(report, paths));
      });
      print(
        `${count(reports.length - refused.length)} of ${count(reports.length)} people enrolled`,
      );
    }
    return refused.length > 0 ? EXIT.notAcquired : EXIT.done;
  });
}

function describe(report: EnrolmentReport, images: readonly string[]): string {
  const { externalId, refusals, references } = report;
  const lines = report.images.map((image) => `  ${images[image.image]}: ${describeImage(image)}`);
  const total = `${count(references)} reference${references === 1 ? '' : 's'}`;
  switch (report.outcome) {
    case 'enrolled':
      return [
        tone('good', `ENROLLED       ${externalId} has ${total}`),
        ...lines,
        ...told(report, images),
        ...advise(report),
      ].join('\n');
    case 'nothing-new':
      return [
        tone('warn', `NOTHING NEW    ${externalId} has ${total}, made from these images`),
        ...lines,
      ].join('\n');
    case 'failure-to-enrol':
      return [
        tone(
          'bad',
          `NOT ENROLLED   ${externalId}: ${refusals.map((refusal) => REFUSALS[refusal]).join('; ')}`,
        ),
        ...lines,
        ...told(report, images),
      ].join('\n');
    default:
      return assertNever(report.outcome);
  }
}

const REFUSALS: Record<EnrolmentReport['refusals'][number], string> = {
  'no-usable-image': 'no image could be used',
  'samples-disagree': 'the images do not agree on one person (--allow-disagreement to override)',
  'resembles-another-person': 'somebody enrolled looks like this (--allow-look-alike to override)',
  'image-of-another-person':
    'an image is enrolled for somebody else (--allow-look-alike to override)',
};

function describeImage({ status, sample }: EnrolledImage): string {
  switch (status) {
    case 'enrolled':
      return 'enrolled';
    case 'not-acquired':
      return sample.outcome === 'acquired' ? 'not usable' : describeReasons(sample.reasons);
    case 'already-enrolled':
      return 'the same image is enrolled already';
    case 'same-image':
      return 'the same image as one before it';
    case 'refused':
      return 'usable, not enrolled';
    default:
      return assertNever(status);
  }
}

function told(report: EnrolmentReport, images: readonly string[]): string[] {
  const disagreements = report.disagreements.map(({ image, with: other, distance }) => {
    const name = other === 'enrolled' ? 'the enrolled references' : images[other];
    return `  ${images[image]} is ${distance.toFixed(4)} from ${name}, limit ${report.agreementLimit.toFixed(4)}`;
  });
  const lookAlikes = report.lookAlikes.map(({ externalId, displayName, distance, image }) => {
    const who = displayName === externalId ? externalId : `${externalId} (${displayName})`;
    return `  ${images[image]} is ${distance.toFixed(4)} from ${who}, limit ${report.lookAlikeLimit.toFixed(4)}`;
  });
  return [...disagreements, ...lookAlikes];
}

/** One impression leaves too much of a finger unseen. */
function advise({ fingers = [] }: EnrolmentReport): string[] {
  return fingers
    .filter(({ wanting }) => wanting > 0)
    .map(({ finger, references, wanting }) => {
      const impressions = `impression${references === 1 ? '' : 's'}`;
      return `  note: ${count(references)} ${impressions} of ${describeFinger(finger)}; ${wanting} or more others are advised`;
    });
}
