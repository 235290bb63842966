import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addCommonOptions, readCommonOptions, type RawOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { linesOf, withValue } from '../settings-keys.ts';
import { note, print, printJson, table } from '../terminal.ts';
import { count } from '../words.ts';
import { usage } from './usage.ts';

export function defineSettings(program: Command, exit: (code: ExitCode) => void): void {
  const settings = program
    .command('settings')
    .summary('policies, retention and everything else that is decided once')
    .description('What holds for the windows, the kiosk and audits. It is kept in the store.')
    .addHelpText(
      'after',
      usage([
        ['settings show', 'every setting with its key'],
        ['settings set policies.desk.verificationRate 1:10000', 'stricter at the desk'],
        ['settings set retention.attemptDays 90', 'erase attempts after 90 days'],
      ]),
    );

  const show = settings
    .command('show')
    .summary('show every setting with its key')
    .description('Shows every setting with its key.')
    .addHelpText('after', usage([['settings show --json', 'for a script']]));
  addCommonOptions(show, 'store').action(async (options: RawOptions) => {
    const report = await withSession(readCommonOptions(options), ({ call }) =>
      call('settings.show', {}),
    );
    if (options.json) printJson(report);
    else print(table(linesOf(report.settings)));
    exit(EXIT.done);
  });

  const set = settings
    .command('set')
    .summary('change one setting')
    .description('Changes one setting. Windows that are open take it at their next decision.')
    .argument('<key>', 'as "settings show" has it, such as policies.kiosk.verificationRate')
    .argument('<value>', 'a number, a rate such as 1:1000, true, false or text; none: without')
    .addHelpText(
      'after',
      usage([
        ['settings set policies.kiosk.undecidedRate 1%', 'an undecided band at the kiosk'],
        ['settings set policies.kiosk.undecidedRate none', 'no undecided band'],
        ['settings set kiosk.mode identify', 'the kiosk searches instead of asking for codes'],
      ]),
    );
  addCommonOptions(set, 'store').action(async (key: string, value: string, options: RawOptions) => {
    const report = await withSession(readCommonOptions(options), async ({ call }) => {
      const now = await call('settings.show', {});
      return call('settings.save', { settings: withValue(now.settings, key, value) });
    });
    if (options.json) printJson(report);
    else print(table(linesOf(report.settings).filter(([one]) => one === key)));
    exit(EXIT.done);
  });

  const apply = settings
    .command('apply-retention')
    .summary('erase attempts and probes that are older than the settings say')
    .description('Erases what is too old, as the windows do at every start and every day.')
    .addHelpText('after', usage([['settings apply-retention', 'erase what is too old now']]));
  addCommonOptions(apply, 'store').action(async (options: RawOptions) => {
    const erased = await withSession(readCommonOptions(options), ({ call }) =>
      call('settings.applyRetention', {}),
    );
    if (options.json) printJson(erased);
    else print(`erased: ${count(erased.attempts)} attempts, ${count(erased.probes)} probes`);
    exit(EXIT.done);
  });

  const reset = settings
    .command('reset-kiosk')
    .summary('turn the kiosk off and forget its PIN')
    .description('For whoever has forgotten the PIN. Close the window before, start it after.')
    .addHelpText('after', usage([['settings reset-kiosk', 'a kiosk whose PIN nobody knows']]));
  addCommonOptions(reset, 'store').action(async (options: RawOptions) => {
    const state = await withSession(readCommonOptions(options), ({ call }) =>
      call('kiosk.reset', {}),
    );
    if (options.json) printJson(state);
    else note('The kiosk is off and has no PIN; start the window again.');
    exit(EXIT.done);
  });
}
