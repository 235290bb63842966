/** `people export`, `remove-template`, `remove`: what a person may ask for. */
import type { Command } from 'commander';
import type { RemovalReceipt } from '../../../contract/results.ts';
import { AppError } from '../../../core/failure.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { checkWritable, writeWhole } from '../files.ts';
import { addCommonOptions, readCommonOptions, type RawOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { note, print, printJson } from '../terminal.ts';
import { count } from '../words.ts';
import { usage } from './usage.ts';

interface ExportOptions extends RawOptions {
  readonly out?: string;
}

interface RemoveOptions extends RawOptions {
  readonly yes: boolean;
}

export function definePeopleErase(people: Command, exit: (code: ExitCode) => void): void {
  const held = people
    .command('export')
    .summary('everything that is held on a person, as JSON')
    .description(
      'Writes everything that is held on a person: consents, references with their biometric ' +
        'features, kept images, and the log.',
    )
    .argument('<person>', 'external id')
    .option('--out <file>', 'file to write (default: the terminal)')
    .addHelpText('after', usage([['people export ada --out ada.json', 'what Ada may ask for']]));
  addCommonOptions(held, 'store').action(async (externalId: string, options: ExportOptions) => {
    const { out } = options;
    if (out !== undefined) await checkWritable(out, '--out');
    const { text } = await withSession(readCommonOptions(options), ({ call }) =>
      call('people.export', { externalId }),
    );
    if (out === undefined) print(text.trimEnd());
    else await writeWhole(out, text);
    exit(EXIT.done);
  });

  const template = people
    .command('remove-template')
    .summary('erase one reference of a person')
    .description('Erases one reference, and the image that was kept of it. This cannot be undone.')
    .argument('<person>', 'external id')
    .argument('<template>', 'id of the reference, as `people show` tells it')
    .option('--yes', 'really erase', false)
    .addHelpText(
      'after',
      usage([['people remove-template ada 6f1c... --yes', 'erase one of them']]),
    );
  addCommonOptions(template, 'store').action(
    async (externalId: string, templateId: string, options: RemoveOptions) => {
      if (!options.yes) throw unconfirmed('a reference');
      await withSession(readCommonOptions(options), ({ call }) =>
        call('people.removeTemplate', { externalId, templateId }),
      );
      if (options.json) printJson({ erased: templateId });
      else print(`erased one reference of ${externalId}`);
      exit(EXIT.done);
    },
  );

  const remove = people
    .command('remove')
    .summary('erase a person and everything that is held on the person')
    .description(
      'Erases the person, all references, consents and images, and every link from the logs to ' +
        'the person. This cannot be undone.',
    )
    .argument('<person>', 'external id')
    .option('--yes', 'really erase', false)
    .addHelpText('after', usage([['people remove ada --yes', 'erase Ada for good']]));
  addCommonOptions(remove, 'store').action(async (externalId: string, options: RemoveOptions) => {
    if (!options.yes) throw unconfirmed('a person');
    const receipt = await withSession(readCommonOptions(options), ({ call }) =>
      call('people.remove', { externalId }),
    );
    if (options.json) printJson({ erased: receipt.person.externalId, ...receipt });
    else tellReceipt(receipt);
    exit(EXIT.done);
  });
}

function tellReceipt({
  person,
  templates,
  consents,
  images,
  probes,
  unlinkedAttempts,
}: RemovalReceipt): void {
  print(`erased ${person.externalId} and everything held on this person`);
  const gone = [
    `${count(templates)} reference${templates === 1 ? '' : 's'}`,
    `${count(consents)} consent${consents === 1 ? '' : 's'}`,
    ...(images > 0 ? [`${count(images)} image${images === 1 ? '' : 's'}`] : []),
  ];
  if (probes > 0) gone.push(`${count(probes)} kept probe${probes === 1 ? '' : 's'}`);
  note(`${gone.join(', ')}; ${count(unlinkedAttempts)} attempts no longer say who`);
}

function unconfirmed(what: string): AppError {
  return new AppError(
    'bad-input',
    `Expected --yes to erase ${what} for good but received none; nothing was erased.`,
  );
}
