import type { Command } from 'commander';
import type { ActivityEntry } from '../../../contract/certificate.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addCommonOptions, readCommonOptions, wholeNumber, type RawOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { print, printJson, table, tone } from '../terminal.ts';
import { count } from '../words.ts';
import { usage } from './usage.ts';

interface ActivityOptions extends RawOptions {
  readonly person?: string;
  readonly last: number;
}

export function defineActivity(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('activity')
    .summary('what was asked, and what was said')
    .description('Lists attempts, newest first, with the ids that certificate and replay take.')
    .option('--person <id>', 'only those about this person')
    .option('--last <count>', 'how many', wholeNumber(1, 1000), 20)
    .addHelpText(
      'after',
      usage([
        ['activity', 'the last twenty'],
        ['activity --person ada --last 100 --json', 'a hundred about Ada, for a script'],
      ]),
    );
  addCommonOptions(command, 'store').action(async (options: ActivityOptions) => {
    const { total, entries } = await withSession(readCommonOptions(options), ({ call }) =>
      call('attempts.list', { limit: options.last, externalId: options.person }),
    );
    if (options.json) printJson({ total, entries });
    else print(describeActivity(total, entries));
    exit(EXIT.done);
  });
}

export function describeActivity(total: number, entries: readonly ActivityEntry[]): string {
  if (entries.length === 0) return 'nothing was asked yet';
  const rows = entries.map(({ attempt, person }) => [
    attempt.at,
    attempt.kind,
    attempt.modality,
    attempt.outcome,
    attempt.distance?.toFixed(4) ?? '',
    attempt.threshold?.toFixed(4) ?? '',
    person?.externalId ?? '',
    attempt.id,
  ]);
  const head = ['at', 'kind', '', 'outcome', 'distance', 'limit', 'person', 'attempt'];
  const shown = `${count(entries.length)} of ${count(total)} attempts`;
  return [table([head, ...rows], [4, 5]), tone('quiet', shown)].join('\n');
}
