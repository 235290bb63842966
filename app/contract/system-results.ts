/** What the commands answer of the program itself: its engine and its store. */
import type { EncoderScale } from '../core/decision.ts';
import type { Failure } from '../core/failure.ts';
import type { Modality, ModelId, ProviderName } from '../core/vocabulary.ts';

/** The models of a modality, every file checked; or why they can't be used. */
export type ModelsReport =
  | {
      readonly modality: Modality;
      readonly scale: EncoderScale;
      readonly models: readonly {
        readonly name: string;
        readonly file: string;
        readonly sha256: string;
        readonly bytes: number;
        readonly licence: string;
      }[];
    }
  | { readonly modality: Modality; readonly failure: Failure };

export interface EngineReport {
  /** One for each modality, in the order of MODALITIES. */
  readonly modalities: readonly ModelsReport[];
  readonly provider: ProviderName;
  readonly providers: readonly {
    readonly name: ProviderName;
    readonly state: 'used' | 'proven' | 'refused' | 'not tried';
    readonly reason?: string;
    readonly drift?: number;
    readonly goldenMs?: number;
  }[];
  readonly lanes: number;
  readonly versions: Readonly<Record<string, string>>;
}

export interface StoreReport {
  readonly path: string;
  readonly schemaVersion: number;
  readonly bytes: number;
  readonly people: number;
  readonly templatesByModel: readonly {
    readonly modality: Modality;
    readonly modelId: ModelId;
    readonly templates: number;
  }[];
  readonly journalMode: string;
  readonly synchronous: string;
  readonly integrity: string;
}
