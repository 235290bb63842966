/** Measuring error rates on labelled captures, and turning them into thresholds. */
import { z } from 'zod';
import { ASSERTION_HELP, parseAssertion } from '../core/evaluation/assertions.ts';
import { command } from './command.ts';
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
import type { Calibration, OperatingPoint } from '../core/decision.ts';
import type { Distance, Modality, ModelId, ProviderName, Rate } from '../core/vocabulary.ts';

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

export interface SupportedTarget {
  readonly falseMatchRate: Rate;
  /** Rule of 30; by the rule of 3 alone; neither. */
  readonly support: 'supported' | 'rule-of-three' | 'unsupported';
  /** Non-mated comparisons that are still missing for the rule of 30. */
  readonly missingComparisons: number;
  /** Absent where no threshold keeps the target. */
  readonly point?: OperatingPoint & {
    readonly fnmrLowerBound: Rate;
    readonly fnmrUpperBound: Rate;
  };
}

/** Everything that a screen or report draws of one measurement. */
export interface EvaluationFacts {
  readonly set: string;
  readonly protocol: string;
  readonly modality: Modality;
  readonly modelId: ModelId;
  /** Hash over labels and content hashes of all captures: the data's fingerprint. */
  readonly dataSha256: string;
  readonly captures: number;
  readonly labels: number;
  readonly failuresToAcquire: number;
  /** Pairs of the protocol that an image kept from being compared; in no rate. */
  readonly failedComparisons: { readonly mated: number; readonly nonMated: number };
  readonly mated: number;
  readonly nonMated: number;
  readonly equalErrorRate: {
    readonly rate: Rate;
    readonly threshold: Distance;
    /** 95 %, by person. */
    readonly interval?: readonly [Rate, Rate];
  };
  /**
   * As the field reports it (FVC): the lowest false non-match rate at a false match rate of at most
   * 1 in 100, 1,000 and 10,000, where there are as many comparisons, and at none.
   */
  readonly lowestRates: readonly {
    readonly falseMatchRate: Rate;
    readonly threshold: Distance;
    readonly falseMatches: number;
    readonly falseNonMatches: number;
    readonly falseNonMatchRate: Rate;
  }[];
  readonly margin: {
    readonly margin: Distance;
    readonly untunedThreshold: Distance;
    readonly objective: string;
    readonly atUntuned: { readonly falseMatchRate: Rate; readonly falseNonMatchRate: Rate };
    /** Shares of the populations that lie inside the margin. */
    readonly matedInside: Rate;
    readonly nonMatedInside: Rate;
  };
  readonly targets: readonly SupportedTarget[];
  /** Counts on one grid from 0 to `end`. */
  readonly populations: {
    readonly end: Distance;
    readonly mated: readonly number[];
    readonly nonMated: readonly number[];
  };
  /** Thinned; ascending thresholds, with both rates. */
  readonly curve: {
    readonly thresholds: readonly number[];
    readonly falseMatchRates: readonly number[];
    readonly falseNonMatchRates: readonly number[];
  };
  /** Probable label errors and other doubts about the data, worst first. */
  readonly findings: readonly {
    readonly kind: string;
    readonly paths: readonly string[];
    readonly text: string;
  }[];
}

export interface EvaluationSummary {
  /** For `evaluation.report` and `calibration.save`, while the program runs. */
  readonly evaluationId: string;
  readonly facts: EvaluationFacts;
  /** In the order in which they were asked for. */
  readonly assertions: readonly AssertionResult[];
  readonly run: EvaluationRun;
}

export interface AssertionResult {
  readonly text: string;
  /** What was measured; absent where there was nothing to measure it on. */
  readonly value?: number;
  readonly holds: boolean;
}

/** What differs from run to run; in no report. */
export interface EvaluationRun {
  readonly provider: ProviderName;
  readonly lanes: number;
  readonly versions: Readonly<Record<string, string>>;
  /** Captures whose features were remembered, and those that were analysed. */
  readonly cached: number;
  readonly analysed: number;
  readonly seconds: {
    readonly acquiring: number;
    readonly comparing: number;
    readonly analysing: number;
  };
}

/** What one threshold would do: asked for while the line is being dragged. */
export interface ThresholdFacts {
  readonly threshold: Distance;
  readonly falseMatches: number;
  readonly falseMatchRate: Rate;
  readonly falseMatchUpperBound: Rate;
  readonly falseNonMatches: number;
  readonly falseNonMatchRate: Rate;
  readonly falseNonMatchLowerBound: Rate;
  readonly falseNonMatchUpperBound: Rate;
}

export interface StoredCalibration {
  readonly id: string;
  readonly name: string;
  readonly modality: Modality;
  readonly modelId: ModelId;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Of a site's own: the fingerprint of its captures. */
  readonly dataSha256?: string;
  readonly calibration: Calibration;
  /** `shipped` comes with the model; a model change makes `other-model` of a site's own. */
  readonly state: 'active' | 'inactive' | 'other-model';
  readonly origin: 'shipped' | 'site';
  /** Why it can't decide. */
  readonly notice?: string;
  readonly facts?: EvaluationFacts;
}

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
