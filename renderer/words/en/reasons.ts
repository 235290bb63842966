/** Why a capture can't be used, and what to do. */
import type { AcquisitionProblem, AcquisitionReason } from '../../../app/core/vocabulary.ts';
import { formatMeasure } from '../format.ts';

interface ReasonWords {
  /** What is wrong, as a sentence without its full stop. */
  readonly what: string;
  /** What to do about it, as a sentence. */
  readonly advice: string;
  /** For a live picture: two or three words. */
  readonly hint: string;
}

const problems: Readonly<Record<AcquisitionProblem, ReasonWords>> = {
  'file-not-found': say('The file is no longer there', 'Choose it again.', 'No file'),
  'file-unreadable': say('The file may not be read', 'Check its permissions.', 'Unreadable'),
  'not-a-file': say('This is not a regular file', 'Choose an image file.', 'No file'),
  'directory-loop': say('The folder links back to itself', 'Remove the link.', 'Folder loop'),
  'empty-file': say('The file is empty', 'Choose another one.', 'Empty file'),
  'file-too-large': say('The file is too large', 'Use an image of at most 256 MiB.', 'Too large'),
  'unsupported-format': say(
    'The format is not supported',
    'Use JPEG, PNG, WebP, TIFF, GIF, BMP, PNM, WSQ or JPEG 2000.',
    'Wrong format',
  ),
  'damaged-image': say('The image is damaged or cut short', 'Take or choose another.', 'Damaged'),
  'too-many-pixels': say('The image has too many pixels', 'Reduce it.', 'Too many pixels'),
  'too-few-pixels': say('The image is too small', 'Use a larger one.', 'Too small'),
  'took-too-long': say('Reading the image took too long', 'Try another image.', 'Took too long'),
  'decoder-crashed': say('The image could not be read', 'Try another image.', 'Unreadable'),
  'no-face': say('No face was found', 'Look into the camera from the front.', 'No face yet'),
  'several-faces': say(
    'There are several faces',
    'Have one person alone in the picture.',
    'One person only',
  ),
  'no-such-face': say('There are fewer faces than that', 'Choose another face.', 'No such face'),
  'face-too-small': say('The face is too small', 'Come closer.', 'Come closer'),
  'too-blurred': say('The capture is blurred', 'Hold still and try again.', 'Hold still'),
  'too-dark': say('The capture is too dark', 'Add light from the front.', 'More light'),
  'too-bright': say('The capture is too bright', 'Reduce the light.', 'Less light'),
  'low-contrast': say('The contrast is too low', 'Use even light.', 'Even light, please'),
  'cut-off': say('The face or finger is cut off', 'Move it to the middle.', 'To the middle'),
  'extreme-pose': say('The face is turned away', 'Look into the camera.', 'Look here'),
  'no-finger': say(
    'No fingerprint was found',
    'Lay the finger flat on the sensor.',
    'No finger yet',
  ),
  'finger-too-small': say(
    'Too little of the finger is seen',
    'Lay it flat on the sensor.',
    'Lay it flat',
  ),
  'too-few-anchors': say(
    'Too few ridge endings and branches are seen',
    'Take another impression.',
    'Press a little more',
  ),
  'too-dry': say('The finger is too dry', 'Breathe on it and press a little more.', 'Too dry'),
  'too-wet': say('The finger is too wet', 'Wipe it and press less.', 'Too wet'),
  'unclear-ridges': say(
    'The ridges are not clear',
    'Clean finger and sensor, and hold still.',
    'Hold still',
  ),
  'wrong-resolution': say(
    'The ridges do not fit the resolution',
    'Say the scanner’s resolution in dots per inch.',
    'Wrong resolution',
  ),
};

function say(what: string, advice: string, hint: string): ReasonWords {
  return { what, advice, hint };
}

/** `sharpness 0.05, needs 0.07`; empty where nothing was measured. */
function numbersOf({ measured, limit, unit }: AcquisitionReason): string {
  if (measured === undefined) return '';
  const value = unit === undefined ? formatMeasure(measured) : `${unit} ${formatMeasure(measured)}`;
  return limit === undefined ? value : `${value}, limit ${formatMeasure(limit)}`;
}

export const reasons = {
  what: ({ problem }: AcquisitionReason) => problems[problem].what,
  advice: ({ problem }: AcquisitionReason) => problems[problem].advice,
  hint: ({ problem }: AcquisitionReason) => problems[problem].hint,
  hintOf: (problem: AcquisitionProblem) => problems[problem].hint,
  numbers: numbersOf,
  /** `The capture is blurred (sharpness 0.05, limit 0.07). Hold still and try again.` */
  sentence: (reason: AcquisitionReason) => {
    const { what, advice } = problems[reason.problem];
    const numbers = numbersOf(reason);
    return `${what}${numbers === '' ? '' : ` (${numbers})`}. ${advice}`;
  },
  /** `Too blurred` for a table cell. */
  short: ({ problem }: AcquisitionReason) => problems[problem].what,
  none: 'No reason was given',
};
