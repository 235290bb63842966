/** What a measurement answers: everything that a screen or report draws of it. */
import type { Calibration, OperatingPoint } from '../core/decision.ts';
import type { Distance, Modality, ModelId, ProviderName, Rate } from '../core/vocabulary.ts';

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
    /** One-sided at 95 %, of false matches by person; absent in what was stored before. */
    readonly bounds?: {
      readonly falseMatchUpper: readonly number[];
      readonly falseNonMatchLower: readonly number[];
      readonly falseNonMatchUpper: readonly number[];
    };
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
