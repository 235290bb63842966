/**
 * The command table: the one source of what can be asked, with validators and types. Adding a
 * command is one row in the file of its area, one handler in services, one test.
 */
import { z } from 'zod';
import { auditCommands } from './audits.ts';
import { captureCommands } from './capture.ts';
import { activityCommands } from './certificate.ts';
import { command } from './command.ts';
import { demoCommands } from './demo.ts';
import { evaluationCommands } from './evaluation.ts';
import { kioskCommands } from './kiosk.ts';
import { lookAlikeCommands } from './look-alikes.ts';
import { peopleCommands } from './people.ts';
import type { JobStarted } from './results.ts';
import { settingsCommands } from './settings.ts';
import { shellCommands } from './shell.ts';
import { synthesisInput } from './synthesis.ts';
import type { EngineReport, StoreReport } from './system-results.ts';
import { jobId } from './values.ts';
import { verificationCommands } from './verification.ts';

const nothing = z.strictObject({});

export const commands = {
  'engine.describe': command(nothing)<EngineReport>(),
  'store.describe': command(nothing)<StoreReport>(),
  ...captureCommands,
  ...verificationCommands,
  ...peopleCommands,
  ...activityCommands,
  ...auditCommands,
  ...evaluationCommands,
  ...lookAlikeCommands,
  ...settingsCommands,
  ...kioskCommands,
  ...demoCommands,
  ...shellCommands,
  'synthesis.start': command(synthesisInput)<JobStarted>(),
  'job.cancel': command(z.strictObject({ jobId }))<null>(),
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>;
export type ParsedInput<Name extends CommandName> = z.output<(typeof commands)[Name]['input']>;
export type CommandResult<Name extends CommandName> = NonNullable<
  (typeof commands)[Name]['result']
>['value'];
