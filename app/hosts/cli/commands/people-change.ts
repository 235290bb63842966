/** `people add`, `consent`, `rename`: what is said of a person. */
import type { Command } from 'commander';
import type { PersonDetails } from '../../../contract/results.ts';
import { addConsentOptions, readConsent, type ConsentFlags } from '../consent-options.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addCommonOptions, readCommonOptions, type RawOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { print, printJson } from '../terminal.ts';
import { required, usage } from './usage.ts';

interface AddOptions extends RawOptions, ConsentFlags {
  readonly name?: string;
  readonly notes?: string;
}

interface RenameOptions extends RawOptions {
  readonly name?: string;
  readonly id?: string;
  readonly notes?: string;
}

const A_CONSENT = '--consent-purpose and --retain-until';

export function definePeopleChange(people: Command, exit: (code: ExitCode) => void): void {
  const add = people
    .command('add')
    .summary('make a person, with consent, before the first image')
    .description('Makes a person without references; images follow with `twinmark enrol`.')
    .argument('<person>', 'external id: your own key for the person')
    .option('--name <text>', 'display name (default: the external id)')
    .option('--notes <text>', 'notes on the person')
    .addHelpText(
      'after',
      usage([
        [
          'people add ada --name "Ada Lovelace" --consent-purpose "door" --retain-until 2029-12-31',
          'a person who may be enrolled until the end of 2029',
        ],
      ]),
    );
  addCommonOptions(addConsentOptions(add), 'store').action(
    async (externalId: string, options: AddOptions) => {
      const consent = required(readConsent(options), A_CONSENT);
      const { name, notes } = options;
      const person = await withSession(readCommonOptions(options), ({ call }) =>
        call('people.add', { externalId, displayName: name, notes, consent }),
      );
      tellPerson(person, options);
      exit(EXIT.done);
    },
  );

  const consented = people
    .command('consent')
    .summary('record that a person has consented, or renew it')
    .description('Records a consent; the newest one says until when the person is kept.')
    .argument('<person>', 'external id')
    .addHelpText(
      'after',
      usage([
        [
          'people consent ada --consent-purpose "door" --retain-until 2032-12-31',
          'three more years',
        ],
      ]),
    );
  addCommonOptions(addConsentOptions(consented), 'store').action(
    async (externalId: string, options: RawOptions & ConsentFlags) => {
      const consent = required(readConsent(options), A_CONSENT);
      await withSession(readCommonOptions(options), ({ call }) =>
        call('people.recordConsent', { externalId, consent }),
      );
      if (options.json) printJson({ externalId, consent });
      else print(`${externalId}: kept until ${consent.retainUntil}`);
      exit(EXIT.done);
    },
  );

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
    tellPerson(person, options);
    exit(EXIT.done);
  });
}

function tellPerson(person: PersonDetails['person'], { json }: RawOptions): void {
  if (json) printJson(person);
  else print(`${person.externalId}: ${person.displayName}`);
}
