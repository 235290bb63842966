/**
 * Enrolment: several samples of one person become references. Samples must agree with each other,
 * and nobody may be enrolled twice unseen: whoever resembles an enrolled person is told.
 */
import type { EnrolledPeople, EnrolmentRefusal, EnrolmentReport } from '../contract/results.ts';
import type { Acquisition, CaptureOptions } from '../core/sample.ts';
import type { FingerPosition, PersonId, TemplateId } from '../core/vocabulary.ts';
import type { Engine } from '../engine/client.ts';
import type { ImageSource } from '../engine/source.ts';
import type { Store } from '../store/index.ts';
import { findDisagreements } from './enrolment-agreement.ts';
import { countReferences, fingerOf, withFinger } from './enrolment-fingers.ts';
import { sortImages, type Asked } from './enrolment-images.ts';
import { findLookAlikes } from './enrolment-look-alikes.ts';
import { resolveInside } from './folders.ts';
import { openGallery, type Gallery } from './gallery.ts';
import { throwIfCancelled, type JobContext } from './jobs.ts';
import { identificationLimit, verificationLimit } from './limits.ts';
import { templateOf, type NewSample } from './new-sample.ts';
import { scaleOf } from './scales.ts';
import { createTurns } from './turns.ts';

export interface EnrolmentChoices {
  readonly capture: CaptureOptions;
  readonly allowLookAlike: boolean;
  readonly allowDisagreement: boolean;
}

export interface EnrolmentInput extends EnrolmentChoices {
  readonly externalId: string;
  readonly displayName?: string;
  readonly notes?: string;
  readonly images: readonly Uint8Array[];
}

export interface EnrolPeopleInput extends EnrolmentChoices {
  readonly folder: string;
  readonly people: readonly {
    readonly externalId: string;
    readonly displayName?: string;
    readonly images: readonly {
      /** Relative to the folder. */
      readonly path: string;
      /** Of fingerprints; wins over that of all captures. */
      readonly finger?: FingerPosition;
    }[];
  }[];
}

export interface Enrolment {
  enrol(input: EnrolmentInput): Promise<EnrolmentReport>;
  enrolPeople(input: EnrolPeopleInput, context: JobContext): Promise<EnrolledPeople>;
}

interface Capture {
  readonly source: ImageSource;
  readonly options: CaptureOptions;
}

/** One person and the analysed images, before anything is decided. */
interface Enrollee {
  readonly externalId: string;
  readonly displayName?: string;
  readonly notes?: string;
  readonly acquisitions: readonly Acquisition[];
}

/**
 * References added to a gallery one by one before it is better read anew: each is compared with
 * every sample here, and a print takes longer than a face.
 */
const REOPEN_AFTER = { face: 1_000, fingerprint: 100 } as const;

export function createEnrolment({
  engine,
  store,
}: {
  readonly engine: Engine;
  readonly store: Store;
}): Enrolment {
  const analyse = (captures: readonly Capture[]) =>
    Promise.all(captures.map(({ source, options }) => engine.analyse(source, options)));
  const open = ({ capture }: EnrolmentChoices) =>
    openGallery(store, engine, scaleOf(engine, capture.modality));
  // Decisions come one after another: each must see everybody enrolled before it.
  const inTurn = createTurns();
  /** Raised by every enrolment, so that a list notices those beside it. */
  let stored = 0;

  return {
    async enrol({ images, ...input }) {
      const acquisitions = await analyse(
        images.map((bytes) => ({ source: { kind: 'bytes', bytes }, options: input.capture })),
      );
      return inTurn(() => decideEnrolment({ ...input, acquisitions }, input, open(input)));
    },

    async enrolPeople({ folder, people, ...choices }, { signal, progress }) {
      const reports: EnrolmentReport[] = [];
      let gallery = open(choices);
      let seen = stored;
      progress('enrolling', 0, people.length);
      const captures = people.map(({ images }) =>
        images.map(({ path, finger }): Capture => {
          const source = { kind: 'file', path: resolveInside(folder, path) } as const;
          return { source, options: withFinger(choices.capture, finger) };
        }),
      );
      // The next people are analysed while one is decided.
      const ahead: Promise<Acquisition[]>[] = [];
      for (let i = 0; i < people.length; i++) {
        while (ahead.length < people.length && ahead.length <= i + 2 * engine.facts.lanes) {
          const next = analyse(captures[ahead.length]);
          next.catch(() => undefined); // Awaited in its turn.
          ahead.push(next);
        }
        const acquisitions = await ahead[i];
        throwIfCancelled(signal);
        const { images: _, ...person } = people[i];
        const report = await inTurn(async () => {
          const full = gallery.added() > REOPEN_AFTER[choices.capture.modality];
          if (seen !== stored || full) gallery = open(choices);
          const decided = await decideEnrolment({ ...person, acquisitions }, choices, gallery);
          seen = stored;
          return decided;
        });
        reports.push(report);
        progress('enrolling', i + 1, people.length);
      }
      return { reports };
    },
  };

  /** new samples -> same image? -> agreement -> look-alikes -> references, all or none */
  async function decideEnrolment(
    enrollee: Enrollee,
    choices: EnrolmentChoices,
    gallery: Gallery,
  ): Promise<EnrolmentReport> {
    const { modality } = choices.capture;
    const scale = scaleOf(engine, modality);
    const asked = { modality, modelId: scale.modelId };
    const person = store.people.findByExternalId(enrollee.externalId);
    const stored = person ? store.templates.listOfPerson(person.id, modality, scale.modelId) : [];
    const { samples, images, ofAnother } = sortImages(
      store,
      enrollee.acquisitions,
      person?.id,
      asked,
    );
    const agreementLimit = verificationLimit(scale, 1).threshold;
    const lookAlikeLimit = identificationLimit(scale, Math.max(1, gallery.references())).threshold;
    const disagreements = findDisagreements(scale, samples, stored, agreementLimit);
    const lookAlikes = await findLookAlikes(samples, gallery, store, person?.id, lookAlikeLimit);

    const refusals: EnrolmentRefusal[] = [];
    const known = images.filter(({ status }) => status === 'already-enrolled').length;
    if (samples.length === 0 && known === 0 && !ofAnother) refusals.push('no-usable-image');
    if (ofAnother && !choices.allowLookAlike) refusals.push('image-of-another-person');
    if (disagreements.length > 0 && !choices.allowDisagreement) refusals.push('samples-disagree');
    if (lookAlikes.length > 0 && !choices.allowLookAlike) refusals.push('resembles-another-person');

    const report = {
      modality,
      externalId: enrollee.externalId,
      refusals,
      disagreements,
      agreementLimit,
      lookAlikes,
      lookAlikeLimit,
    };
    if (refusals.length > 0) {
      recordAttempt('failure-to-enrol', asked, enrollee, person?.id, refusals.join(', '));
      const refused = images.map((image) =>
        image.status === 'enrolled' ? { ...image, status: 'refused' as const } : image,
      );
      const outcome = 'failure-to-enrol' as const;
      return { ...report, outcome, images: refused, ...countReferences(stored) };
    }
    if (samples.length === 0) {
      return { ...report, outcome: 'nothing-new', images, ...countReferences(stored) };
    }
    const overridden = [
      ...(disagreements.length > 0 ? ['samples-disagree'] : []),
      ...(lookAlikes.length > 0 || ofAnother ? ['resembles-another-person'] : []),
    ];
    const templateIds = storeReferences(enrollee, asked, samples, overridden, gallery);
    const enrolled = images.map((image) => ({
      ...image,
      templateId: templateIds.get(image.image),
    }));
    const all = [...stored, ...samples.map(({ sample }) => sample)];
    return { ...report, outcome: 'enrolled', images: enrolled, ...countReferences(all) };
  }

  function storeReferences(
    enrollee: Enrollee,
    asked: Asked,
    samples: readonly NewSample[],
    overridden: readonly string[],
    gallery: Gallery,
  ): Map<number, TemplateId> {
    const templates = store.transaction(() => {
      const { externalId, displayName, notes } = enrollee;
      const person =
        store.people.findByExternalId(externalId) ??
        store.people.create({ externalId, displayName: displayName || externalId, notes });
      const note = overridden.length > 0 ? `overridden: ${overridden.join(', ')}` : undefined;
      recordAttempt('enrolled', asked, enrollee, person.id, note);
      return samples.map(({ sample }) => store.templates.add(templateOf(sample, person.id)));
    });
    stored += 1;
    for (const template of templates) {
      const { id: templateId, personId, features } = template;
      gallery.add({ personId, templateId, finger: fingerOf(template), features });
    }
    return new Map(samples.map(({ image }, i) => [image, templates[i].id]));
  }

  function recordAttempt(
    outcome: 'enrolled' | 'failure-to-enrol',
    { modality, modelId }: Asked,
    { acquisitions }: Enrollee,
    personId: PersonId | undefined,
    note: string | undefined,
  ): void {
    const reasons = acquisitions.flatMap((acquisition) =>
      acquisition.outcome === 'acquired' ? [] : acquisition.reasons,
    );
    store.attempts.record({
      kind: 'enrolment',
      modality,
      outcome,
      personId,
      modelId,
      provider: engine.facts.provider,
      reasons,
      note,
    });
  }
}
