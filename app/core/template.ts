import type { FaceQuality } from './sample.ts';
import type {
  Embedding,
  Modality,
  ModelId,
  PersonId,
  ProviderName,
  Sha256,
  TemplateId,
} from './vocabulary.ts';

/** A stored reference of a person, in one model's embedding space. */
export interface Template {
  readonly id: TemplateId;
  readonly personId: PersonId;
  readonly modality: Modality;
  readonly modelId: ModelId;
  readonly embedding: Embedding;
  readonly quality: FaceQuality;
  readonly sourceSha256: Sha256;
  readonly provider: ProviderName;
  /** ISO 8601, UTC. */
  readonly enrolledAt: string;
}

export interface Person {
  readonly id: PersonId;
  /** The operator's own key for the person; unique in a store. */
  readonly externalId: string;
  readonly displayName: string;
  readonly notes: string;
  /** ISO 8601, UTC. */
  readonly enrolledAt: string;
}
