/** What stands behind one decision, and the proof that it can be had again. */
import { z } from 'zod';
import { command } from './command.ts';
import { LINE, externalId, modality } from './values.ts';
import type {
  AttemptKind,
  AttemptOutcome,
  Attempt,
  FusionBasis,
  LookAlikeGuard,
} from '../core/attempt.ts';
import type { CalibrationOrigin, OperatingPoint } from '../core/decision.ts';
import type { FaceQuality, FingerprintQuality } from '../core/sample.ts';
import type { Distance, ModelId, Rate, TemplateId } from '../core/vocabulary.ts';

/**
 * The decision certificate: in the user interface, the command line and the log. Of a decision over
 * several captures the numbers are those of its strongest part, and `fusion` is what decided.
 */
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
    readonly origin: CalibrationOrigin;
    /** Decisions of this model are still taken by it. */
    readonly current: boolean;
    /** Why not, where it is not. */
    readonly notice?: string;
  };
  /** Of the probe. */
  readonly quality: FaceQuality | FingerprintQuality;
  /** The claim: false match rate per comparison at this threshold is at most `upperBound`. */
  readonly claim: {
    readonly support: 'measured' | 'extrapolated';
    readonly falseMatchRate: Rate;
    readonly point: OperatingPoint;
    readonly confidence: Rate;
    /** The same in a sentence, for people. */
    readonly sentence: string;
  };
  readonly guard?: LookAlikeGuard;
  readonly fusion?: FusionBasis;
  /** Of the captures that a decision over several stood on. */
  readonly parts?: readonly Certificate[];
  /** Over all of the above, so that two copies can be compared. */
  readonly sha256: string;
}

export type ReplayReport = Replayed | NotReplayable;

export interface Replayed {
  readonly outcome: 'replayed';
  readonly attemptId: string;
  readonly recorded: ReplayedNumbers;
  readonly recomputed: ReplayedNumbers;
  /** True only where every bit of the numbers is the same, and so is the outcome. */
  readonly identical: boolean;
  /** What was taken: hashes of the probe's and the reference's features. */
  readonly parts: readonly { readonly name: string; readonly sha256: string }[];
  readonly modelId: ModelId;
}

export interface ReplayedNumbers {
  readonly outcome: AttemptOutcome;
  readonly distance: Distance;
  /** Of a decision over several captures; the distance is that of its strongest part. */
  readonly fusedRate?: Rate;
}

/** Something of what was compared is gone: by retention, by erasure, by a new model. */
export interface NotReplayable {
  readonly outcome: 'not-replayable';
  readonly attemptId: string;
  readonly missing: readonly {
    readonly part: 'probe' | 'reference' | 'model' | 'calibration' | 'record';
    readonly text: string;
  }[];
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
      offset: z.number().int().min(0).default(0),
      /** Only what came before this attempt: the last one of the page before. */
      before: LINE.optional(),
    }),
  )<{ readonly total: number; readonly entries: readonly ActivityEntry[] }>(),
  'attempts.export': command(
    z.strictObject({ ...attemptFilter, format: z.enum(['csv', 'json']) }),
  )<{
    readonly text: string;
  }>(),
  'attempts.show': command(z.strictObject({ attemptId: LINE }))<ActivityEntry>(),
  /** Of attempts that compared something; others are `not-found`. */
  'attempts.certificate': command(z.strictObject({ attemptId: LINE }))<Certificate>(),
  'attempts.replay': command(z.strictObject({ attemptId: LINE }))<ReplayReport>(),
} as const;
