import type { FaceQuality, FingerprintQuality } from './sample.ts';
import type {
  AnchorTemplate,
  Embedding,
  FingerPosition,
  ModelId,
  PersonId,
  ProviderName,
  Sha256,
  TemplateId,
} from './vocabulary.ts';

interface TemplateFacts {
  readonly id: TemplateId;
  readonly personId: PersonId;
  readonly modelId: ModelId;
  readonly sourceSha256: Sha256;
  readonly provider: ProviderName;
  /** ISO 8601, UTC. */
  readonly enrolledAt: string;
}

export interface FaceTemplate extends TemplateFacts {
  readonly modality: 'face';
  readonly features: Embedding;
  readonly quality: FaceQuality;
}

export interface FingerprintTemplate extends TemplateFacts {
  readonly modality: 'fingerprint';
  readonly finger: FingerPosition;
  readonly features: AnchorTemplate;
  readonly quality: FingerprintQuality;
}

/** A stored reference of a person, comparable within one model only. */
export type Template = FaceTemplate | FingerprintTemplate;

export interface Person {
  readonly id: PersonId;
  /** The operator's own key for the person; unique in a store. */
  readonly externalId: string;
  readonly displayName: string;
  readonly notes: string;
  /** ISO 8601, UTC. */
  readonly enrolledAt: string;
}
