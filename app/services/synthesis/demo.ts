/**
 * People who never were, to try everything with: their fingers are computed, and enrolled as
 * anybody's would be. They say what they are, and go again at once.
 */
import { availableParallelism } from 'node:os';
import type { DemoReport } from '../../contract/demo.ts';
import type { HostEvent } from '../../contract/events.ts';
import { AppError } from '../../core/failure.ts';
import { fingerName } from '../../core/finger.ts';
import type { FingerPosition } from '../../core/vocabulary.ts';
import type { NewConsent, Store } from '../../store/index.ts';
import { forEachAhead } from '../ahead.ts';
import { DEMO_FINGERS, demoPeople, type DemoPerson } from './demo-people.ts';
import type { Enrolment } from '../enrolment/enrolment.ts';
import { throwIfCancelled, type JobContext } from '../jobs.ts';
import { createPrintMaker, type PrintMaker } from './print-maker.ts';

export interface Demo {
  /** Enrols as many people; those who are there already stay as they are. */
  start(people: number, context: JobContext): Promise<DemoReport>;
  /** Erases all of them; answers how many there were. */
  remove(): number;
}

export interface DemoParts {
  readonly store: () => Store;
  readonly enrolment: () => Promise<Enrolment>;
  readonly emit: (event: HostEvent) => void;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  readonly createMaker?: () => PrintMaker;
}

type Probe = DemoReport['probes'][number];

interface DemoFinger {
  readonly person: DemoPerson;
  readonly finger: FingerPosition;
}

/** Of these people alone: a crowd made with `synth` has others. */
const SEED = 20_261_125;
const IMPRESSIONS = 3;

/** A finger takes a second to grow; one processor is left to the window. */
const THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));

export function createDemo({
  store,
  enrolment,
  emit,
  now,
  createMaker = createPrintMaker,
}: DemoParts): Demo {
  return {
    async start(people, { signal, progress }) {
      const crowd = demoPeople(people);
      crowd.forEach((person) => refuseRealPerson(store(), person));
      const { enrol } = await enrolment();
      const consent = consentOfNobody(now());
      const makers = Array.from({ length: THREADS }, createMaker);
      const stop = () => makers.forEach((maker) => maker.close());
      signal.addEventListener('abort', stop);
      const fingers = crowd.flatMap((person) => DEMO_FINGERS.map((finger) => ({ person, finger })));
      const probes: Probe[] = [];
      progress('making people', 0, fingers.length);

      const make = ({ person, finger }: DemoFinger, nth: number) =>
        makePrints(makers[nth % THREADS], person, finger);
      const enrolFinger = async ([probe, ...images]: Uint8Array[], one: DemoFinger) => {
        throwIfCancelled(signal);
        const { externalId, displayName } = one.person;
        const isNew = store().people.findByExternalId(externalId) === undefined;
        await enrol({
          externalId,
          displayName,
          synthetic: true,
          ...(isNew && { consent }),
          images,
          capture: { modality: 'fingerprint', finger: one.finger },
          allowLookAlike: false,
          allowDisagreement: false,
        });
        probes.push(probeOf(one, probe));
        progress('making people', probes.length, fingers.length);
      };
      try {
        // The next fingers grow while one is enrolled.
        const numbered = fingers.entries();
        await forEachAhead(
          numbered,
          1,
          ([nth, finger]) => make(finger, nth),
          (prints, [, finger]) => enrolFinger(prints, finger),
        );
      } finally {
        signal.removeEventListener('abort', stop);
        stop();
      }
      return { people: crowd.length, probes };
    },

    remove() {
      const people = store().people.listSynthetic();
      try {
        // In one transaction: the file is rewritten once, and not for each of them.
        store().transaction(() => people.forEach(({ id }) => store().people.remove(id)));
      } finally {
        if (people.length > 0) emit({ event: 'data.changed', what: 'people' });
        if (people.length > 0) emit({ event: 'data.changed', what: 'attempts' });
      }
      return people.length;
    },
  };
}

/** The last impression first: it is not enrolled. */
async function makePrints(
  maker: PrintMaker,
  { number }: DemoPerson,
  finger: FingerPosition,
): Promise<Uint8Array[]> {
  const key = { seed: SEED, person: number, finger };
  const numbers = Array.from({ length: IMPRESSIONS + 1 }, (_, i) => i + 1);
  const prints: Uint8Array[] = [];
  for (const impression of numbers.toReversed()) {
    // Ridges as one sees them on a good day: a first try must not end in "please press harder".
    const asked = { impression, quality: 'good', sensor: 'optical' } as const;
    const { bytes } = await maker.make({ key, impression: asked, format: 'wsq' });
    prints.push(bytes);
  }
  return prints;
}

function probeOf({ person, finger }: DemoFinger, bytes: Uint8Array): Probe {
  const { externalId, displayName } = person;
  const name = `${displayName.toLowerCase().replaceAll(' ', '-')}-${fingerName(finger)}.wsq`;
  return { externalId, displayName, name, bytes };
}

/** Of nobody, and for as long as the longest trial. */
function consentOfNobody(now: string): NewConsent {
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + 1);
  const retainUntil = end.toISOString().slice(0, 10);
  return { purpose: 'synthetic: belongs to nobody', retainUntil, operator: '', form: '' };
}

function refuseRealPerson(store: Store, { externalId }: DemoPerson): void {
  const known = store.people.findByExternalId(externalId);
  if (!known || store.people.isSynthetic(known.id)) return;
  throw new AppError(
    'conflict',
    'Expected the external ids of synthetic people to be free but received one that a person has; ' +
      'rename that person first.',
  );
}
