/** What stands behind one decision, and the proof that it can be had again. */
import { z } from 'zod';
import { command } from './command.ts';
import { LINE, externalId, modality } from './values.ts';
import type { AttemptKind, AttemptOutcome, Attempt } from '../core/attempt.ts';
import type { OperatingPoint } from '../core/decision.ts';
import type { Distance, ModelId, Rate, TemplateId } from '../core/vocabulary.ts';

/** The decision certificate: in the user interface, the command line and the log. */
export interface Certificate {
  readonly attempt: Attempt;
  /** Absent once the person was erased. */
  readonly person?: { readonly externalId: string; readonly displayName: string };
  readonly modelId: ModelId;
  readonly distance: Distance;
  readonly threshold: Distance;
  /** The looser end of an undecided band. */
  readonly undecidedThreshold?: Distance;
  readonly margin: Distance;
  readonly untunedThreshold: Distance;
  readonly references: number;
  readonly templateId?: TemplateId;
  readonly calibration: {
    readonly id: string;
    readonly set: string;
    readonly protocol: string;
    /** Measured with this very model. */
    readonly current: boolean;
  };
  /** The claim: false match rate per comparison at this threshold is at most `upperBound`. */
  readonly claim: {
    readonly support: 'measured' | 'extrapolated';
    readonly falseMatchRate: Rate;
    readonly point: OperatingPoint;
    readonly confidence: Rate;
  };
  /** Over all of the above, so that two copies can be compared. */
  readonly sha256: string;
}

export interface ReplayReport {
  readonly attemptId: string;
  readonly recorded: { readonly distance: Distance; readonly outcome: AttemptOutcome };
  readonly recomputed: { readonly distance: Distance; readonly outcome: AttemptOutcome };
  /** True only where every bit of the distance is the same, and so is the outcome. */
  readonly identical: boolean;
  /** What was taken: hashes of the probe's and the reference's features, and the model. */
  readonly parts: readonly { readonly name: string; readonly sha256: string }[];
}

const isoDate = z.iso.datetime({ offset: true });

const attemptFilter = {
  externalId: externalId.optional(),
  kind: z.enum(['enrolment', 'verification', 'identification'] satisfies AttemptKind[]).optional(),
  outcome: z
    .enum([
      'enrolled',
      'failure-to-enrol',
      'match',
      'non-match',
      'undecided',
      'no-reference',
      'failure-to-acquire',
    ] satisfies AttemptOutcome[])
    .optional(),
  modality: modality.optional(),
  use: z.enum(['desk', 'kiosk', 'audit']).optional(),
  from: isoDate.optional(),
  until: isoDate.optional(),
};

/** One line of the activity: the attempt, with the name of whom it was about. */
export interface ActivityEntry {
  readonly attempt: Attempt;
  readonly person?: { readonly externalId: string; readonly displayName: string };
}

export const activityCommands = {
  'attempts.list': command(
    z.strictObject({
      ...attemptFilter,
      limit: z.number().int().min(1).max(1000).default(50),
      /** Only what came before this attempt: the last one of the page before. */
      before: LINE.optional(),
    }),
  )<{ readonly total: number; readonly entries: readonly ActivityEntry[] }>(),
  'attempts.export': command(
    z.strictObject({ ...attemptFilter, format: z.enum(['csv', 'json']) }),
  )<{
    readonly text: string;
  }>(),
  /** Of attempts that compared something; others are `not-found`. */
  'attempts.certificate': command(z.strictObject({ attemptId: LINE }))<Certificate>(),
  'attempts.replay': command(z.strictObject({ attemptId: LINE }))<ReplayReport>(),
} as const;
