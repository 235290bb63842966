/** What the main process and the engine's process say to each other. */
import type { FaceScale, FingerprintScale } from '../core/decision.ts';
import type { Failure } from '../core/failure.ts';
import type { ReferenceSet } from '../core/features.ts';
import type { Acquisition, CaptureOptions } from '../core/sample.ts';
import type { Neighbour } from '../core/search.ts';
import type { AcquisitionReason, Features, Modality, ProviderName } from '../core/vocabulary.ts';
import type { ImageSource } from './source.ts';

export interface EngineSettings {
  /** Folder that holds `face/manifest.json` and `fingerprint/manifest.json`. */
  readonly modelsFolder: string;
  /** Key in the face manifest's table of encoders. */
  readonly encoder: string;
  readonly provider: ProviderName | 'auto';
  /** CPU lanes; 0 for one a processor. */
  readonly lanes: number;
  /** Whose models are opened while the decoders load; faces' where nothing is said. */
  readonly first?: Modality;
  /** Providers that are not to be tried, and why: they crashed before. */
  readonly excluded: Readonly<Partial<Record<ProviderName, string>>>;
}

export interface ModelFacts {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly licence: string;
}

export interface ProviderFacts {
  readonly name: ProviderName;
  readonly state: 'used' | 'proven' | 'refused' | 'not tried';
  /** Why it is not used. */
  readonly reason?: string;
  /** Largest difference to the CPU's golden embeddings. */
  readonly drift?: number;
  /** Time of fixed inputs through all models, in milliseconds; measured by `auto` only. */
  readonly goldenMs?: number;
}

/** Of the modalities whose manifest is there; whether the weights are is another question. */
export interface Scales {
  readonly face?: FaceScale;
  readonly fingerprint?: FingerprintScale;
}

export interface EngineFacts {
  readonly scales: Scales;
  readonly provider: ProviderName;
  readonly providers: readonly ProviderFacts[];
  readonly lanes: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** Upright; or why there is none. */
export type Preview =
  | {
      readonly outcome: 'shown';
      readonly bytes: Uint8Array;
      readonly type: 'image/jpeg';
      readonly width: number;
      readonly height: number;
    }
  | { readonly outcome: 'failure-to-acquire'; readonly reasons: readonly AcquisitionReason[] };

/** A modality's models are opened at the first image of it. */
export type AnalyseOptions = CaptureOptions;

export type EngineRequest =
  | { readonly kind: 'open'; readonly settings: EngineSettings }
  /** Reads and checks every model file of a modality. */
  | { readonly kind: 'check-models'; readonly modality: Modality }
  | { readonly kind: 'analyse'; readonly source: ImageSource; readonly options: AnalyseOptions }
  /** Any image that is read here, as one that any browser shows. */
  | { readonly kind: 'preview'; readonly source: ImageSource; readonly maxSide: number }
  /** Appends rows to the references of that number; the first part drops the others. */
  | {
      readonly kind: 'load-references';
      readonly set: number;
      readonly first: boolean;
      readonly part: ReferenceSet;
    }
  /** Of fingerprints the distances are exact, as `compareFeatures` would give them. */
  | {
      readonly kind: 'search';
      readonly set: number;
      readonly probes: readonly Features[];
      readonly count: number;
    };

export interface EngineReplies {
  readonly open: EngineFacts;
  readonly 'check-models': readonly ModelFacts[];
  readonly analyse: Acquisition;
  readonly preview: Preview;
  readonly 'load-references': null;
  readonly search: readonly (readonly Neighbour[])[];
}

export type RequestKind = EngineRequest['kind'];

export interface RequestMessage {
  readonly id: number;
  readonly request: EngineRequest;
}

export type ReplyMessage =
  | { readonly id: number; readonly value: EngineReplies[RequestKind] }
  | { readonly id: number; readonly failure: Failure };
