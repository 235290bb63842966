/**
 * The command table: the one source of what can be asked, with validators and types. Adding a
 * command is one row here, one handler in services, one test.
 */
import { z } from 'zod';
import {
  auditId,
  captureOfAny,
  captureOfPerson,
  claimRule,
  displayName,
  encodedImage,
  externalId,
  fingerPosition,
  folderId,
  jobId,
  manifestText,
  modality,
  newDisplayName,
  notes,
  relativePath,
  targetRate,
} from './values.ts';
import type {
  AuditStarted,
  ComparisonReport,
  EnrolmentReport,
  IdentificationReport,
  JobStarted,
  PersonDetails,
  PersonList,
  VerificationReport,
  WhoIsWhoPreview,
} from './results.ts';
import { synthesisInput } from './synthesis.ts';
import type { EngineReport, StoreReport } from './system-results.ts';
import type { Attempt } from '../core/attempt.ts';
import type { Person } from '../core/template.ts';

const nothing = z.strictObject({});

export const commands = {
  'engine.describe': command(nothing)<EngineReport>(),
  'store.describe': command(nothing)<StoreReport>(),

  'comparison.compare': command(
    z.strictObject({
      probe: encodedImage,
      reference: encodedImage,
      capture: captureOfAny('main'),
      targetRate: targetRate.optional(),
    }),
  )<ComparisonReport>(),
  'comparison.start': command(
    z.strictObject({
      folder: folderId,
      pairs: z
        .array(
          z.strictObject({
            probe: relativePath,
            reference: relativePath,
            /** Where known; it plays no part in what is decided. */
            mated: z.boolean().optional(),
          }),
        )
        .min(1),
      capture: captureOfAny('main'),
      targetRate: targetRate.optional(),
      withEmbeddings: z.boolean().default(false),
    }),
  )<JobStarted>(),

  'enrolment.enrol': command(
    z.strictObject({
      externalId,
      displayName: displayName.optional(),
      notes: notes.optional(),
      images: z.array(encodedImage).min(1).max(100),
      capture: captureOfPerson('dominant'),
      allowLookAlike: z.boolean().default(false),
      allowDisagreement: z.boolean().default(false),
    }),
  )<EnrolmentReport>(),
  'enrolment.start': command(
    z.strictObject({
      folder: folderId,
      people: z
        .array(
          z.strictObject({
            externalId,
            displayName: displayName.optional(),
            images: z
              .array(z.strictObject({ path: relativePath, finger: fingerPosition.optional() }))
              .min(1)
              .max(100),
          }),
        )
        .min(1),
      capture: captureOfPerson('dominant'),
      allowLookAlike: z.boolean().default(false),
      allowDisagreement: z.boolean().default(false),
    }),
  )<JobStarted>(),

  'verification.verify': command(
    z.strictObject({
      externalId,
      probe: encodedImage,
      capture: captureOfPerson('dominant'),
      targetRate: targetRate.optional(),
    }),
  )<VerificationReport>(),
  'identification.identify': command(
    z.strictObject({
      probe: encodedImage,
      capture: captureOfAny('dominant'),
      targetRate: targetRate.optional(),
      count: z.number().int().min(1).max(100).default(5),
    }),
  )<IdentificationReport>(),

  'people.list': command(
    z.strictObject({
      search: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(1000).default(100),
      offset: z.number().int().min(0).default(0),
    }),
  )<PersonList>(),
  'people.show': command(z.strictObject({ externalId }))<PersonDetails>(),
  'people.rename': command(
    z.strictObject({
      externalId,
      displayName: newDisplayName.optional(),
      newExternalId: externalId.optional(),
      notes: notes.optional(),
    }),
  )<Person>(),
  'people.remove': command(z.strictObject({ externalId }))<Person>(),
  'attempts.list': command(
    z.strictObject({ limit: z.number().int().min(1).max(1000).default(50) }),
  )<readonly Attempt[]>(),

  'audit.preview': command(
    z.strictObject({
      folder: folderId,
      modality,
      rule: claimRule,
      manifest: manifestText.optional(),
    }),
  )<WhoIsWhoPreview>(),
  'audit.start': command(
    z.strictObject({
      folder: folderId,
      rule: claimRule,
      /** Text of the CSV manifest where the rule is a manifest. */
      manifest: manifestText.optional(),
      capture: captureOfAny('main'),
      targetRate: targetRate.optional(),
      identificationRate: targetRate.optional(),
      /** Begins anew where an interrupted audit could be resumed. */
      restart: z.boolean().default(false),
    }),
  )<AuditStarted>(),
  'audit.report': command(
    z.strictObject({ auditId, format: z.enum(['csv', 'json', 'duplicates-csv']) }),
  )<{ readonly text: string }>(),

  'synthesis.start': command(synthesisInput)<JobStarted>(),

  'job.cancel': command(z.strictObject({ jobId }))<null>(),
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>;
export type ParsedInput<Name extends CommandName> = z.output<(typeof commands)[Name]['input']>;
export type CommandResult<Name extends CommandName> = NonNullable<
  (typeof commands)[Name]['result']
>['value'];

interface Command<Input extends z.ZodType, Result> {
  readonly input: Input;
  /** Never there at run time: results come from our own services and are typed, not parsed. */
  readonly result?: { readonly value: Result };
}

function command<Input extends z.ZodType>(input: Input) {
  return <Result>(): Command<Input, Result> => ({ input });
}
