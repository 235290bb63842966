import type {
  AcquisitionReason,
  Box,
  Embedding,
  Modality,
  ModelId,
  Point,
  ProviderName,
  Sha256,
} from './vocabulary.ts';

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'tiff' | 'gif' | 'bmp';

/** What is known of the encoded image; the image itself is never kept. */
export interface SourceFacts {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly format: ImageFormat;
  /** After orientation by EXIF, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** What was measured on the chosen face; limits are in parameters.ts. */
export interface FaceQuality {
  /** Between the eye centres, in pixels of the decoded image. */
  readonly interEyeDistancePx: number;
  /** Ratio of fine detail to contrast inside the face; see quality.ts. */
  readonly sharpness: number;
  /** Mean luminance of the face, 0..255. */
  readonly brightness: number;
  /** Standard deviation of the luminance of the face, 0..127.5. */
  readonly contrast: number;
  /** Share of face points that lie outside the image, 0..1. */
  readonly outsideShare: number;
  /** Head turned left or right, in degrees; 0 is frontal. */
  readonly yawDeg: number;
  /** Head raised or lowered, in degrees; 0 is frontal. */
  readonly pitchDeg: number;
  /** Head tilted in the image plane, in degrees; removed by the alignment. */
  readonly rollDeg: number;
  /** Of the detector, 0..1. */
  readonly detectionConfidence: number;
  /** Of the landmark model that a face is there, 0..1. */
  readonly landmarkConfidence: number;
}

/** A usable capture: what is left of an image once it has been analysed. */
export interface Sample {
  readonly modality: Modality;
  readonly source: SourceFacts;
  /** How many faces were found. */
  readonly faces: number;
  /** Index of the chosen face, in order of prominence. */
  readonly face: number;
  readonly box: Box;
  /** Eyes, nose, mouth corners; left as seen in the image first. */
  readonly landmarks: readonly Point[];
  readonly quality: FaceQuality;
  readonly embedding: Embedding;
  readonly modelId: ModelId;
  readonly provider: ProviderName;
}

/** Acquisition is an outcome, not an exception: a failure to acquire is counted. */
export type Acquisition =
  | { readonly outcome: 'acquired'; readonly sample: Sample }
  | {
      readonly outcome: 'failure-to-acquire';
      readonly reasons: readonly AcquisitionReason[];
      /** Absent where the source could not be decoded. */
      readonly source?: SourceFacts;
      /** Absent where the source could not be decoded. */
      readonly faces?: number;
      /** Absent where no face could be measured. */
      readonly quality?: FaceQuality;
    };
