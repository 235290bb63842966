/** `people list` and `people show`: looking without changing. */
import { type Command, Option } from 'commander';
import type { PersonDetails, PersonList, TemplateReport } from '../../../contract/results.ts';
import { fingerName } from '../../../core/finger.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addCommonOptions, readCommonOptions, wholeNumber, type RawOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { note, print, printJson, table, tone } from '../terminal.ts';
import { count } from '../words.ts';
import { usage } from './usage.ts';

const ORDERS = { id: 'externalId', name: 'displayName', enrolled: 'enrolledAt' } as const;

interface ListOptions extends RawOptions {
  readonly search?: string;
  readonly sort: keyof typeof ORDERS;
  readonly descending: boolean;
  readonly due: boolean;
  readonly limit: number;
  readonly offset: number;
}

interface ShowOptions extends RawOptions {
  readonly lookAlikes: boolean;
}

export function definePeopleList(people: Command, exit: (code: ExitCode) => void): void {
  const list = people
    .command('list')
    .summary('list enrolled people')
    .description('Lists enrolled people, in order of their external ids unless told otherwise.')
    .option('--search <text>', 'part of the external id or the name; case and accents do not count')
    .addOption(
      new Option('--sort <order>', 'in which order').choices(Object.keys(ORDERS)).default('id'),
    )
    .option('--descending', 'the other way round', false)
    .option('--due', 'only those whose consent has run out', false)
    .option('--limit <count>', 'how many to show', wholeNumber(1, 1000), 100)
    .option('--offset <count>', 'how many to skip', wholeNumber(0, 1e9), 0)
    .addHelpText(
      'after',
      usage([
        ['people list --search ada', 'find somebody'],
        ['people list --due', 'who has to be erased, or asked again'],
        ['people list --offset 100 --json', 'the second hundred, for a script'],
      ]),
    );
  addCommonOptions(list, 'store').action(async (options: ListOptions) => {
    const { search, sort, descending, due, limit, offset } = options;
    const answer = await withSession(readCommonOptions(options), ({ call }) =>
      call('people.list', { search, sort: ORDERS[sort], descending, due, limit, offset }),
    );
    if (options.json) printJson(answer);
    else describeList(answer, due);
    exit(EXIT.done);
  });

  const show = people
    .command('show')
    .summary('show everything that is held on a person')
    .description(
      'Shows the person, the consents, the references without their biometric content, and the log.',
    )
    .argument('<person>', 'external id')
    .option('--look-alikes', 'also search for whoever could be taken for the person', false)
    .addHelpText('after', usage([['people show ada', 'everything that is held on Ada']]));
  addCommonOptions(show, 'both').action(async (externalId: string, options: ShowOptions) => {
    const { lookAlikes } = options;
    const details = await withSession(readCommonOptions(options), ({ call }) =>
      call('people.show', { externalId, lookAlikes }),
    );
    if (options.json) printJson(details);
    else print(describePerson(details));
    exit(EXIT.done);
  });
}

function describeList({ total, people }: PersonList, due: boolean): void {
  if (people.length === 0) {
    const nobody = due ? 'nobody is due' : 'nobody is enrolled';
    note(total === 0 ? nobody : 'nobody is listed so far down');
    return;
  }
  const rows = people.map((person) => [
    person.externalId,
    person.displayName,
    person.enrolledAt.slice(0, 10),
    String(person.references.face ?? 0),
    String(person.references.fingerprint ?? 0),
    person.retainUntil ?? '',
    person.synthetic ? 'synthetic' : '',
  ]);
  const heading = ['id', 'name', 'enrolled', 'faces', 'prints', 'until', ''];
  print(table([heading, ...rows], [3, 4]));
  if (people.length < total)
    note(`${count(people.length)} of ${count(total)}; see --limit, --offset`);
}

function describePerson(details: PersonDetails): string {
  const { person, synthetic, templates, attempts } = details;
  const lines = [
    tone('strong', `${person.externalId}   ${person.displayName}`),
    `enrolled   ${person.enrolledAt}`,
    ...(synthetic ? ['synthetic  belongs to nobody'] : []),
    ...(person.notes === '' ? [] : [`notes      ${person.notes}`]),
    ...describeConsents(details),
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

function describeConsents({ consents, lookAlikes }: PersonDetails): string[] {
  const rows = consents.map(({ purpose, retainUntil, operator, form, recordedAt }) => {
    const how = [form, operator && `recorded by ${operator}`].filter((word) => word !== '');
    const details = [recordedAt.slice(0, 10), ...how].join(', ');
    return `consent    until ${retainUntil}: ${purpose} (${details})`;
  });
  const alike = lookAlikes.map(({ modality, externalId, displayName, distance, guardDistance }) => {
    const numbers = `${distance.toFixed(4)}, guard ${guardDistance.toFixed(4)}`;
    return `look-alike ${externalId} (${displayName}), ${modality}: ${numbers}`;
  });
  return [...(rows.length > 0 ? rows : ['consent    none on record']), ...alike];
}

function describeQuality(template: TemplateReport): string {
  if (template.modality === 'face') {
    const { sharpness, interEyeDistancePx } = template.quality;
    return `sharpness ${sharpness.toFixed(2)}, eyes ${interEyeDistancePx.toFixed(0)} px`;
  }
  const { areaMm2, anchors, clarity } = template.quality;
  return `${areaMm2.toFixed(0)} mm2, ${count(anchors)} anchors, clarity ${clarity.toFixed(2)}`;
}
