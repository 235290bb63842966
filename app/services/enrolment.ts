/**
 * Enrolment: several samples of one person become references. Samples must agree with each other,
 * and nobody may be enrolled twice unseen: whoever resembles an enrolled person is told.
 */
import type {
  EnrolledImage,
  EnrolledPeople,
  EnrolmentRefusal,
  EnrolmentReport,
} from '../contract/results.ts';
import type { Acquisition } from '../core/sample.ts';
import type { FaceSelection, PersonId, Sha256, TemplateId } from '../core/vocabulary.ts';
import type { Engine } from '../engine/client.ts';
import type { ImageSource } from '../engine/source.ts';
import type { Store } from '../store/index.ts';
import { findDisagreements } from './enrolment-agreement.ts';
import { findLookAlikes } from './enrolment-look-alikes.ts';
import { resolveInside } from './folders.ts';
import { openGallery, type Gallery } from './gallery.ts';
import { throwIfCancelled, type JobContext } from './jobs.ts';
import { identificationLimit, verificationLimit } from './limits.ts';
import type { NewSample } from './new-sample.ts';
import { reportSample } from './reports.ts';
import { createTurns } from './turns.ts';

export interface EnrolmentChoices {
  readonly face: FaceSelection;
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
    /** Relative to the folder. */
    readonly images: readonly string[];
  }[];
}

export interface Enrolment {
  enrol(input: EnrolmentInput): Promise<EnrolmentReport>;
  enrolPeople(input: EnrolPeopleInput, context: JobContext): Promise<EnrolledPeople>;
}

/** One person and the analysed images, before anything is decided. */
interface Enrollee {
  readonly externalId: string;
  readonly displayName?: string;
  readonly notes?: string;
  readonly acquisitions: readonly Acquisition[];
}

/** References added to a gallery one by one before it is better read anew. */
const REOPEN_AFTER = 1_000;

export function createEnrolment({
  engine,
  store,
}: {
  readonly engine: Engine;
  readonly store: Store;
}): Enrolment {
  const analyse = (sources: readonly ImageSource[], face: FaceSelection) =>
    Promise.all(sources.map((source) => engine.analyse(source, { face })));
  const open = () => openGallery(store, engine, engine.facts.scale);
  // Decisions come one after another: each must see everybody enrolled before it.
  const inTurn = createTurns();
  /** Raised by every enrolment, so that a list notices those beside it. */
  let stored = 0;

  return {
    async enrol({ images, ...input }) {
      const sources = images.map((bytes) => ({ kind: 'bytes', bytes }) as const);
      const acquisitions = await analyse(sources, input.face);
      return inTurn(() => decideEnrolment({ ...input, acquisitions }, input, open()));
    },

    async enrolPeople({ folder, people, ...choices }, { signal, progress }) {
      const reports: EnrolmentReport[] = [];
      let gallery = open();
      let seen = stored;
      progress('enrolling', 0, people.length);
      const sources = people.map(({ images }) =>
        images.map((image) => ({ kind: 'file', path: resolveInside(folder, image) }) as const),
      );
      // The next people are analysed while one is decided.
      const ahead: Promise<Acquisition[]>[] = [];
      for (let i = 0; i < people.length; i++) {
        while (ahead.length < people.length && ahead.length <= i + 2 * engine.facts.lanes) {
          const next = analyse(sources[ahead.length], choices.face);
          next.catch(() => undefined); // Awaited in its turn.
          ahead.push(next);
        }
        const acquisitions = await ahead[i];
        throwIfCancelled(signal);
        const { images: _, ...person } = people[i];
        const report = await inTurn(async () => {
          if (seen !== stored || gallery.added() > REOPEN_AFTER) gallery = open();
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
    const { scale } = engine.facts;
    const person = store.people.findByExternalId(enrollee.externalId);
    const stored = person ? store.templates.listOfPerson(person.id, 'face', scale.modelId) : [];
    const { samples, images, ofAnother } = sortImages(enrollee, person?.id);
    const agreementLimit = verificationLimit(scale, 1).threshold;
    const lookAlikeLimit = identificationLimit(scale, Math.max(1, gallery.references())).threshold;
    const disagreements = findDisagreements(samples, stored, agreementLimit);
    const lookAlikes = await findLookAlikes(samples, gallery, store, person?.id, lookAlikeLimit);

    const refusals: EnrolmentRefusal[] = [];
    const known = images.filter(({ status }) => status === 'already-enrolled').length;
    if (samples.length === 0 && known === 0 && !ofAnother) refusals.push('no-usable-image');
    if (ofAnother && !choices.allowLookAlike) refusals.push('image-of-another-person');
    if (disagreements.length > 0 && !choices.allowDisagreement) refusals.push('samples-disagree');
    if (lookAlikes.length > 0 && !choices.allowLookAlike) refusals.push('resembles-another-person');

    const report = {
      externalId: enrollee.externalId,
      refusals,
      disagreements,
      agreementLimit,
      lookAlikes,
      lookAlikeLimit,
    };
    if (refusals.length > 0) {
      recordAttempt('failure-to-enrol', enrollee, person?.id, refusals.join(', '));
      const refused = images.map((image) =>
        image.status === 'enrolled' ? { ...image, status: 'refused' as const } : image,
      );
      const outcome = 'failure-to-enrol' as const;
      return { ...report, outcome, images: refused, references: stored.length };
    }
    if (samples.length === 0) {
      return { ...report, outcome: 'nothing-new', images, references: stored.length };
    }
    const overridden = [
      ...(disagreements.length > 0 ? ['samples-disagree'] : []),
      ...(lookAlikes.length > 0 || ofAnother ? ['resembles-another-person'] : []),
    ];
    const templateIds = storeReferences(enrollee, samples, overridden, gallery);
    const enrolled = images.map((image) => ({
      ...image,
      templateId: templateIds.get(image.image),
    }));
    const references = stored.length + samples.length;
    return { ...report, outcome: 'enrolled', images: enrolled, references };
  }

  /** Sets aside what could not be acquired and what is there already. */
  function sortImages(enrollee: Enrollee, self: PersonId | undefined) {
    const { modelId } = engine.facts.scale;
    const samples: NewSample[] = [];
    const seen = new Set<Sha256>();
    let ofAnother = false;
    const images = enrollee.acquisitions.map((acquisition, image): EnrolledImage => {
      const common = { image, sample: reportSample(acquisition) };
      if (acquisition.outcome !== 'acquired') return { ...common, status: 'not-acquired' };
      const { sample } = acquisition;
      const { sha256 } = sample.source;
      if (seen.has(sha256)) return { ...common, status: 'same-image' };
      seen.add(sha256);
      const owners = store.templates.findBySource(sha256, 'face', modelId);
      if (owners.some(({ personId }) => personId === self)) {
        return { ...common, status: 'already-enrolled' };
      }
      if (owners.length > 0) ofAnother = true;
      samples.push({ image, sample });
      return { ...common, status: 'enrolled' };
    });
    return { samples, images, ofAnother };
  }

  function storeReferences(
    enrollee: Enrollee,
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
      recordAttempt('enrolled', enrollee, person.id, note);
      return samples.map(({ sample }) => {
        const { modality, modelId, embedding, quality, provider, source } = sample;
        const { sha256: sourceSha256 } = source;
        const origin = { modality, modelId, provider, sourceSha256 };
        return store.templates.add({ personId: person.id, embedding, quality, ...origin });
      });
    });
    stored += 1;
    for (const { id: templateId, personId, embedding } of templates) {
      gallery.add({ personId, templateId, embedding });
    }
    return new Map(samples.map(({ image }, i) => [image, templates[i].id]));
  }

  function recordAttempt(
    outcome: 'enrolled' | 'failure-to-enrol',
    { acquisitions }: Enrollee,
    personId: PersonId | undefined,
    note: string | undefined,
  ): void {
    const reasons = acquisitions.flatMap((acquisition) =>
      acquisition.outcome === 'acquired' ? [] : acquisition.reasons,
    );
    store.attempts.record({
      kind: 'enrolment',
      modality: 'face',
      outcome,
      personId,
      modelId: engine.facts.scale.modelId,
      provider: engine.facts.provider,
      reasons,
      note,
    });
  }
}
