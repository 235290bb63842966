import type { Failure } from '../../core/failure.ts';
import type { RgbImage } from '../../core/image.ts';
import type { FaceSelection, ProviderName } from '../../core/vocabulary.ts';
import type { FaceEncoder, FaceManifest } from '../manifest.ts';
import type { FaceAnalysis } from '../face/analyse.ts';
import type { GoldenOptions, GoldenRun } from './golden.ts';

export interface LaneSettings {
  readonly modelsFolder: string;
  /** Read and checked by the process: a lane starts sooner without the validator. */
  readonly manifest: FaceManifest;
  readonly encoder: FaceEncoder;
  readonly provider: ProviderName;
}

export type LaneRequest =
  | { readonly kind: 'analyse'; readonly image: RgbImage; readonly selection: FaceSelection }
  | ({ readonly kind: 'golden' } & GoldenOptions)
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
