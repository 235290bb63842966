/**
 * Enrolment: several samples of one person become references. Samples must agree with each other,
 * and nobody may be enrolled twice unseen: whoever resembles an enrolled person is told.
 */
import type { HostEvent } from '../../contract/events.ts';
import type { EnrolledPeople, EnrolmentReport } from '../../contract/results.ts';
import type { Acquisition, CaptureOptions } from '../../core/sample.ts';
import type { FingerPosition } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { ImageSource } from '../../engine/source.ts';
import type { NewConsent, Store } from '../../store/index.ts';
import { withFinger } from './fingers.ts';
import { createEnrolmentRecord, type Enrollee } from './record.ts';
import { judgeEnrolment, type Overrides } from './verdict.ts';
import { rememberLookAlikes } from './look-alikes.ts';
import { resolveInside } from '../folders.ts';
import { openGallery, type Gallery } from '../decisions/gallery.ts';
import { guardDistanceOf } from '../thresholds/guard.ts';
import { throwIfCancelled, type JobContext } from '../jobs.ts';
import { DEFAULT_POLICIES, type Policies } from '../thresholds/policies.ts';
import { activeScale } from '../thresholds/scales.ts';
import { createTurns } from '../turns.ts';

export interface EnrolmentChoices extends Overrides {
  readonly capture: CaptureOptions;
  /** Stored with every person that gets references by this. */
  readonly consent?: NewConsent;
}

export interface EnrolmentInput extends EnrolmentChoices {
  readonly externalId: string;
  readonly displayName?: string;
  readonly notes?: string;
  readonly images: readonly Uint8Array[];
  /** Why a warning was overridden. */
  readonly overrideReason?: string;
  /** Says what would become of it; stores nothing and logs nothing. */
  readonly dryRun?: boolean;
  /** Belongs to nobody; counts where the person is new. */
  readonly synthetic?: boolean;
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

export interface EnrolmentParts {
  readonly engine: Engine;
  readonly store: Store;
  readonly emit?: (event: HostEvent) => void;
  /** Whether captures are kept as images, at this moment. */
  readonly keepsImages?: () => boolean;
  /** What the guard distance is derived from. */
  readonly policies?: Policies;
}

interface Capture {
  readonly source: ImageSource;
  readonly options: CaptureOptions;
}

/**
 * References added to a gallery one by one before it is better read anew: each is compared with
 * every sample here, and a print takes longer than a face.
 */
const REOPEN_AFTER = { face: 1_000, fingerprint: 100 } as const;

/** People of a list between two events: whoever shows people asks for them again each time. */
const PEOPLE_AN_EVENT = 25;

export function createEnrolment(parts: EnrolmentParts): Enrolment {
  const { engine, store, emit = () => undefined, policies = DEFAULT_POLICIES } = parts;
  const record = createEnrolmentRecord(parts);
  const analyse = (captures: readonly Capture[]) =>
    Promise.all(captures.map(({ source, options }) => engine.analyse(source, options)));
  const open = ({ capture }: EnrolmentChoices) =>
    openGallery(store, engine, activeScale(parts, capture.modality));
  const tellChange = () => {
    emit({ event: 'data.changed', what: 'people' });
    emit({ event: 'data.changed', what: 'attempts' });
  };
  // Decisions come one after another: each must see everybody enrolled before it.
  const inTurn = createTurns();
  /** Raised by every enrolment, so that a list notices those beside it. */
  let stored = 0;

  return {
    async enrol({ images, dryRun = false, ...input }) {
      const sources = images.map((bytes) => ({ kind: 'bytes', bytes }) as const);
      const options = input.capture;
      const acquisitions = await analyse(sources.map((source) => ({ source, options })));
      const report = await inTurn(() =>
        decideEnrolment({ ...input, sources, acquisitions }, input, open(input), dryRun),
      );
      if (!dryRun) tellChange();
      return report;
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
      try {
        for (let i = 0; i < people.length; i++) {
          while (ahead.length < people.length && ahead.length <= i + 2 * engine.facts.lanes) {
            const next = analyse(captures[ahead.length]);
            next.catch(() => undefined); // Awaited in its turn.
            ahead.push(next);
          }
          const acquisitions = await ahead[i];
          throwIfCancelled(signal);
          const { images: _, ...person } = people[i];
          const sources = captures[i].map(({ source }) => source);
          const enrollee = { ...person, consent: choices.consent, sources, acquisitions };
          const report = await inTurn(async () => {
            const full = gallery.added() > REOPEN_AFTER[choices.capture.modality];
            if (seen !== stored || full) gallery = open(choices);
            const decided = await decideEnrolment(enrollee, choices, gallery, false);
            seen = stored;
            return decided;
          });
          reports.push(report);
          progress('enrolling', i + 1, people.length);
          if (reports.length % PEOPLE_AN_EVENT === 0) tellChange();
        }
      } finally {
        tellChange();
      }
      return { reports };
    },
  };

  /** verdict -> references, all or none */
  async function decideEnrolment(
    enrollee: Enrollee,
    choices: EnrolmentChoices,
    gallery: Gallery,
    dryRun: boolean,
  ): Promise<EnrolmentReport> {
    const scale = activeScale(parts, choices.capture.modality);
    const verdict = await judgeEnrolment({ store, gallery, scale }, enrollee, choices);
    const { report } = verdict;
    if (dryRun) return report;
    if (report.outcome === 'failure-to-enrol') record.refusal(enrollee, verdict, scale);
    if (report.outcome !== 'enrolled') return report;
    const templateIds = await record.references(enrollee, verdict, { scale, gallery });
    const size = { people: gallery.people(), references: gallery.references() };
    const guardDistance = guardDistanceOf(scale, size, policies, 'desk');
    rememberLookAlikes(store, verdict.others, templateIds, guardDistance);
    stored += 1;
    const images = report.images.map((image) => {
      return { ...image, templateId: templateIds.get(image.image) };
    });
    return { ...report, images };
  }
}
