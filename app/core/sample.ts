import type {
  AcquisitionReason,
  AnchorTemplate,
  Box,
  Embedding,
  FaceSelection,
  FingerPosition,
  ModelId,
  Point,
  ProviderName,
  Sha256,
} from './vocabulary.ts';

/** What is known of captures before they are analysed; the modality decides what can be. */
export type CaptureOptions =
  | { readonly modality: 'face'; readonly face: FaceSelection }
  | {
      readonly modality: 'fingerprint';
      /** Pixels per inch; wins over what the file says. */
      readonly dpi?: number;
      readonly finger?: FingerPosition;
    };

export type ImageFormat =
  'jpeg' | 'png' | 'webp' | 'tiff' | 'gif' | 'bmp' | 'pnm' | 'wsq' | 'jpeg2000';

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

/** What was measured on a print; limits are in parameters.ts. */
export interface FingerprintQuality {
  /** Of the finger's imprint, in square millimetres at {@link dpi}. */
  readonly areaMm2: number;
  /** Mean clarity of the ridges inside the imprint, 0..1. */
  readonly clarity: number;
  /** How many anchors were found. */
  readonly anchors: number;
  /** Standard deviation of the grey inside the imprint, 0..127.5. */
  readonly contrast: number;
  /** Mean grey inside the imprint, 0..255; 0 is black. */
  readonly darkness: number;
  /** 0..1: how far ridges are broken into dots. */
  readonly dryness: number;
  /** 0..1: how far ridges run together. */
  readonly wetness: number;
  /** Share of the imprint's outline that lies on the border of the image, 0..1. */
  readonly cutOffShare: number;
  /** From ridge to ridge, in millimetres at {@link dpi}. */
  readonly ridgePeriodMm: number;
  /** Pixels per inch that the print was read at. */
  readonly dpi: number;
  /** 1 where ridges were light on dark and the image was inverted, else 0. */
  readonly inverted: 0 | 1;
}

export type Quality = FaceQuality | FingerprintQuality;

/** Where the resolution of a print comes from. */
export interface ResolutionFacts {
  /** Pixels per inch, as used. */
  readonly dpi: number;
  readonly origin: 'given' | 'file' | 'assumed';
  /** What the file itself says, plausible or not. */
  readonly fileDpi?: number;
}

interface SampleFacts {
  readonly source: SourceFacts;
  readonly modelId: ModelId;
  readonly provider: ProviderName;
}

export interface FaceSample extends SampleFacts {
  readonly modality: 'face';
  /** How many faces were found. */
  readonly faces: number;
  /** Index of the chosen face, in order of prominence. */
  readonly face: number;
  /** In pixels of the upright image, as the landmarks are. */
  readonly box: Box;
  /** Eyes, nose, mouth corners; left as seen in the image first. */
  readonly landmarks: readonly Point[];
  readonly quality: FaceQuality;
  readonly features: Embedding;
}

export interface FingerprintSample extends SampleFacts {
  readonly modality: 'fingerprint';
  /** As said by whoever captured it; 0 where nothing was said. */
  readonly finger: FingerPosition;
  readonly resolution: ResolutionFacts;
  readonly quality: FingerprintQuality;
  readonly features: AnchorTemplate;
}

/** A usable capture: what is left of an image once it has been analysed. */
export type Sample = FaceSample | FingerprintSample;

interface FailureFacts {
  readonly outcome: 'failure-to-acquire';
  readonly reasons: readonly AcquisitionReason[];
  /** Absent where the source could not be decoded. */
  readonly source?: SourceFacts;
  /** What was found, as far as it got: a face's landmarks, or the anchors of a print. */
  readonly points?: readonly Point[];
}

export type FailureToAcquire =
  | (FailureFacts & {
      readonly modality: 'face';
      /** Absent where the source could not be decoded. */
      readonly faces?: number;
      /** Absent where no face could be measured. */
      readonly quality?: FaceQuality;
      readonly box?: Box;
    })
  | (FailureFacts & {
      readonly modality: 'fingerprint';
      /** Absent where no finger could be measured. */
      readonly quality?: FingerprintQuality;
    });

/** Acquisition is an outcome, not an exception: a failure to acquire is counted. */
export type Acquisition =
  { readonly outcome: 'acquired'; readonly sample: Sample } | FailureToAcquire;
