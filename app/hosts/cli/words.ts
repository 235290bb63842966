/** The sentences of the command line: short, plain, exact. Every string that is shown is here. */
import type {
  DecisionReport,
  FaceReport,
  FingerprintReport,
  SampleReport,
} from '../../contract/results.ts';

import type { AuditOutcome } from '../../core/audit.ts';
import type { DecisionOutcome, Limit } from '../../core/decision.ts';
import { assertNever, type Failure } from '../../core/failure.ts';
import { UNKNOWN_FINGER, fingerName } from '../../core/finger.ts';
import type {
  AcquisitionProblem,
  AcquisitionReason,
  FingerPosition,
} from '../../core/vocabulary.ts';

/** What is wrong and what to do about it. */
const PROBLEMS: Record<AcquisitionProblem, string> = {
  'file-not-found': 'there is no such file',
  'file-unreadable': 'the file may not be read; check its permissions',
  'not-a-file': 'it is no regular file',
  'directory-loop': 'the folder links back to one that was visited',
  'empty-file': 'the file is empty',
  'file-too-large': 'the file is too large',
  'unsupported-format': 'it is no JPEG, PNG, WebP, TIFF, GIF, BMP, PNM, WSQ or JPEG 2000 image',
  'damaged-image': 'the image is damaged or cut off',
  'too-many-pixels': 'the image has too many pixels; reduce it',
  'too-few-pixels': 'the image is too small to hold a face or finger',
  'took-too-long': 'analysing it took too long',
  'decoder-crashed': 'the decoder crashed on it',
  'no-face': 'no face was found; use a photograph that shows the face from the front',
  'several-faces': 'several faces; use a photograph of one person, or say which with --face',
  'no-such-face': 'there are fewer faces than --face asks for',
  'face-too-small': 'the face is too small; come closer',
  'too-blurred': 'it is blurred; hold still and focus',
  'too-dark': 'it is too dark; add light',
  'too-bright': 'it is too bright; reduce the light',
  'low-contrast': 'it has too little contrast; use even light, or press a little more',
  'cut-off': 'it is cut off; move it to the middle',
  'extreme-pose': 'the face is turned away; look at the camera',
  'no-finger': 'no fingerprint was found',
  'finger-too-small': 'too little of the finger is seen; lay it flat on the sensor',
  'too-few-anchors': 'too few ridge endings and branches are seen; take another impression',
  'too-dry': 'the finger is too dry; breathe on it or moisten it, and press a little more',
  'too-wet': 'the finger is too wet or pressed too hard; wipe it and press less',
  'unclear-ridges': 'the ridges are not clear; clean finger and sensor, and hold still',
  'wrong-resolution': 'the ridges do not fit the resolution; say the right one with --dpi',
};

export function describeReason({ problem, measured, limit, unit }: AcquisitionReason): string {
  const text = PROBLEMS[problem];
  if (measured === undefined) return text;
  const against = limit === undefined ? '' : `, limit ${short(limit)}`;
  return `${text} (${short(measured)}${unit ? ` ${unit}` : ''}${against})`;
}

export function describeReasons(reasons: readonly AcquisitionReason[]): string {
  return reasons.map(describeReason).join('; ');
}

/** One line on an image: what it is, and what of it was taken. */
export function describeSample(sample: SampleReport): string {
  if (sample.outcome === 'failure-to-acquire') {
    const faces = sample.modality === 'face' ? (sample.faces ?? 0) : 0;
    const several = faces > 1 ? ` [${faces} faces]` : '';
    return `not usable: ${describeReasons(sample.reasons)}${several}`;
  }
  const { width, height, format } = sample.source;
  const image = `${width} x ${height} ${format.toUpperCase()}`;
  return `${image}, ${sample.modality === 'face' ? describeFace(sample) : describePrint(sample)}`;
}

function describeFace({ faces, face, quality }: FaceReport): string {
  const which = faces === 1 ? '1 face' : `${faces} faces, took number ${face}`;
  return (
    `${which}; eyes ${quality.interEyeDistancePx.toFixed(0)} px apart, ` +
    `sharpness ${quality.sharpness.toFixed(2)}, ` +
    `turned ${Math.abs(quality.yawDeg).toFixed(0)} degrees`
  );
}

function describePrint({ finger, resolution, quality }: FingerprintReport): string {
  const which = finger === UNKNOWN_FINGER ? 'a finger' : describeFinger(finger);
  const origin = { given: 'as given', file: 'as the file says', assumed: 'assumed' };
  return (
    `${which} at ${Math.round(resolution.dpi)} dpi (${origin[resolution.origin]}); ` +
    `${quality.areaMm2.toFixed(0)} mm2, ${count(quality.anchors)} anchors, ` +
    `clarity ${quality.clarity.toFixed(2)}${quality.inverted === 1 ? ', inverted' : ''}`
  );
}

/** `the right index finger` */
export function describeFinger(finger: FingerPosition): string {
  if (finger === UNKNOWN_FINGER) return 'an unknown finger';
  const words = fingerName(finger).replace('-', ' ');
  return `the ${words}${words.endsWith('thumb') ? '' : ' finger'}`;
}

/** Why the models of a modality can't be used. */
export function describeModelFailure({ code, message }: Failure): string {
  return `${code}  ${message}`;
}

/** What a limit promises, in a sentence and with the measurement behind it. */
export function describeLimit(limit: Limit, calibration: DecisionReport['calibration']): string {
  const { targetRate, references, point, support } = limit;
  const against =
    references === 1
      ? 'comparisons of different people'
      : `searches among ${count(references)} references`;
  const promise = `About 1 in ${count(1 / targetRate)} ${against} would match by mistake`;
  const evidence =
    `${count(point.falseMatches)} of ${count(point.comparisons)} non-mated comparisons matched at ` +
    `${point.threshold.toFixed(4)} on ${calibration.set}: at most ${percent(point.upperBound)} with 95 % confidence`;
  if (support === 'measured') return `${promise} (${evidence}).`;
  return (
    `${promise}. This is extrapolated: ${percent(limit.falseMatchRate)} a comparison is beyond what ` +
    `was measured (${evidence}).`
  );
}

/** How a verdict is coloured. */
export const TONES = { match: 'good', undecided: 'warn', 'non-match': 'bad' } as const;

export function headline(outcome: DecisionOutcome, subject: string): string {
  switch (outcome) {
    case 'match':
      return `MATCH      ${subject}`;
    case 'undecided':
      return `UNDECIDED  ${subject}`;
    case 'non-match':
      return `NO MATCH   ${subject}`;
    default:
      return assertNever(outcome);
  }
}

export const AUDIT_WORDS: Record<AuditOutcome, string> = {
  match: 'shows the person it should',
  mismatch: 'shows somebody else',
  'not-enrolled': 'the person is not enrolled',
  ambiguous: 'fits, but is closer to another person',
  'several-faces': 'shows several faces',
  'no-face': 'shows no face',
  'no-finger': 'shows no fingerprint',
  poor: 'too poor to compare',
  unreadable: 'could not be read',
};

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

/** Enough digits to tell 0.0108 % from 0.01 %. */
export function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}

export function duration(seconds: number): string {
  // Rounded first: not "1 min 60 s".
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? count(value) : String(Number(value.toPrecision(3)));
}
