import path from 'node:path';
import { Option, type Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import {
  MOST_FINGERS,
  MOST_SYNTHETIC,
  PRINT_FORMATS,
  PRINT_QUALITIES,
  SENSOR_NAMES,
  type PrintFormat,
  type PrintQuality,
  type SensorName,
  type SynthesisReport,
  type SyntheticCapture,
} from '../../../contract/synthesis.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { checkWritable, writeWhole } from '../files.ts';
import { readCommonOptions, wholeNumber } from '../options.ts';
import { withSession } from '../session.ts';
import { print, printJson, tone } from '../terminal.ts';
import { count } from '../words.ts';
import { usage } from './usage.ts';

interface SynthOptions {
  readonly people: number;
  readonly fingers: number;
  readonly impressions: number;
  readonly seed: number;
  readonly quality: PrintQuality;
  readonly sensor: SensorName;
  readonly format: PrintFormat;
  readonly list?: string;
  readonly force: boolean;
  readonly json?: boolean;
}

/** Captures of a finger that make good references; the others are left to be verified. */
const ENROLLED = 3;

export function defineSynth(program: Command, exit: (code: ExitCode) => void): void {
  program
    .command('synth')
    .summary('make synthetic people with fingerprints, to try everything with')
    .description(
      'Writes prints of people who do not exist: FOLDER/PERSON/PERSON_FINGER_IMPRESSION, finger ' +
        'by its ISO/IEC 19794-4 code. The same seed makes the same files on every machine.',
    )
    .argument('<folder>', 'where they go; made where it does not exist')
    .option('--people <count>', 'how many people', wholeNumber(1, MOST_SYNTHETIC.people), 10)
    .option('--fingers <count>', 'fingers of each person', wholeNumber(1, MOST_FINGERS), 2)
    .option(
      '--impressions <count>',
      'captures of each finger',
      wholeNumber(1, MOST_SYNTHETIC.impressions),
      6,
    )
    .option('--seed <number>', 'which people', wholeNumber(0, MOST_SYNTHETIC.seed), 1)
    .addOption(choice('--quality <name>', 'how well fingers are put on', PRINT_QUALITIES, 1))
    .addOption(choice('--sensor <name>', 'what they are put on', SENSOR_NAMES, 0))
    .addOption(choice('--format <name>', 'what the files are', PRINT_FORMATS, 0))
    .option('--list <csv>', `also write a list of the first ${ENROLLED} captures, for enrol --list`)
    .option('--force', 'replace files of the same names', false)
    .option('--json', 'print what was made, with the pose of each print, as JSON')
    .addHelpText(
      'after',
      usage([
        ['synth demo', '120 prints of 10 people'],
        ['synth demo --people 50 --seed 7 --quality poor --format wsq', 'harder ones'],
        ['synth demo --list demo.csv', 'and a list to enrol everybody from'],
      ]),
    )
    .action(async (folder: string, options: SynthOptions) => {
      exit(await synth(folder, options));
    });
}

function choice(
  flags: string,
  description: string,
  names: readonly string[],
  fallback: number,
): Option {
  return new Option(flags, description).choices(names).default(names[fallback]);
}

async function synth(folder: string, { list, json, ...options }: SynthOptions): Promise<ExitCode> {
  if (list !== undefined) await checkWritable(list, '--list');
  const report = await withSession(readCommonOptions({ json }), ({ call, work, grantFolder }) =>
    work('synthesis', () =>
      call('synthesis.start', { ...options, folder: grantFolder(path.resolve(folder)) }),
    ),
  );
  if (list !== undefined) await writeWhole(list, listForEnrolment(report));
  if (json) printJson(report);
  else print(describe(report, folder, list));
  return EXIT.done;
}

function listForEnrolment({ captures }: SynthesisReport): string {
  const rows = captures.filter(({ impression }) => impression <= ENROLLED);
  return stringify(
    rows.map(({ person, path, finger }) => ({ person, path, finger })),
    { header: true },
  );
}

function describe(report: SynthesisReport, folder: string, list: string | undefined): string {
  const { captures, people, seed, quality, sensor, dpi } = report;
  const made =
    `${count(captures.length)} prints of ${count(people)} ${people === 1 ? 'person' : 'people'} ` +
    `in ${folder} (seed ${seed}, ${quality}, ${sensor} sensor, ${dpi} dpi)`;
  const commands = nextCommands(report, folder, list).map((line) => `  ${line}`);
  return [tone('good', made), '', 'Try next:', ...commands].join('\n');
}

function nextCommands(
  { captures }: SynthesisReport,
  folder: string,
  list: string | undefined,
): string[] {
  const modality = '--modality fingerprint';
  const file = ({ path: relative }: SyntheticCapture) => quote(path.join(folder, relative));
  const [{ person, finger }] = captures;
  const first = captures.filter((each) => each.person === person && each.finger === finger);
  const enrolled = first.slice(0, ENROLLED);
  const stranger = captures.find((each) => each.person !== person);
  return [
    list === undefined
      ? `twinmark enrol ${person} ${enrolled.map(file).join(' ')} ${modality} --finger ${finger}`
      : `twinmark enrol --list ${quote(list)} --root ${quote(folder)} ${modality}`,
    `twinmark verify ${person} ${file(first[first.length - 1])} ${modality}`,
    ...(stranger ? [`twinmark verify ${person} ${file(stranger)} ${modality}`] : []),
    `twinmark audit ${quote(folder)} ${modality}`,
  ];
}

/** As a shell wants it. */
function quote(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
