/** What enrolment has to know of fingers. */
import type { EnrolmentReport } from '../../contract/results.ts';
import { FINGERPRINT } from '../../core/parameters.ts';
import type { CaptureOptions, Sample } from '../../core/sample.ts';
import type { Template } from '../../core/template.ts';
import type { FingerPosition } from '../../core/vocabulary.ts';

/** A face has none. */
export function fingerOf(one: Sample | Template): FingerPosition | undefined {
  return one.modality === 'fingerprint' ? one.finger : undefined;
}

/** The options of one image of a list, which may name a finger of its own. */
export function withFinger(
  capture: CaptureOptions,
  finger: FingerPosition | undefined,
): CaptureOptions {
  if (capture.modality === 'face' || finger === undefined) return capture;
  return { ...capture, finger };
}

/** All references of a person, and of fingerprints how many each finger has. */
export function countReferences(
  references: readonly (Sample | Template)[],
): Pick<EnrolmentReport, 'references' | 'fingers'> {
  const counts = new Map<FingerPosition, number>();
  for (const one of references) {
    const finger = fingerOf(one);
    if (finger !== undefined) counts.set(finger, (counts.get(finger) ?? 0) + 1);
  }
  if (counts.size === 0) return { references: references.length };
  const fingers = [...counts]
    .map(([finger, count]) => {
      const wanting = Math.max(0, FINGERPRINT.advisedImpressions - count);
      return { finger, references: count, wanting };
    })
    .sort((one, other) => one.finger - other.finger);
  return { references: references.length, fingers };
}
