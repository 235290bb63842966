import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { definePeopleChange } from './people-change.ts';
import { definePeopleErase } from './people-erase.ts';
import { definePeopleList } from './people-list.ts';
import { usage } from './usage.ts';

export function definePeople(program: Command, exit: (code: ExitCode) => void): void {
  const people = program
    .command('people')
    .summary('list, add, rename, export and erase enrolled people')
    .description('Who is enrolled, why they may be, and everything that is held on them.')
    .addHelpText(
      'after',
      usage([
        ['people list --search ada', 'find somebody'],
        ['people list --due', 'whose consent has run out'],
        ['people show ada', 'everything that is held on Ada'],
        ['people remove ada --yes', 'erase Ada for good'],
      ]),
    );
  definePeopleList(people, exit);
  definePeopleChange(people, exit);
  definePeopleErase(people, exit);
}
