/** What a trial run of an enrolment says, read back to the samples it was about. Pure. */
import type {
  EnrolledImage,
  EnrolmentRefusal,
  EnrolmentReport,
} from '../../../app/contract/results.ts';

/** A trial run; entry i is the sample that image i of its report was. */
export interface Judgement {
  readonly ids: readonly number[];
  readonly report: EnrolmentReport;
}

export interface SampleJudgement {
  readonly entry: EnrolledImage;
  /** Samples, or what is on record, that it is too far from. */
  readonly apart: readonly {
    readonly from: number | 'enrolled';
    readonly distance: number;
  }[];
}

/** Undefined of a sample that was not there yet. */
export function judgementOf(
  judgement: Judgement | undefined,
  id: number,
): SampleJudgement | undefined {
  const image = judgement?.ids.indexOf(id) ?? -1;
  const entry = judgement?.report.images.find((one) => one.image === image);
  if (!judgement || !entry) return undefined;
  const { ids, report } = judgement;
  const apart = report.disagreements.flatMap((one) => {
    if (one.image !== image) return [];
    const from = one.with === 'enrolled' ? one.with : ids[one.with];
    return [{ from, distance: one.distance }];
  });
  return { entry, apart };
}

/** Whether it would become a reference, were there no warnings. */
export function isUsable({ status }: EnrolledImage): boolean {
  return status === 'enrolled' || status === 'refused';
}

/** In the order of the samples. */
export function usableIds(judgement: Judgement | undefined): readonly number[] {
  if (!judgement) return [];
  return judgement.ids.filter((id) => {
    const judged = judgementOf(judgement, id);
    return judged !== undefined && isUsable(judged.entry);
  });
}

/** Whether a reason is enough to enrol in spite of it. */
export function canOverride(refusal: EnrolmentRefusal): boolean {
  return refusal !== 'no-usable-image';
}

/** What must be allowed for these warnings, and no more. */
export function overridesOf(refusals: readonly EnrolmentRefusal[]): {
  readonly allowLookAlike: boolean;
  readonly allowDisagreement: boolean;
} {
  return {
    allowLookAlike:
      refusals.includes('resembles-another-person') || refusals.includes('image-of-another-person'),
    allowDisagreement: refusals.includes('samples-disagree'),
  };
}
