/** Measuring error rates on labelled captures, and turning them into thresholds. */
import { z } from 'zod';
import { ASSERTION_HELP, parseAssertion } from '../core/evaluation/assertions.ts';
import { command } from './command.ts';
import type { StoredCalibration, ThresholdFacts } from './evaluation-facts.ts';
import type { JobStarted } from './results.ts';
import {
  LINE,
  captureOfAny,
  claimRule,
  folderId,
  manifestText,
  modality,
  relativePath,
} from './values.ts';

/** A field of a pattern, or a column of a manifest. */
const fieldName = z.string().regex(/^[\p{L}\p{N}_-]{1,50}$/u);

const assertion = z
  .string()
  .max(200)
  .refine((text) => parseAssertion(text) !== undefined, { message: ASSERTION_HELP });

/** What is compared with what. */
const protocol = z.discriminatedUnion('kind', [
  /** Every capture with every other one. */
  z.strictObject({
    kind: z.literal('all-pairs'),
    rule: claimRule,
    manifest: manifestText.optional(),
  }),
  /**
   * FVC: mated, every impression with every other of its finger; non-mated, the first impression
   * of every finger with the first of every other.
   */
  z.strictObject({ kind: z.literal('fvc'), rule: claimRule, manifest: manifestText.optional() }),
  z.strictObject({
    kind: z.literal('pairs'),
    pairs: z
      .array(z.strictObject({ probe: relativePath, reference: relativePath, mated: z.boolean() }))
      .min(1),
  }),
]);

export type * from './evaluation-facts.ts';

const evaluationId = z.string().regex(/^evaluation-\d+$/);

export const evaluationCommands = {
  'evaluation.start': command(
    z.strictObject({
      folder: folderId,
      /** How reports call the data. */
      set: LINE.min(1),
      protocol,
      capture: captureOfAny('main'),
      /** Remembers features by content and model, on this machine. */
      cache: z.boolean().default(true),
      /** Fields of the pattern or columns of the manifest whose values are told by themselves. */
      slices: z.array(fieldName).max(8).default([]),
      /** Also told: what enrolling so many captures of each label gives. */
      samples: z.number().int().min(2).max(20).optional(),
      /**
       * A second set, whose labels are taken for those of the first in sorted order: chimeric
       * subjects, of whom both parts are fused.
       */
      fusedWith: z
        .strictObject({ folder: folderId, protocol, capture: captureOfAny('main') })
        .optional(),
      assertions: z.array(assertion).max(50).default([]),
    }),
  )<JobStarted>(),
  'evaluation.at': command(
    z.strictObject({ evaluationId, threshold: z.number().min(0).max(2) }),
  )<ThresholdFacts>(),
  /** Of `csv` the operating points; `thumbnails` puts captures into the HTML. */
  'evaluation.report': command(
    z.strictObject({
      evaluationId,
      format: z.enum(['json', 'csv', 'html']),
      thumbnails: z.boolean().default(false),
    }),
  )<{ readonly text: string }>(),
  /** Rows of the CSV of all comparisons, its heading before the first. */
  'evaluation.comparisons': command(
    z.strictObject({
      evaluationId,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(100_000),
    }),
  )<{ readonly text: string; readonly rows: number; readonly total: number }>(),
  /** Forgets the features of all evaluations: they are biometric data. */
  'evaluation.clearCache': command(z.strictObject({}))<{
    readonly entries: number;
    readonly bytes: number;
  }>(),

  /** The shipped ones and the site's own. */
  'calibration.list': command(z.strictObject({ modality: modality.optional() }))<
    readonly StoredCalibration[]
  >(),
  /** Makes it the active one of its modality. */
  'calibration.save': command(
    z.strictObject({
      evaluationId,
      name: LINE.min(1),
      /** Targets beyond what the data support are left out; true also takes the rule of 3. */
      ruleOfThree: z.boolean().default(false),
    }),
  )<StoredCalibration>(),
  'calibration.activate': command(z.strictObject({ id: LINE.min(1) }))<StoredCalibration>(),
  /** The active one of a site makes way for the shipped one. */
  'calibration.remove': command(z.strictObject({ id: LINE.min(1) }))<null>(),
} as const;
