/** What the main process and the engine's process say to each other. */
import type { EncoderScale } from '../core/decision.ts';
import type { Failure } from '../core/failure.ts';
import type { Acquisition } from '../core/sample.ts';
import type { Neighbour } from '../core/search.ts';
import type { Embedding, FaceSelection, ProviderName } from '../core/vocabulary.ts';
import type { ImageSource } from './source.ts';

export interface EngineSettings {
  /** Folder that holds `face/manifest.json`. */
  readonly modelsFolder: string;
  /** Key in the manifest's table of encoders. */
  readonly encoder: string;
  readonly provider: ProviderName | 'auto';
  /** CPU lanes; 0 for one a processor. */
  readonly lanes: number;
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
  /** Time of one golden face through all models, in milliseconds; measured by `auto` only. */
  readonly goldenMs?: number;
}

export interface EngineFacts {
  readonly scale: EncoderScale;
  readonly models: readonly ModelFacts[];
  readonly provider: ProviderName;
  readonly providers: readonly ProviderFacts[];
  readonly lanes: number;
  readonly versions: Readonly<Record<string, string>>;
}

export interface AnalyseOptions {
  readonly face: FaceSelection;
}

export type EngineRequest =
  | { readonly kind: 'open'; readonly settings: EngineSettings }
  | { readonly kind: 'analyse'; readonly source: ImageSource; readonly options: AnalyseOptions }
  /** Appends rows to the matrix of that number; the first part makes it and drops the others. */
  | {
      readonly kind: 'load-references';
      readonly matrix: number;
      readonly dimensions: number;
      readonly first: boolean;
      readonly rows: Float32Array;
    }
  | {
      readonly kind: 'search';
      readonly matrix: number;
      readonly probes: readonly Embedding[];
      readonly count: number;
    };

export interface EngineReplies {
  readonly open: EngineFacts;
  readonly analyse: Acquisition;
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
