import type { Command } from 'commander';
import type { PersonDetails, PersonList, TemplateReport } from '../../../contract/results.ts';
import { AppError } from '../../../core/failure.ts';
import { fingerName } from '../../../core/finger.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addCommonOptions, readCommonOptions, wholeNumber, type RawOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { note, print, printJson, table, tone } from '../terminal.ts';
import { count } from '../words.ts';
import { required, usage } from './usage.ts';

interface ListOptions extends RawOptions {
  readonly search?: string;
  readonly limit: number;
  readonly offset: number;
}

interface RenameOptions extends RawOptions {
  readonly name?: string;
  readonly id?: string;
  readonly notes?: string;
}

interface RemoveOptions extends RawOptions {
  readonly yes: boolean;
}

export function definePeople(program: Command, exit: (code: ExitCode) => void): void {
  const people = program
    .command('people')
    .summary('list, show, rename and erase enrolled people')
    .description('Who is enrolled, and everything that is held on them.')
    .addHelpText(
      'after',
      usage([
        ['people list --search ada', 'find somebody'],
        ['people show ada', 'everything that is held on Ada'],
        ['people remove ada --yes', 'erase Ada for good'],
      ]),
    );

  const list = people
    .command('list')
    .summary('list enrolled people')
    .description('Lists enrolled people in order of their external ids.')
    .option('--search <text>', 'part of the external id or the name; case and accents do not count')
    .option('--limit <count>', 'how many to show', wholeNumber(1, 1000), 100)
    .option('--offset <count>', 'how many to skip', wholeNumber(0, 1e9), 0)
    .addHelpText(
      'after',
      usage([
        ['people list --search ada', 'find somebody'],
        ['people list --offset 100 --json', 'the second hundred, for a script'],
      ]),
    );
  addCommonOptions(list, 'store').action(async (options: ListOptions) => {
    const { search, limit, offset } = options;
    const answer = await withSession(readCommonOptions(options), ({ call }) =>
      call('people.list', { search, limit, offset }),
    );
    if (options.json) printJson(answer);
    else describeList(answer);
    exit(EXIT.done);
  });

  const show = people
    .command('show')
    .summary('show everything that is held on a person')
    .description('Shows the person, the references without their biometric content, and the log.')
    .argument('<person>', 'external id')
    .addHelpText('after', usage([['people show ada', 'everything that is held on Ada']]));
  addCommonOptions(show, 'store').action(async (externalId: string, options: RawOptions) => {
    const details = await withSession(readCommonOptions(options), ({ call }) =>
      call('people.show', { externalId }),
    );
    if (options.json) printJson(details);
    else print(describePerson(details));
    exit(EXIT.done);
  });

  const rename = people
    .command('rename')
    .summary('change the name, external id or notes of a person')
    .description('Changes what is said of a person; references stay as they are.')
    .argument('<person>', 'external id')
    .option('--name <text>', 'new display name')
    .option('--id <text>', 'new external id')
    .option('--notes <text>', 'new notes')
    .addHelpText(
      'after',
      usage([
        ['people rename ada --name "Ada King"', 'another name'],
        ['people rename ada --id ada-1815', 'another external id'],
      ]),
    );
  addCommonOptions(rename, 'store').action(async (externalId: string, options: RenameOptions) => {
    const { name, id, notes } = options;
    required(name ?? id ?? notes, '--name, --id or --notes');
    const person = await withSession(readCommonOptions(options), ({ call }) =>
      call('people.rename', { externalId, displayName: name, newExternalId: id, notes }),
    );
    if (options.json) printJson(person);
    else print(`${person.externalId}: ${person.displayName}`);
    exit(EXIT.done);
  });

  const remove = people
    .command('remove')
    .summary('erase a person and all references')
    .description(
      'Erases the person, all references, and every link from the logs to the person. ' +
        'This cannot be undone.',
    )
    .argument('<person>', 'external id')
    .option('--yes', 'really erase', false)
    .addHelpText('after', usage([['people remove ada --yes', 'erase Ada for good']]));
  addCommonOptions(remove, 'store').action(async (externalId: string, options: RemoveOptions) => {
    if (!options.yes) {
      throw new AppError(
        'bad-input',
        'Expected --yes to erase a person for good but received none; nothing was erased.',
      );
    }
    const receipt = await withSession(readCommonOptions(options), ({ call }) =>
      call('people.remove', { externalId }),
    );
    if (options.json) printJson({ erased: receipt.person.externalId, ...receipt });
    else print(`erased ${receipt.person.externalId} and everything held on this person`);
    exit(EXIT.done);
  });
}

function describeList({ total, people }: PersonList): void {
  if (people.length === 0) {
    note(total === 0 ? 'nobody is enrolled' : 'nobody is listed so far down');
    return;
  }
  const rows = people.map(({ externalId, displayName, enrolledAt }) => [
    externalId,
    displayName,
    enrolledAt.slice(0, 10),
  ]);
  print(table([['id', 'name', 'enrolled'], ...rows]));
  if (people.length < total)
    note(`${count(people.length)} of ${count(total)}; see --limit, --offset`);
}

function describePerson({ person, templates, attempts }: PersonDetails): string {
  const lines = [
    tone('strong', `${person.externalId}   ${person.displayName}`),
    `enrolled   ${person.enrolledAt}`,
    ...(person.notes === '' ? [] : [`notes      ${person.notes}`]),
    '',
    `references ${count(templates.length)}`,
  ];
  if (templates.length > 0) {
    const rows = templates.map((template) => [
      template.id,
      template.modality,
      template.modality === 'face' ? '' : fingerName(template.finger),
      template.modelId,
      describeQuality(template),
      template.enrolledAt,
    ]);
    lines.push(table([['id', 'modality', 'finger', 'model', 'quality', 'enrolled'], ...rows]));
  }
  lines.push('', `attempts   ${attempts.length === 0 ? 'none' : 'the latest'}`);
  if (attempts.length > 0) {
    const rows = attempts.map(({ at, kind, modality, outcome, distance, threshold }) => [
      at,
      kind,
      modality,
      outcome,
      distance?.toFixed(4) ?? '',
      threshold?.toFixed(4) ?? '',
    ]);
    lines.push(
      table([['at', 'kind', 'modality', 'outcome', 'distance', 'threshold'], ...rows], [4, 5]),
    );
  }
  return lines.join('\n');
}

function describeQuality(template: TemplateReport): string {
  if (template.modality === 'face') {
    const { sharpness, interEyeDistancePx } = template.quality;
    return `sharpness ${sharpness.toFixed(2)}, eyes ${interEyeDistancePx.toFixed(0)} px`;
  }
  const { areaMm2, anchors, clarity } = template.quality;
  return `${areaMm2.toFixed(0)} mm2, ${count(anchors)} anchors, clarity ${clarity.toFixed(2)}`;
}
