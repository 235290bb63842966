/** From what the form of an import holds to what the commands are asked. Pure. */
import type { CommandInput } from '../../../app/contract/commands.ts';
import type { EnrolmentPlan } from '../../../app/contract/enrolment-plan.ts';
import type { FingerPosition, Modality } from '../../../app/core/vocabulary.ts';
import { captureOf } from '../../parts/capture-options.ts';
import type { ConsentInput } from '../../parts/consent.ts';
import { dpiOf } from '../../parts/dpi.ts';

/** What the preview answers. */
type Question = CommandInput<'enrolment.plan'>;
type PlanRule = Question['rule'];
export type RuleKind = PlanRule['kind'];

export interface ImportChoice {
  readonly modality: Modality;
  readonly kind: RuleKind;
  readonly pattern: string;
  /** Text of the chosen CSV file, where one was. */
  readonly list: string | undefined;
  /** Of fingerprints that say no finger themselves; 0: not known. */
  readonly finger: FingerPosition;
  readonly dpi: string;
}

/** Undefined while something is missing. */
export function ruleOf({
  kind,
  pattern,
  list,
}: Pick<ImportChoice, 'kind' | 'pattern' | 'list'>): PlanRule | undefined {
  switch (kind) {
    case 'folder':
      return { kind };
    case 'pattern':
      return pattern.trim() === '' ? undefined : { kind, pattern: pattern.trim() };
    case 'list':
      return list === undefined ? undefined : { kind, text: list };
  }
}

/** Undefined while something is missing or wrong. */
export function importInput(
  folder: string,
  { people }: EnrolmentPlan,
  { modality, finger, dpi }: Pick<ImportChoice, 'modality' | 'finger' | 'dpi'>,
  consent: ConsentInput | undefined,
): CommandInput<'enrolment.start'> | undefined {
  const resolution = dpiOf(dpi);
  if (people.length === 0 || !consent || resolution === 'wrong') return undefined;
  const capture = captureOf(modality, finger);
  const withDpi = capture.modality === 'fingerprint' && resolution !== undefined;
  return {
    folder,
    people: people.map(({ externalId, displayName, images }) => ({
      externalId,
      ...(displayName !== undefined && { displayName }),
      images: [...images],
    })),
    consent,
    capture: withDpi ? { ...capture, dpi: resolution } : capture,
  };
}
