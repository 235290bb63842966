import type { Failure } from '../../core/failure.ts';
import type { RgbImage } from '../../core/image.ts';
import type { FaceSelection, Modality, ProviderName } from '../../core/vocabulary.ts';
import type { FaceAnalysis } from '../face/analyse.ts';
import type { FingerprintAnalysis, PrintResolution } from '../fingerprint/analyse.ts';
import type { FingerprintManifest } from '../fingerprint/manifest.ts';
import type { FaceEncoder, FaceManifest } from '../manifest.ts';
import type { GoldenOptions, GoldenRun } from './golden.ts';

/** Of the modalities that are described; read and checked by the process. */
export interface DescribedModels {
  readonly face?: { readonly manifest: FaceManifest; readonly encoder: FaceEncoder };
  readonly fingerprint?: { readonly manifest: FingerprintManifest };
}

export interface LaneSettings {
  readonly modelsFolder: string;
  /** A lane starts sooner without the validator. */
  readonly models: DescribedModels;
  readonly provider: ProviderName;
  /** Whose models are opened at once; those of others when the first image of theirs comes. */
  readonly first: Modality;
}

export type LaneRequest =
  | { readonly kind: 'face'; readonly image: RgbImage; readonly selection: FaceSelection }
  | { readonly kind: 'fingerprint'; readonly image: RgbImage; readonly resolution: PrintResolution }
  | ({ readonly kind: 'golden' } & GoldenOptions)
  | { readonly kind: 'close' };

export type LaneJob = LaneRequest & { readonly id: number };

export interface LaneReplies {
  readonly face: FaceAnalysis;
  readonly fingerprint: FingerprintAnalysis;
  readonly golden: GoldenRun;
  readonly close: null;
}

export type LaneReply =
  | { readonly id: number; readonly value: LaneReplies[LaneRequest['kind']] }
  | { readonly id: number; readonly failure: Failure };
