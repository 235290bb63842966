import type { Failure } from '../../core/failure.ts';
import type { RgbImage } from '../../core/image.ts';
import type { FaceSelection, ProviderName } from '../../core/vocabulary.ts';
import type { FaceAnalysis } from '../face/analyse.ts';
import type { GoldenRun } from './golden.ts';

export interface LaneSettings {
  readonly modelsFolder: string;
  readonly encoder: string;
  readonly provider: ProviderName;
}

export type LaneRequest =
  | { readonly kind: 'analyse'; readonly image: RgbImage; readonly selection: FaceSelection }
  /** Software adapters take minutes over what the CPU does at once: not worth proving unasked. */
  | { readonly kind: 'golden'; readonly refuseSoftware: boolean }
  | { readonly kind: 'close' };

export type LaneJob = LaneRequest & { readonly id: number };

export interface LaneReplies {
  readonly analyse: FaceAnalysis;
  readonly golden: GoldenRun;
  readonly close: null;
}

export type LaneReply =
  | { readonly id: number; readonly value: LaneReplies[LaneRequest['kind']] }
  | { readonly id: number; readonly failure: Failure };
