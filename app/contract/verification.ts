/** Enrolment and the decisions: 1:1, 1:N, and over several modalities or fingers at once. */
import { z } from 'zod';
import { command } from './command.ts';
import { enrolmentPlanInput, type EnrolmentPlan } from './enrolment-plan.ts';
import { consentInput } from './people.ts';
import type {
  ComparisonReport,
  EnrolmentReport,
  FusedReport,
  IdentificationReport,
  JobStarted,
  VerificationReport,
} from './results.ts';
import { USES } from './settings.ts';
import {
  captureOfAny,
  captureOfPerson,
  displayName,
  encodedImage,
  externalId,
  fingerPosition,
  folderId,
  notes,
  relativePath,
  targetRate,
} from './values.ts';

const use = z.enum(USES).default('desk');

export const verificationCommands = {
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
      consent: consentInput.optional(),
      images: z.array(encodedImage).min(1).max(100),
      capture: captureOfPerson('dominant'),
      allowLookAlike: z.boolean().default(false),
      allowDisagreement: z.boolean().default(false),
      /** Why a warning was overridden; goes into the log. */
      overrideReason: z.string().max(500).optional(),
      /** Says what would become of it, and stores nothing. */
      dryRun: z.boolean().default(false),
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
      consent: consentInput.optional(),
      capture: captureOfPerson('dominant'),
      allowLookAlike: z.boolean().default(false),
      allowDisagreement: z.boolean().default(false),
    }),
  )<JobStarted>(),

  /** Looks through a folder; nothing is stored. */
  'enrolment.plan': command(enrolmentPlanInput)<EnrolmentPlan>(),

  'verification.verify': command(
    z.strictObject({
      externalId,
      probe: encodedImage,
      capture: captureOfPerson('dominant'),
      use,
      targetRate: targetRate.optional(),
    }),
  )<VerificationReport>(),
  /** One decision over several captures: face and finger, several fingers, several samples. */
  'verification.fuse': command(
    z.strictObject({
      externalId,
      captures: z
        .array(z.strictObject({ probe: encodedImage, capture: captureOfPerson('dominant') }))
        .min(2)
        .max(12),
      use,
      targetRate: targetRate.optional(),
    }),
  )<FusedReport>(),
  'identification.identify': command(
    z.strictObject({
      probe: encodedImage,
      capture: captureOfAny('dominant'),
      use,
      targetRate: targetRate.optional(),
      count: z.number().int().min(1).max(100).default(5),
    }),
  )<IdentificationReport>(),
} as const;
