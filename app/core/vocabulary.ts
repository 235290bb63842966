/**
 * The words of this product as types. ISO/IEC 2382-37 (biometric vocabulary) and 19795-1
 * (performance testing) name the concepts; a brand keeps two numbers of different meaning apart.
 */

export type Modality = 'face' | 'fingerprint';

export const MODALITIES = ['face', 'fingerprint'] as const satisfies readonly Modality[];

export type PersonId = string & { readonly __id: 'person' };
export type TemplateId = string & { readonly __id: 'template' };
export type AttemptId = string & { readonly __id: 'attempt' };
export type AuditId = string & { readonly __id: 'audit' };

/** Names one embedding space: encoder, version and a hash of its weights and preprocessing. */
export type ModelId = string & { readonly __id: 'model' };

/** 64 lower-case hex digits. */
export type Sha256 = string & { readonly __hash: 'sha256' };

/**
 * How far two samples of one model are apart: [0, 2]. Smaller is closer. Of faces it is the
 * Euclidean distance of their unit embeddings, of fingerprints the mean over their anchors'.
 */
export type Distance = number & { readonly __unit: 'distance' };

/** A rate of events among comparisons or transactions: [0, 1]. */
export type Rate = number & { readonly __unit: 'rate' };

/** Unit length, float32. Only embeddings of the same {@link ModelId} may be compared. */
export type Embedding = Float32Array & { readonly __unit: 'embedding' };

/**
 * The anchors of a fingerprint (minutiae, each with the embedding of its surroundings), packed as
 * fingerprint/anchor-template.ts says. Only templates of the same {@link ModelId} may be compared.
 */
export type AnchorTemplate = Uint8Array & { readonly __unit: 'anchor-template' };

/** What an encoder makes of a sample, and all that is ever compared: one kind a modality. */
export type Features = Embedding | AnchorTemplate;

/** What was computed on: `cpu`, or the execution provider of the one GPU lane. */
export type ProviderName = 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

export const PROVIDER_NAMES: readonly ProviderName[] = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'];

/** A point in pixels; x to the right, y down, (0, 0) the centre of the first pixel. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Which face of an image is the capture subject.
 * `dominant` is `main` where one face clearly dominates, and a refusal where none does.
 */
export type FaceSelection = 'dominant' | 'main' | 'largest' | 'only' | { readonly index: number };

/** Finger position by ISO/IEC 19794-4; finger.ts has the names. */
export type FingerPosition = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** Why no usable sample came out of a source: a closed list, each with its numbers. */
export type AcquisitionProblem =
  | 'file-not-found'
  | 'file-unreadable'
  | 'not-a-file'
  | 'directory-loop'
  | 'empty-file'
  | 'file-too-large'
  | 'unsupported-format'
  | 'damaged-image'
  | 'too-many-pixels'
  | 'too-few-pixels'
  | 'took-too-long'
  | 'decoder-crashed'
  | 'no-face'
  | 'several-faces'
  | 'no-such-face'
  | 'face-too-small'
  | 'too-blurred'
  | 'too-dark'
  | 'too-bright'
  | 'low-contrast'
  | 'cut-off'
  | 'extreme-pose'
  | 'no-finger'
  | 'finger-too-small'
  | 'too-few-anchors'
  | 'too-dry'
  | 'too-wet'
  | 'unclear-ridges'
  | 'wrong-resolution';

export interface AcquisitionReason {
  readonly problem: AcquisitionProblem;
  /** What was measured, in `unit`. */
  readonly measured?: number;
  /** What it had to reach or stay under, in `unit`. */
  readonly limit?: number;
  readonly unit?: string;
  /** A short technical addition, free of names and paths. */
  readonly detail?: string;
}
