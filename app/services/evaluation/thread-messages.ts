/** What an evaluation and its threads say to each other. */
import type { AnchorComparison } from '../../core/fingerprint/comparison-rules.ts';
import type { Failure } from '../../core/failure.ts';
import type { FingerprintReferences } from '../../core/features.ts';
import type { BootstrapIntervals } from '../../core/evaluation/bootstrap.ts';
import type { MeasuredPairs } from '../../core/evaluation/bootstrap-sample.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import type { ReferenceMatrix } from '../../core/search.ts';
import type { Analysis, AnalysisInput } from './analysis.ts';
import type { Distance } from '../../core/vocabulary.ts';
import type { FusionAnalysis, FusionInput } from './fusion.ts';
import type { CountedDistances } from './split.ts';
import type { Pairs } from '../../core/evaluation/pairs.ts';

/** Arrays of millions of numbers lie in memory that threads share: nothing is copied. */
export type ThreadRequest =
  /** Keeps prints for the requests that follow. */
  | {
      readonly kind: 'prints';
      readonly prints: FingerprintReferences;
      readonly comparison: AnchorComparison;
    }
  | {
      readonly kind: 'compare-prints';
      readonly probes: Uint32Array;
      readonly references: Uint32Array;
    }
  | { readonly kind: 'compare-faces'; readonly faces: ReferenceMatrix; readonly pairs: Pairs }
  | { readonly kind: 'split'; readonly input: CountedDistances }
  | { readonly kind: 'analyse'; readonly input: AnalysisInput }
  | {
      readonly kind: 'bootstrap';
      readonly input: MeasuredPairs;
      readonly thresholds: readonly Distance[];
    }
  | { readonly kind: 'fuse'; readonly input: FusionInput };

export interface ThreadReplies {
  readonly prints: null;
  readonly 'compare-prints': Float64Array;
  readonly 'compare-faces': Float64Array;
  readonly split: Populations;
  readonly analyse: Analysis;
  readonly bootstrap: BootstrapIntervals | undefined;
  readonly fuse: FusionAnalysis;
}

export type ThreadKind = ThreadRequest['kind'];

export type ThreadReply =
  { readonly value: ThreadReplies[ThreadKind] } | { readonly failure: Failure };
