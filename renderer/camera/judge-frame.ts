/** What a live frame lacks, in the order in which one can do something about it. Pure. */
import type { AssessmentReport } from '../../app/contract/capture.ts';
import type { FaceReport, SampleReport } from '../../app/contract/results.ts';
import type { AcquisitionReason } from '../../app/core/vocabulary.ts';
import { qualityShare } from '../parts/quality-words.ts';
import { words } from '../words/words.ts';

export interface FrameJudgement {
  readonly good: boolean;
  readonly hint: string;
  /** 0..1; undefined where nothing was found. */
  readonly quality?: number;
}

/**
 * What a frame needs beyond being usable at all, so that the picture that is taken is a good one.
 * By judgement; 2026-11.
 */
const LIVE = {
  /** Of the face's box, as a share of the frame's height. */
  leastHeightShare: 0.22,
  /** Of the box's centre from the frame's, as a share of its width. */
  mostOffCentre: 0.24,
  /** Degrees. */
  mostYaw: 22,
  mostPitch: 22,
  /** See quality-words.ts. */
  leastQuality: 0.12,
} as const;

/** What can be done at once comes before what takes light or time. */
const URGENCY: readonly AcquisitionReason['problem'][] = [
  'several-faces',
  'no-face',
  'no-finger',
  'face-too-small',
  'finger-too-small',
  'cut-off',
  'extreme-pose',
];

export function judgeFrame({ sample }: AssessmentReport): FrameJudgement {
  if (sample.outcome === 'failure-to-acquire') return { good: false, hint: hintOf(sample) };
  const quality = qualityShare(sample.quality);
  const lacking =
    (sample.modality === 'face' ? framing(sample) : undefined) ??
    (quality < LIVE.leastQuality ? hold() : undefined);
  if (lacking !== undefined) return { good: false, hint: lacking, quality };
  return { good: true, hint: words().camera.good, quality };
}

function framing({ box, source, quality }: FaceReport): string | undefined {
  const say = words().reasons.hintOf;
  const { width, height } = source;
  if (box.height < height * LIVE.leastHeightShare) return say('face-too-small');
  const across = Math.abs(box.left + box.width / 2 - width / 2);
  const along = Math.abs(box.top + box.height / 2 - height / 2);
  if (Math.max(across, along) > width * LIVE.mostOffCentre) return say('cut-off');
  const turned =
    Math.abs(quality.yawDeg) > LIVE.mostYaw || Math.abs(quality.pitchDeg) > LIVE.mostPitch;
  return turned ? say('extreme-pose') : undefined;
}

function hintOf(sample: Extract<SampleReport, { readonly outcome: 'failure-to-acquire' }>): string {
  const say = words();
  const rank = ({ problem }: AcquisitionReason) => {
    const at = URGENCY.indexOf(problem);
    return at < 0 ? URGENCY.length : at;
  };
  const [first] = [...sample.reasons].sort((one, other) => rank(one) - rank(other));
  if (first) return say.reasons.hint(first);
  return sample.modality === 'face' ? say.camera.faceSearch : say.camera.fingerSearch;
}

function hold(): string {
  return words().reasons.hintOf('too-blurred');
}
