/** What becomes of an enrolment, before anything is stored. */
import type { EnrolmentRefusal, EnrolmentReport } from '../../contract/results.ts';
import type { EncoderScale } from '../../core/decision.ts';
import type { Acquisition } from '../../core/sample.ts';
import type { Person } from '../../core/template.ts';
import type { Store } from '../../store/index.ts';
import { findDisagreements } from './agreement.ts';
import { countReferences } from './fingers.ts';
import { sortImages } from './images.ts';
import { findOthers, lookAlikesOf, type OtherPerson } from './look-alikes.ts';
import type { Gallery } from '../decisions/gallery.ts';
import { identificationLimit, verificationLimit } from '../thresholds/limits.ts';
import type { NewSample } from './new-sample.ts';

/** Warnings that whoever enrols has seen, and enrols all the same. */
export interface Overrides {
  readonly allowLookAlike: boolean;
  readonly allowDisagreement: boolean;
}

export interface Verdict {
  /** As it would be told; references that will be stored have no ids yet. */
  readonly report: EnrolmentReport;
  /** Undefined where nobody has this external id yet. */
  readonly person: Person | undefined;
  /** What is new, and would be stored. */
  readonly samples: readonly NewSample[];
  /** The closest other people of each of them. */
  readonly others: readonly OtherPerson[];
  /** Warnings that are overridden. */
  readonly overridden: readonly EnrolmentRefusal[];
}

/** new samples -> same image? -> agreement -> look-alikes -> refusals */
export async function judgeEnrolment(
  { store, gallery, scale }: { store: Store; gallery: Gallery; scale: EncoderScale },
  { externalId, acquisitions }: { externalId: string; acquisitions: readonly Acquisition[] },
  allowed: Overrides,
): Promise<Verdict> {
  const { modality, modelId } = scale;
  const person = store.people.findByExternalId(externalId);
  const stored = person ? store.templates.listOfPerson(person.id, modality, modelId) : [];
  const asked = { modality, modelId };
  const { samples, images, ofAnother } = sortImages(store, acquisitions, person?.id, asked);
  const agreementLimit = verificationLimit(scale, 1).threshold;
  const lookAlikeLimit = identificationLimit(scale, Math.max(1, gallery.references())).threshold;
  const disagreements = findDisagreements(scale, samples, stored, agreementLimit);
  const others = await findOthers(samples, gallery, person?.id);
  const lookAlikes = lookAlikesOf(others, store, lookAlikeLimit);

  const known = images.filter(({ status }) => status === 'already-enrolled').length;
  const useless = samples.length === 0 && known === 0 && !ofAnother;
  const warnings: readonly (readonly [EnrolmentRefusal, boolean, boolean])[] = [
    ['no-usable-image', useless, false],
    ['image-of-another-person', ofAnother, allowed.allowLookAlike],
    ['samples-disagree', disagreements.length > 0, allowed.allowDisagreement],
    ['resembles-another-person', lookAlikes.length > 0, allowed.allowLookAlike],
  ];
  const found = warnings.filter(([, applies]) => applies);
  const refusals = found.filter(([, , overridden]) => !overridden).map(([refusal]) => refusal);
  const overridden = found.filter(([, , allow]) => allow).map(([refusal]) => refusal);

  const common = { modality, externalId, refusals, disagreements, agreementLimit };
  const facts = { ...common, lookAlikes, lookAlikeLimit };
  const refused = refusals.length > 0;
  const report = {
    ...facts,
    outcome: refused ? 'failure-to-enrol' : samples.length > 0 ? 'enrolled' : 'nothing-new',
    images: images.map((image) => {
      return refused && image.status === 'enrolled' ? { ...image, status: 'refused' } : image;
    }),
    ...countReferences(refused ? stored : [...stored, ...samples.map(({ sample }) => sample)]),
  } as const satisfies EnrolmentReport;
  return { report, person, samples, others, overridden };
}
