import { Command } from 'commander';
import { defineActivity } from './commands/activity.ts';
import { defineAudit } from './commands/audit.ts';
import { defineCalibrate, defineCalibrations } from './commands/calibrate.ts';
import { defineCertificate, defineReplay } from './commands/certificate.ts';
import { defineCompare } from './commands/compare.ts';
import { defineDoctor } from './commands/doctor.ts';
import { defineEnrol } from './commands/enrol.ts';
import { defineEvaluate } from './commands/evaluate.ts';
import { defineIdentify } from './commands/identify.ts';
import { defineModels } from './commands/models.ts';
import { definePeople } from './commands/people.ts';
import { defineSettings } from './commands/settings.ts';
import { defineSynth } from './commands/synth.ts';
import { defineVerify } from './commands/verify.ts';
import type { ExitCode } from './exit-codes.ts';
import { programVersion } from '../places.ts';

/** @param exit told the exit code of the command that was run */
export function createProgram(exit: (code: ExitCode) => void): Command {
  const program = new Command('twinmark')
    .description('Is this the person who was enrolled? Verified here, on this machine, offline.')
    .version(programVersion)
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      '\nExit codes: 0 match or done, 1 no match, 2 an image or person could not be used, ' +
        '3 undecided, 64 wrong input, 70 internal.',
    );
  defineCompare(program, exit);
  defineEnrol(program, exit);
  defineVerify(program, exit);
  defineIdentify(program, exit);
  defineCalibrate(program, exit);
  defineCalibrations(program, exit);
  defineCertificate(program, exit);
  defineReplay(program, exit);
  defineActivity(program, exit);
  definePeople(program, exit);
  defineAudit(program, exit);
  defineEvaluate(program, exit);
  defineSynth(program, exit);
  defineSettings(program, exit);
  defineModels(program, exit);
  defineDoctor(program, exit);
  return program;
}
