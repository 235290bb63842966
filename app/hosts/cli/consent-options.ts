/** The consent that an enrolment rests on, as the operator says it. */
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandInput } from '../../contract/commands.ts';
import { AppError } from '../../core/failure.ts';

export type ConsentInput = CommandInput<'people.add'>['consent'];

export interface ConsentFlags {
  readonly consentPurpose?: string;
  readonly retainUntil?: string;
  readonly consentBy?: string;
  readonly consentForm?: string;
}

export function addConsentOptions(command: Command): Command {
  return command
    .option('--consent-purpose <text>', 'what the person consented to; needs --retain-until')
    .option(
      '--retain-until <date>',
      'day on which the person is due for erasure, such as 2029-12-31',
      readDate,
    )
    .option('--consent-by <text>', 'who recorded the consent')
    .option('--consent-form <text>', 'how it was given, such as "on paper"');
}

/** Undefined where nothing is said of one. @throws AppError `bad-input` for half of one */
export function readConsent(flags: ConsentFlags): ConsentInput | undefined {
  const { consentPurpose: purpose, retainUntil, consentBy: operator, consentForm: form } = flags;
  if ([purpose, retainUntil, operator, form].every((said) => said === undefined)) return undefined;
  if (purpose !== undefined && retainUntil !== undefined) {
    return { purpose, retainUntil, operator, form };
  }
  throw new AppError(
    'bad-input',
    'Expected both --consent-purpose and --retain-until for a consent but received only a part; ' +
      'say what for and until when.',
  );
}

function readDate(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && real) return text;
  throw new InvalidArgumentError('Expected a date, such as 2029-12-31.');
}
