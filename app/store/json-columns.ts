import type { AuditSettings, ClaimRule } from '../core/audit.ts';
import { AppError } from '../core/failure.ts';
import type { FaceQuality, FingerprintQuality } from '../core/sample.ts';
import type {
  AcquisitionProblem,
  AcquisitionReason,
  Modality,
  Rate,
  Sha256,
} from '../core/vocabulary.ts';
import { MODALITIES } from '../core/vocabulary.ts';
import { canonicalJson } from './canonical-json.ts';
import { isDistance, isFiniteNumber, isModelId, isRate, isSha256, isText } from './checks.ts';
import { unusable } from './unusable.ts';

export type Is<T> = (value: unknown) => value is T;

/** The only way in for JSON: what is not of the expected shape is refused, never guessed at. */
export function readJson<T>(text: string, is: Is<T>, where: string): T {
  const value = parse(text);
  if (is(value)) return value;
  throw unusable(`readable ${where}`, 'a damaged entry', 'restore the store from a backup');
}

/** The only way out: what could not be read back is refused before it is stored. */
export function writeJson<T>(value: T, is: Is<T>, where: string): string {
  if (is(value)) return canonicalJson(value);
  throw new AppError(
    'bad-input',
    `Expected complete ${where} with finite numbers but received others; correct the caller.`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A record, so that a problem added to the vocabulary is a compile error here. */
const PROBLEMS: Readonly<Record<AcquisitionProblem, true>> = {
  'file-not-found': true,
  'file-unreadable': true,
  'not-a-file': true,
  'directory-loop': true,
  'empty-file': true,
  'file-too-large': true,
  'unsupported-format': true,
  'damaged-image': true,
  'too-many-pixels': true,
  'too-few-pixels': true,
  'took-too-long': true,
  'decoder-crashed': true,
  'no-face': true,
  'several-faces': true,
  'no-such-face': true,
  'face-too-small': true,
  'too-blurred': true,
  'too-dark': true,
  'too-bright': true,
  'low-contrast': true,
  'cut-off': true,
  'extreme-pose': true,
  'no-finger': true,
  'finger-too-small': true,
  'too-few-anchors': true,
  'too-dry': true,
  'too-wet': true,
  'unclear-ridges': true,
  'wrong-resolution': true,
};

const FACE_QUALITY_FIELDS: Readonly<Record<keyof FaceQuality, true>> = {
  interEyeDistancePx: true,
  sharpness: true,
  brightness: true,
  contrast: true,
  outsideShare: true,
  yawDeg: true,
  pitchDeg: true,
  rollDeg: true,
  detectionConfidence: true,
  landmarkConfidence: true,
};

const FINGERPRINT_QUALITY_FIELDS: Readonly<Record<keyof FingerprintQuality, true>> = {
  areaMm2: true,
  clarity: true,
  anchors: true,
  contrast: true,
  darkness: true,
  dryness: true,
  wetness: true,
  cutOffShare: true,
  ridgePeriodMm: true,
  dpi: true,
  inverted: true,
};

export function isReason(value: unknown): value is AcquisitionReason {
  return (
    isFields(value) &&
    isText(value['problem']) &&
    Object.hasOwn(PROBLEMS, value['problem']) &&
    isOptional(value['measured'], isFiniteNumber) &&
    isOptional(value['limit'], isFiniteNumber) &&
    isOptional(value['unit'], isText) &&
    isOptional(value['detail'], isText)
  );
}

export function areReasons(value: unknown): value is readonly AcquisitionReason[] {
  return Array.isArray(value) && value.every(isReason);
}

export function isFaceQuality(value: unknown): value is FaceQuality {
  return areNumbers(value, FACE_QUALITY_FIELDS);
}

export function isFingerprintQuality(value: unknown): value is FingerprintQuality {
  return (
    areNumbers(value, FINGERPRINT_QUALITY_FIELDS) &&
    (value['inverted'] === 0 || value['inverted'] === 1)
  );
}

function areNumbers(value: unknown, fields: object): value is Readonly<Record<string, number>> {
  return isFields(value) && Object.keys(fields).every((field) => isFiniteNumber(value[field]));
}

/** One check for each field: a field added to the settings is a compile error here. */
const SETTINGS_FIELDS: {
  readonly [Field in keyof Required<AuditSettings>]: Is<AuditSettings[Field]>;
} = {
  rule: isRule,
  manifestSha256: (value): value is Sha256 | undefined => isOptional(value, isSha256),
  planSha256: isSha256,
  modality: isModality,
  face: (value): value is string | undefined => isOptional(value, isText),
  dpi: (value): value is number | undefined => isOptional(value, isFiniteNumber),
  modelId: isModelId,
  provider: isText,
  targetRate: (value): value is Rate | undefined => isOptional(value, isRate),
  verificationThreshold: isDistance,
  identificationRate: isRate,
  identificationThreshold: isDistance,
  duplicateThreshold: isDistance,
  gallerySha256: isSha256,
};

export function areSettings(value: unknown): value is AuditSettings {
  return (
    isFields(value) && Object.entries(SETTINGS_FIELDS).every(([field, is]) => is(value[field]))
  );
}

export function isModality(value: unknown): value is Modality {
  return MODALITIES.some((modality) => modality === value);
}

function isRule(value: unknown): value is ClaimRule {
  if (!isFields(value)) return false;
  if (value['kind'] === 'pattern') return isText(value['pattern']);
  return value['kind'] === 'folder' || value['kind'] === 'manifest' || value['kind'] === 'none';
}

export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isOptional<T>(value: unknown, is: Is<T>): value is T | undefined {
  return value === undefined || is(value);
}
