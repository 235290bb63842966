/** What an evaluation and its threads say to each other. */
import type { AnchorComparison } from '../../core/fingerprint/comparison-rules.ts';
import type { Failure } from '../../core/failure.ts';
import type { FingerprintReferences } from '../../core/features.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import type { ReferenceMatrix } from '../../core/search.ts';
import type { Analysis, AnalysisInput } from './analysis.ts';
import type { FusionAnalysis, FusionInput } from './fusion.ts';
import type { Pairs } from '../../core/evaluation/pairs.ts';

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
  | { readonly kind: 'analyse'; readonly input: AnalysisInput }
  | { readonly kind: 'fuse'; readonly input: FusionInput };

export interface ThreadReplies {
  readonly prints: null;
  readonly 'compare-prints': Float64Array<ArrayBuffer>;
  readonly 'compare-faces': Float64Array<ArrayBuffer>;
  readonly analyse: {
    readonly analysis: Analysis;
    readonly populations: Populations;
    readonly distances: Float64Array;
  };
  readonly fuse: FusionAnalysis;
}

export type ThreadKind = ThreadRequest['kind'];

export type ThreadReply =
  { readonly value: ThreadReplies[ThreadKind] } | { readonly failure: Failure };
