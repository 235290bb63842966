/** What is on record under a number, in words; and whether its consent still holds. Pure. */
import type { Consent, PersonDetails } from '../../../app/contract/results.ts';
import type { FingerPosition } from '../../../app/core/vocabulary.ts';
import { words } from '../../words/words.ts';

/** `3 faces`, `2 impressions of the right index finger`; fingers in the order of their codes. */
export function samplesOf({ templates }: PersonDetails): readonly string[] {
  const say = words();
  const faces = templates.filter(({ modality }) => modality === 'face').length;
  const fingers = new Map<FingerPosition, number>();
  for (const template of templates) {
    if (template.modality !== 'fingerprint') continue;
    fingers.set(template.finger, (fingers.get(template.finger) ?? 0) + 1);
  }
  const prints = [...fingers]
    .sort(([one], [other]) => one - other)
    .map(([finger, count]) => say.enrol.prints(say.fingers.name(finger), count));
  return [...(faces > 0 ? [say.enrol.faces(faces)] : []), ...prints];
}

/** The newest, where it holds on that day. @param today `2026-11-25` */
export function holdingConsent(
  known: PersonDetails | undefined,
  today: string,
): Consent | undefined {
  const newest = known?.consents[0];
  return newest && newest.retainUntil > today ? newest : undefined;
}
